import { expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { changed, sampleRecipe } from '../testing/sample-recipe';
import { changeTransformType, type TransformType } from './change-transform-type';
import { listOfKind, newAttribute } from './new-attribute';
import { idFromName, unusedId } from './unused-id';
import { usesOf } from './uses';
import type { DraftRecipe } from '../draft';

test.each([
  ['tone', [], 'tone'],
  ['tone', ['tone'], 'tone_2'],
  ['tone_2', ['tone', 'tone_2'], 'tone_3'],
])('an id beside others: %s beside %j', (wanted, taken, expected) => {
  expect(unusedId(wanted, new Set(taken))).toBe(expected);
});

test.each([
  ['Lost or stolen card?', 'lost_or_stolen_card'],
  ['  ', ''],
  ['Größe (cm)', 'größe_cm'],
])('the id of %s', (name, id) => {
  expect(idFromName(name)).toBe(id);
});

test.each(['sampled', 'generated', 'transformed'] as const)(
  'a new %s attribute is valid as it stands, beside others and alone',
  (kind) => {
    const others = {
      taken: new Set(['tone', 'topic', 'question', 'answer']),
      sampled: ['tone', 'topic'],
      answers: ['question', 'answer'],
    };
    const { value } = newAttribute(kind, others);
    const key = `${listOfKind[kind]}:\n`;
    const item = `    - ${JSON.stringify(value)}\n`;
    const text = sampleRecipe.includes(key)
      ? changed(key, key + item, sampleRecipe)
      : changed('inference_config', `  ${key}${item}inference_config`);
    const { diagnostics } = readRecipe(text);
    // Put first, a prompt stands above the answers that it may not use.
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(newAttribute(kind, { taken: new Set(), sampled: [], answers: [] }))).not.toMatch(
      /[{]\w/,
    );
  },
);

test('a type changed there and back keeps every text', () => {
  const start = { type: 'LIST', list_transform: ['{question}', 'Yes: {answer}'] } as const;
  const kept = (['CHAT', 'DICT'] satisfies TransformType[]).map((type) => {
    const changed = changeTransformType({ ...start, list_transform: [...start.list_transform] }, type);
    return JSON.stringify(changed);
  });
  expect(kept).toEqual([
    '{"type":"CHAT","chat_transform":{"messages":[{"role":"USER","content":"{question}"},{"role":"ASSISTANT","content":"Yes: {answer}"}]}}',
    '{"type":"DICT","dict_transform":{"question":"{question}","text_2":"Yes: {answer}"}}',
  ]);
});

test('what names an attribute is found: prompts, combinations, the output', () => {
  const draft: DraftRecipe = {
    strategy_params: {
      combination_sampling: [
        {
          combination: new Map([
            ['tone', 'calm'],
            ['topic', 'sea'],
          ]),
          sample_rate: 0.1,
        },
      ],
      generated_attributes: [
        { id: 'question', instruction_messages: [{ role: 'user', content: '{tone} {tones} {{tone}}' }] },
        { id: 'answer', instruction_messages: [{ role: 'user', content: '{{tone}}' }] },
      ],
      transformed_attributes: [
        { id: 'note', transformation_strategy: { type: 'STRING', string_transform: '{tone.id}' } },
      ],
      passthrough_attributes: ['tone'],
    },
  };
  expect(usesOf(draft, ['tone'])).toEqual([
    { kind: 'generated', id: 'question', path: ['strategy_params', 'generated_attributes', 0] },
    { kind: 'transformed', id: 'note', path: ['strategy_params', 'transformed_attributes', 0] },
    { kind: 'combinations', count: 1 },
    { kind: 'output' },
  ]);
});
