import { describe, expect, test } from 'vitest';
import { ConditionError } from '@/lib/condition/condition';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { compileRecipe, type CompiledRecipe } from './compile';
import { planRow } from './plan-row';
import { previewRows } from './preview';
import { exchangeOf, finishRow } from './row';

const text = `
strategy_params:
  input_examples:
    - examples: [{lang: en, size: 3}, {lang: de, size: 5}]
  sampled_attributes:
    - {id: tone, name: Tone, description: d, when: 'lang == "en"', possible_values: [{id: calm, name: Calm, description: d}]}
  generated_attributes:
    - {id: question, when: 'size > 1', instruction_messages: [{role: USER, content: 'Ask in {lang}.'}]}
    - {id: hint, when: 'lang == "de"', instruction_messages: [{role: USER, content: 'Hint for {question}'}]}
    - {id: praise, instruction_messages: [{role: USER, content: 'Praise {hint}'}]}
    - {id: thanks, instruction_messages: [{role: USER, content: 'Thanks for {praise}'}]}
    - {id: closing, when: 'size < 9', instruction_messages: [{role: USER, content: 'Close [{hint}] [{tone}{tone.description}]'}]}
  transformed_attributes:
    - {id: line, transformation_strategy: {type: STRING, string_transform: '{question}|{hint}|{tone}'}}
    - {id: german, when: 'hint != null', transformation_strategy: {type: STRING, string_transform: '{hint}'}}
    - id: chat
      transformation_strategy:
        type: CHAT
        chat_transform: {messages: [{role: USER, content: '{question}'}, {role: ASSISTANT, content: '{hint}'}]}
inference_config: {engine: ECHO, model: {model_name: echo}}
quality: {rules: [{column: hint, min_length: 100}, {column: hint, unique: true}]}
`;

function compiledOf(recipeText: string): CompiledRecipe {
  const { recipe, diagnostics } = readRecipe(recipeText);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileRecipe(recipe);
}

const compiled = compiledOf(text);

/** Writes a row with an echo of each prompt, and lists what was asked. */
function write(index: number) {
  const values = planRow(compiled, 7, index);
  const asked: string[] = [];
  for (const step of compiled.steps) {
    const exchange = exchangeOf(compiled, step, {
      row: index,
      seed: 7,
      values,
      firstAttempt: 0,
      emptyRetries: 1,
    });
    let next = exchange.next();
    while (next.done !== true) {
      if (next.value.type !== 'ask') throw new Error('asked for no answer');
      const prompt = next.value.messages.map(({ content }) => content).join('\n');
      asked.push(prompt);
      next = exchange.next({ text: `<${prompt}>`, finishReason: 'stop', completionTokens: 1, toolCalls: [] });
    }
  }
  const cells = finishRow(compiled, 7, index, values);
  return { asked, cells, row: new Map(compiled.columns.map(({ name }, at) => [name, cells[at]])) };
}

describe('R94 what is skipped', () => {
  const english = write(0);
  const german = write(1);

  test('is null and asks nothing', () => {
    expect(english.row.get('hint')).toBeNull();
    expect(german.row.get('hint')).toBe('<Hint for <Ask in de.>>');
    expect(german.row.get('tone')).toBeNull();
    expect(english.row.get('tone')).toBe('calm');
    expect(english.asked).toHaveLength(2);
    expect(german.asked).toHaveLength(5);
  });

  test('takes along what hangs on it, unless that has a condition of its own; there it renders as nothing', () => {
    expect(english.row.get('praise')).toBeNull();
    expect(english.row.get('thanks')).toBeNull();
    expect(english.asked.at(-1)).toBe('Close [] [Calmd]');
    expect(german.asked.at(-1)).toBe('Close [<Hint for <Ask in de.>>] []');
  });

  test('leaves transforms as they are, without it', () => {
    expect(english.row.get('line')).toBe('<Ask in en.>||Calm');
    expect(english.row.get('german')).toBeNull();
    const turns = [english, german].map(({ row }) => {
      const chat = row.get('chat');
      const messages = chat instanceof Map ? (chat.get('messages') as unknown) : null;
      return Array.isArray(messages) ? messages.length : null;
    });
    expect(turns).toEqual([1, 2]);
  });

  test('is held against a row by no rule, and equal to no other', () => {
    expect(compiled.quality.check(english.cells, () => undefined)).toBeNull();
    expect(compiled.quality.check(german.cells, () => undefined)?.rule).toBe('length:hint');
    const compare = compiled.quality.compareRows?.();
    expect(compare?.decide(0, english.cells)).toBeNull();
    expect(compare?.decide(2, write(2).cells)).toBeNull();
    expect(compare?.decide(1, german.cells)).toBeNull();
    expect(compare?.decide(3, german.cells)).toMatchObject({ rule: 'unique:hint' });
  });

  test('P25 the preview says so before anything is asked', () => {
    const [first, second] = previewRows(compiled, { seed: 7, start: 0, rows: 2 });
    const skipped = (row: typeof first) =>
      row?.prompts.flatMap((one) => (one.isSkipped ? one.attributeId : []));
    expect(skipped(first)).toEqual(['hint', 'praise', 'thanks', 'german']);
    expect(skipped(second)).toEqual([]);
    expect(second?.prompts.find(({ attributeId }) => attributeId === 'german')?.pending).toEqual(['hint']);
    expect(first?.values.find(({ name }) => name === 'hint')).toMatchObject({ state: 'skipped' });
    expect(second?.values.find(({ name }) => name === 'hint')).toMatchObject({ state: 'pending' });
  });
});

test('R91 a condition that can not be asked of a row says so, and of that row alone', () => {
  const broken = compiledOf(text.replace('size: 5', 'size: five'));
  const [step] = broken.steps;
  if (step === undefined) throw new Error('no step');
  const place = (row: number) => ({
    row,
    seed: 7,
    values: planRow(broken, 7, row),
    firstAttempt: 0,
    emptyRetries: 1,
  });
  expect(exchangeOf(broken, step, place(0)).next().done).toBe(false);
  expect(() => exchangeOf(broken, step, place(1)).next()).toThrow(ConditionError);
  const [, second] = previewRows(broken, { seed: 7, start: 0, rows: 2 });
  expect(second?.prompts[0]?.error).toContain('a text > a number has no meaning');
});
