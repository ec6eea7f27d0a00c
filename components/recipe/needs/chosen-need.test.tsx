import { expect, test } from 'vitest';
import { chosenNeed } from './chosen-need';

const known = {
  own: { engine: 'ANTHROPIC', need: null },
  providers: [
    { engine: 'OPENAI', api_key: null },
    { engine: 'GOOGLE_GEMINI', api_key: 'AIza…abcd' },
  ],
  isLocalModelThere: true,
};

test.each([
  ['OPENAI/gpt-5-mini', 'OpenAI has no key yet', '/models?add=OPENAI'],
  ['GOOGLE_GEMINI/gemini-2.5-flash', undefined, undefined],
  ['ANTHROPIC/claude-sonnet-4-5', undefined, undefined],
  ['REMOTE/qwen', undefined, undefined],
  ['LLAMACPP/HuggingFaceTB/SmolLM2-135M-Instruct', undefined, undefined],
])('of %s chosen for a run is told at once: %s', (model, text, href) => {
  const need = chosenNeed(model, known);
  expect([need?.text, need?.href ?? undefined]).toEqual([text, href]);
});

test('another model of the recipe’s own engine lacks what the recipe lacks', () => {
  const need = chosenNeed('OPENAI/gpt-5', known);
  const own = { engine: 'OPENAI', need };
  expect(chosenNeed('OPENAI/gpt-5-mini', { ...known, own })).toBe(need);
  expect(chosenNeed('OPENAI/gpt-5-mini', { ...known, own: { ...own, need: null } })).toBeNull();
});

test('without a model server the local model is no way out, and says so', () => {
  const need = chosenNeed('LLAMACPP/SmolLM2', { ...known, isLocalModelThere: false });
  expect(need).toMatchObject({ text: 'The local model isn’t running', isRefused: false });
});
