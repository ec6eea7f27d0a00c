import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLengthCounts, lengthBins } from './length-counts';
import { createReportFold, type ReportRow } from './report-fold';
import type { ReportPlan } from './report-plan';

const plan: ReportPlan = {
  attributes: [
    {
      id: 'topic',
      name: 'Topic',
      column: 0,
      bins: null,
      values: [
        { id: 'bread', name: 'Bread', wanted: 0.5 },
        { id: 'bikes', name: 'Bikes', wanted: 0.3 },
        { id: 'birds', name: 'Birds', wanted: 0.2 },
      ],
    },
    {
      id: 'tone',
      name: 'Tone',
      column: 1,
      bins: null,
      values: [
        { id: 'calm', name: 'Calm', wanted: 0.5 },
        { id: 'loud', name: 'Loud', wanted: 0.5 },
      ],
    },
  ],
  combinations: [
    {
      pairs: [
        { attribute: 0, value: 2 },
        { attribute: 1, value: 1 },
      ],
      wanted: 0.1,
    },
  ],
  texts: [{ name: 'answer', column: 2 }],
};

const row = (index: number): fc.Arbitrary<ReportRow> =>
  fc.record({
    index: fc.constant(index),
    status: fc.constantFrom('accepted', 'rejected', 'failed', 'spare'),
    cells: fc.tuple(
      fc.constantFrom('bread', 'bikes', 'birds'),
      fc.constantFrom('calm', 'loud'),
      fc.oneof(fc.string({ maxLength: 400 }), fc.constant(null)),
    ),
    code: fc.constantFrom('too short', 'timeout'),
  });

const manyRows = fc
  .integer({ min: 0, max: 120 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => row(at))));

function factsOf(rows: readonly ReportRow[]) {
  const fold = createReportFold(plan);
  for (const one of rows) fold.add(one);
  return fold.facts();
}

test('W3 a report counts what a look over all rows finds, in any order of the rows', () => {
  fc.assert(
    fc.property(manyRows, (rows) => {
      const facts = factsOf(rows);
      const accepted = rows.filter(({ status }) => status === 'accepted');
      for (const [at, { values }] of facts.balance.entries()) {
        for (const value of values) {
          const own = rows.filter(({ cells }) => cells[at] === value.id);
          expect(value).toMatchObject({
            count: own.filter(({ status }) => status === 'accepted').length,
            tried: own.length,
            rejected: own.filter(({ status }) => status === 'rejected').length,
            failed: own.filter(({ status }) => status === 'failed').length,
          });
          expect(value.got).toBeCloseTo(accepted.length === 0 ? 0 : value.count / accepted.length, 12);
        }
        const deviations = values.map(({ got, wanted }) => Math.abs(got - wanted));
        expect(deviations).toEqual([...deviations].sort((a, b) => b - a));
      }
      expect(facts.combinations[0]?.count).toBe(
        accepted.filter(({ cells }) => cells[0] === 'birds' && cells[1] === 'loud').length,
      );
      const lengths = accepted.flatMap(({ cells }) =>
        typeof cells[2] === 'string' ? [cells[2].length] : [],
      );
      const [text] = facts.lengths;
      expect(text?.rows ?? 0).toBe(lengths.length);
      if (text !== undefined) {
        expect(text.shortest.length).toBe(Math.min(...lengths));
        expect(text.longest.length).toBe(Math.max(...lengths));
        expect(text.bins.reduce((sum, { count }) => sum + count, 0)).toBe(lengths.length);
        for (const { values } of text.by) {
          expect(values.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(
            lengths.length,
          );
        }
      }
      expect(factsOf([...rows].reverse())).toEqual({
        ...facts,
        lengths: expect.anything() as unknown,
      });
    }),
    { seed: 3, numRuns: 60 },
  );
});

test('W3 of a conversation the contents count', () => {
  const cells = [
    'bread',
    'calm',
    {
      messages: [
        { role: 'user', content: 'four' },
        { role: 'x', content: 'more' },
      ],
    },
  ];
  expect(factsOf([{ index: 0, status: 'accepted', cells, code: null }]).lengths[0]?.longest.length).toBe(8);
});

test('W4 lengths are good to 3 % however long texts are, and one giant squeezes no histogram', () => {
  const counts = createLengthCounts();
  for (let length = 0; length < 200_000; length = Math.ceil(length * 1.1) + 1) counts.add(length);
  for (const { length, count } of counts.classes()) expect([length >= 0, count > 0]).toEqual([true, true]);
  const texts = createLengthCounts();
  for (let at = 0; at < 1000; at += 1) texts.add(40 + (at % 60));
  texts.add(100_000);
  const bins = lengthBins(texts.classes());
  expect(bins.length).toBeGreaterThan(10);
  expect(bins.at(-1)?.to).toBeNull();
});

test('W4 a bar counts just the lengths that it says, also where lengths have classes', () => {
  const lengths = Array.from({ length: 4000 }, (_, at) => 90 + ((at * 7919) % 1333));
  const texts = createLengthCounts();
  for (const length of lengths) texts.add(length);
  const bins = lengthBins(texts.classes());
  expect(bins.length).toBeGreaterThan(10);
  for (const { from, to, count } of bins) {
    expect(lengths.filter((length) => length >= from && length < (to ?? Infinity)).length).toBe(count);
  }
});

test('W10 stretches of numbers are counted in their order, and what has no number is left out', () => {
  const bins = [
    { id: '1', name: '1 to 5', wanted: 0.5, from: 1, to: 5 },
    { id: '6', name: '6 and more', wanted: 0.5, from: 6, to: null },
  ];
  const fold = createReportFold({
    attributes: [{ id: 'age', name: 'Age', column: 0, values: bins, bins }],
    combinations: [],
    texts: [],
  });
  for (const [index, value] of [7, 900, 2, null, 'x'].entries()) {
    fold.add({ index, status: 'accepted', cells: [value], code: null });
  }
  expect(fold.facts().balance[0]).toMatchObject({
    rows: 3,
    values: [
      { id: '1', count: 1, range: { from: 1, to: 5 } },
      { id: '6', count: 2, range: { from: 6, to: null } },
    ],
  });
});
