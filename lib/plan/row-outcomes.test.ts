import { expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { compileRecipe } from './compile';
import { estimateRun } from './estimate';
import { previewRows } from './preview';
import { expectedRejects, triedOutcomes } from './row-outcomes';
import { triedKey, type TriedAnswer, type TriedAnswers } from './tried';

function compiledWith(rule: string) {
  const { recipe } = readRecipe(`${sampleRecipe}quality: { rules: [${rule}] }\n`);
  if (recipe === null) throw new Error('the recipe is broken');
  return compileRecipe(recipe);
}

/** Answers to the very prompts of a row. */
function answersOf(compiled: ReturnType<typeof compiledWith>, row: number, ...texts: string[]): TriedAnswers {
  const tried = new Map<string, TriedAnswer>();
  for (const [at, text] of texts.entries()) {
    const [planned] = previewRows(compiled, { seed: 1, start: row, rows: 1, tried });
    const prompt = planned?.prompts[at];
    if (prompt === undefined) throw new Error('there is no such prompt');
    const messages = prompt.messages.map(({ role, segments }) => ({
      role: role === 'system' ? ('system' as const) : ('user' as const),
      content: segments.map((segment) => ('text' in segment ? segment.text : '')).join(''),
    }));
    const answer = { row, attributeId: prompt.attributeId, step: 'answer', messages, text };
    tried.set(triedKey(answer), answer);
  }
  return tried;
}

test('A69 tried rows with all their answers say how often a rule rejects one', () => {
  const compiled = compiledWith('{ column: answer, max_words: 2 }');
  const tried = new Map([
    ...answersOf(compiled, 0, 'Why?', 'Because it is blue.'),
    ...answersOf(compiled, 3, 'Why?', 'No idea'),
    ...answersOf(compiled, 5, 'Only half of a row'),
  ]);
  expect(triedOutcomes(compiled, 1, tried)).toEqual({ rows: 2, rejected: 1 });
  expect(triedOutcomes(compiled, 2, new Map())).toEqual({ rows: 0, rejected: 0 });
});

test.each([
  [100, { rows: 0, rejected: 0 }, 0],
  [100, { rows: 9, rejected: 0 }, 0],
  [100, { rows: 10, rejected: 1 }, 11],
  [100, { rows: 10, rejected: 2 }, 25],
  // No more than may be tried.
  [100, { rows: 10, rejected: 9 }, 50],
  [100, { rows: 3, rejected: 3 }, 50],
])('A69 for %i rows of which %j were rejected %i more are reckoned with', (rows, outcomes, more) => {
  expect(expectedRejects(rows, outcomes)).toBe(more);
});

test('A69 what is likely to be rejected is counted and priced', () => {
  const compiled = compiledWith('{ column: answer, max_words: 2 }');
  const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 1 };
  const plain = estimateRun(compiled, { seed: 1, rows: 100, price });
  const more = estimateRun(compiled, { seed: 1, rows: 100, price, outcomes: { rows: 10, rejected: 2 } });
  expect([plain.expectedRejects, more.expectedRejects]).toEqual([0, 25]);
  expect(more.calls).toBe(1.25 * plain.calls);
  expect(more.costUsd ?? 0).toBeCloseTo(1.25 * (plain.costUsd ?? 0), 5);
  expect(more.basis).toContain('rejected as often as 2 of 10 known rows');
});
