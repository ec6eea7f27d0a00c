import { expect, test } from 'vitest';
import { applyEdit } from '../edit/apply-edit';
import { readRecipe } from '../read-recipe';
import { changed } from '../testing/sample-recipe';
import { chooseOwnModel, ownModelOf, type KnownModel } from './own-model';

const path = ['strategy_params', 'generated_attributes', 0];
const text = changed('engine: ECHO', 'engine: OPENAI\n  remote_params: { requests_per_minute: 500 }').replace(
  'model_name: echo',
  'model_name: gpt-5-mini',
);

const large = { engine: 'OPENAI', name: 'gpt-5', baseUrl: 'https://api.openai.com/v1' };
const claude = { engine: 'ANTHROPIC', name: 'claude-sonnet-5', baseUrl: 'https://api.anthropic.com/v1' };
const mine = { engine: 'REMOTE', name: 'qwen', baseUrl: 'http://localhost:11434/v1' };
const known: KnownModel[] = [large, claude, mine];

function choose(of: string, model: KnownModel | null): string {
  const { draft } = readRecipe(of);
  const own = draft.strategy_params?.generated_attributes?.[0]?.inference_config;
  return chooseOwnModel(path, { main: draft.inference_config, own }, model).reduce(applyEdit, of);
}

function chosen(of: string): KnownModel | null {
  const { draft } = readRecipe(of);
  const own = draft.strategy_params?.generated_attributes?.[0]?.inference_config;
  return ownModelOf({ main: draft.inference_config, own }, known);
}

test.each([
  [large, '      inference_config:\n        model:\n          model_name: gpt-5\n'],
  [
    claude,
    '      inference_config:\n        engine: ANTHROPIC\n        model:\n          model_name: claude-sonnet-5\n',
  ],
  [
    mine,
    '      inference_config:\n        engine: REMOTE\n        model:\n          model_name: qwen\n        remote_params:\n          api_url: http://localhost:11434/v1\n',
  ],
])('R133 an attribute is given a model of its own, and the recipe’s again: %j', (model, lines) => {
  const own = choose(text, model);
  expect(own).toContain(lines);
  expect(chosen(own)).toEqual(model);
  // From each to each, with nothing left over of the one before.
  for (const other of known) expect(chosen(choose(own, other))).toEqual(other);
  expect(choose(own, null)).toBe(text);
  expect(chosen(text)).toBeNull();
});
