import { readRecipe } from '@/lib/recipe/read-recipe';
import { loadFaker } from '@/lib/random/faker/counted-faker';
import { recipeTemplates } from '@/lib/recipe/templates';
import { changed, sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileRecipe, type CompiledRecipe } from './compile';
import { estimateRun } from './estimate';
import { planRow } from './plan-row';
import { previewRows, type PreviewRow } from './preview';
import { textOf } from './preview-prompt';
import { triedKey, type TriedAnswers } from './tried';
import { answerStep } from './exchange';
import { renderPrompt } from './row';
import { writeRow, type Asked } from './testing/walk-exchange';

function compiledOf(text: string): CompiledRecipe {
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileRecipe(recipe);
}

const withTransform = changed(
  'inference_config:\n',
  "  transformed_attributes:\n    - id: line\n      transformation_strategy: {type: STRING, string_transform: '{tone}: {answer}'}\ninference_config:\n",
);
const compiled = compiledOf(withTransform);

/** A trial as the studio keeps it: the prompts that were sent, with made-up answers. */
function trial(of: CompiledRecipe, seed: number, index: number): TriedAnswers {
  const values = planRow(of, seed, index);
  const asked = writeRow(of, { row: index, seed, values }, (_, attributeId) => `the ${attributeId}`);
  return triedOf(index, asked);
}

function triedOf(row: number, asked: readonly Asked[]): TriedAnswers {
  const tried = asked.map(({ attributeId, ask: { step, messages }, text }) => ({
    row,
    attributeId,
    step,
    messages,
    text,
  }));
  return new Map(tried.map((one) => [triedKey(one), one]));
}

const promptTexts = (row: PreviewRow | undefined) =>
  row?.prompts.map(
    ({ attributeId, messages }) =>
      `${attributeId}: ${messages.map(({ segments }) => textOf(segments)).join(' / ')}`,
  );
const states = (row: PreviewRow | undefined) =>
  row?.values.map(({ name, state, text }) => (state === 'known' ? `${name}=${text}` : name));

// Reading, compiling and previewing 5 rows of the Banking77 recipe took 5.5 ms at best and 26 ms in the middle on
// two cores with a load of 18; nearly all of it is the YAML parser. The preview alone takes 0.1 ms.
describe('P15 the preview', () => {
  test('shows what the run will send, and where each piece comes from', () => {
    const [row] = previewRows(compiled, { seed: 7, start: 4, rows: 1 });
    expect(row?.index).toBe(4);
    const step = compiled.steps[0];
    if (step?.type !== 'answer') throw new Error('no step');
    const [sent] = renderPrompt(compiled, step, planRow(compiled, 7, 4));
    expect(row?.prompts[0]?.messages.map(({ segments }) => textOf(segments))).toEqual([sent?.content]);
    expect(
      row?.prompts[0]?.messages[0]?.segments.map((segment) =>
        segment.type === 'text' ? 'text' : `${segment.field} ${segment.kind}`,
      ),
    ).toEqual(['text', 'tone sampled', 'text', 'topic sampled', 'text']);
  });
  test('a value that is not known yet is pending, and so is what hangs on it', () => {
    const [row] = previewRows(compiled, { seed: 7, start: 0, rows: 1 });
    expect(row?.prompts.map(({ attributeId, kind, pending }) => [attributeId, kind, pending])).toEqual([
      ['question', 'generated', []],
      ['answer', 'generated', ['question']],
      ['line', 'transformed', ['answer']],
    ]);
    expect(promptTexts(row)?.[1]).toContain('Question: {question}\n');
    expect(states(row)?.slice(2)).toEqual(['question', 'answer', 'line']);
  });
  test('tried answers stand in, one after the other', () => {
    const [row, next] = previewRows(compiled, { seed: 7, start: 0, rows: 2, tried: trial(compiled, 7, 0) });
    expect(states(row)?.slice(2)).toEqual([
      'question=the question',
      'answer=the answer',
      expect.stringMatching(/^line=(Calm|Loud): the answer$/),
    ]);
    expect(promptTexts(row)?.[1]).toContain('Question: the question\n');
    expect(states(next)?.slice(2)).toEqual(['question', 'answer', 'line']);
  });
  test('an answer goes when its prompt changes, and those that hang on it with it', () => {
    const tried = trial(compiled, 7, 0);
    const later = compiledOf(changed('Answer briefly.', 'Answer at length.', withTransform));
    expect(states(previewRows(later, { seed: 7, start: 0, rows: 1, tried })[0])?.slice(2)).toEqual([
      'question=the question',
      'answer',
      'line',
    ]);
    const earlier = compiledOf(changed('Ask a', 'Put a', withTransform));
    expect(states(previewRows(earlier, { seed: 7, start: 0, rows: 1, tried })[0])?.slice(2)).toEqual([
      'question',
      'answer',
      'line',
    ]);
  });
  test('a prompt that cannot be rendered says why; the others stand', () => {
    const text = changed('{tone.description}', '{question[500]}');
    const broken = compiledOf(text);
    const tried = new Map(trial(compiledOf(sampleRecipe), 7, 0));
    const [row] = previewRows(broken, { seed: 7, start: 0, rows: 1, tried });
    expect(row?.prompts[1]?.error).toContain('question[500]');
    expect(row?.prompts[0]?.error).toBeUndefined();
  });
  beforeAll(() => loadFaker(['en']));

  test.each(recipeTemplates)('$id renders all of its prompts', ({ yaml }) => {
    const rows = previewRows(compiledOf(yaml), { seed: 7, start: 0, rows: 5 });
    expect(rows.flatMap(({ prompts }) => prompts.flatMap(({ error }) => error ?? []))).toEqual([]);
    expect(
      new Set(rows.map(({ prompts }) => textOf(prompts[0]?.messages.at(-1)?.segments ?? []))).size,
    ).toBeGreaterThan(1);
  });
});

describe('P16 the estimate', () => {
  const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 10 };
  test('counts calls and tokens, with a range of cost', () => {
    const estimate = estimateRun(compiled, { seed: 7, rows: 100, price });
    expect(estimate.calls).toBe(200);
    expect(estimate.completionTokens).toBe(2 * 100 * 256);
    expect(estimate.costUsd).toBeCloseTo((estimate.promptTokens + 10 * estimate.completionTokens) / 1e6, 9);
    expect(estimate.lowUsd).toBeLessThan(estimate.costUsd ?? 0);
    expect(estimate.highUsd).toBeGreaterThan(estimate.costUsd ?? 0);
    expect(estimate.basis).toBe(
      'Prompts of all 100 rows; answers taken as a quarter of the longest allowed (1,024 tokens)',
    );
  });
  test('without a price there is no cost', () => {
    expect(estimateRun(compiled, { seed: 7, rows: 10, price: null })).toMatchObject({
      costUsd: null,
      lowUsd: null,
      highUsd: null,
    });
  });
  test('is sharpened by what was tried', () => {
    const estimate = estimateRun(compiled, { seed: 7, rows: 100, price, tried: trial(compiled, 7, 0) });
    expect(estimate.completionTokens).toBeLessThan(2000);
    expect(estimate.basis).toBe('Prompts of all 100 rows; answers as long as in 1 tried row');
  });
  test('rests on 1,000 rows of a long run', () => {
    const long = estimateRun(compiled, { seed: 7, rows: 1_000_000, price });
    const short = estimateRun(compiled, { seed: 7, rows: 1000, price });
    expect([long.plannedRows, short.plannedRows]).toEqual([1000, 1000]);
    expect(long.basis).toContain('Prompts of 1,000 planned rows spread over 1,000,000');
    expect(long.promptTokens / short.promptTokens / 1000).toBeCloseTo(1, 1);
  });
  test('a recipe without prompts costs nothing', () => {
    const text =
      sampleRecipe.slice(0, sampleRecipe.indexOf('  generated_attributes')) +
      sampleRecipe.slice(sampleRecipe.indexOf('inference_config'));
    expect(estimateRun(compiledOf(text), { seed: 7, rows: 10, price })).toMatchObject({
      calls: 0,
      promptTokens: 0,
      costUsd: 0,
      basis: 'No model is asked',
      expectedRejects: 0,
    });
  });
});

test('P18 a row whose answers were tried says which rule a run would reject it for', () => {
  const text = sampleRecipe.replace(
    'inference_config:',
    'quality:\n  rules:\n    - {id: short, column: answer, max_length: 5}\ninference_config:',
  );
  const { recipe } = readRecipe(text);
  if (recipe === null) throw new Error('the recipe is valid');
  const compiled = compileRecipe(recipe);
  const options = { seed: 3, start: 0, rows: 1 };
  const ask = (attributeId: string, tried: TriedAnswers) => {
    const [row] = previewRows(compiled, { ...options, tried });
    const prompt = row?.prompts.find((one) => one.attributeId === attributeId);
    return (prompt?.messages ?? []).map(({ role, segments }) => ({
      role: role ?? ('user' as const),
      content: segments.map((segment) => (segment.type === 'pending' ? '' : segment.text)).join(''),
    }));
  };
  const answerTo = (attributeId: string, before: TriedAnswers, text: string) => {
    const one = { row: 0, attributeId, step: answerStep, messages: ask(attributeId, before), text };
    return new Map([...before, [triedKey(one), one]]);
  };
  const question = answerTo('question', new Map(), 'Why?');
  const [open] = previewRows(compiled, { ...options, tried: question });
  expect(open?.rejection).toBeNull();
  const tried = (text: string) =>
    previewRows(compiled, {
      ...options,
      tried: answerTo('answer', question, text),
    })[0];
  expect(tried('Much too long')?.rejection).toMatchObject({ rule: 'short', column: 'answer' });
  expect(tried('Fine')?.rejection).toBeNull();
});
