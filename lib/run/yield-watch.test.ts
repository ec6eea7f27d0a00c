import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDraw } from '@/lib/random/draw';
import { starvingValues, watchYield, type ValueCount, type YieldFacts } from './yield-watch';

const run = (changes: Partial<YieldFacts>): YieldFacts => ({
  ...{ accepted: 500, decided: 520, recent: { rows: 200, lost: 8 }, targetRows: 1000, maxRows: 1500 },
  ...{ costUsd: 1, capUsd: null },
  ...changes,
});

describe('Q30 a run that goes well is left alone', () => {
  test.each<[string, Partial<YieldFacts>]>([
    ['as it should be', {}],
    ['too early to tell', { recent: { rows: 40, lost: 40 }, decided: 40, accepted: 0 }],
    ['has its rows', { accepted: 1000, recent: { rows: 200, lost: 200 } }],
    [
      'a low share that lasts and is allowed for',
      {
        ...{ accepted: 300, decided: 600, recent: { rows: 200, lost: 100 }, maxRows: 3000 },
      },
    ],
    ['a cap that is short for the rows themselves', { capUsd: 1.1 }],
  ])('%s', (_, changes) => {
    expect(watchYield(run(changes))).toBeNull();
  });
});

test('Q30 a share that has fallen is told with what it means for the rows', () => {
  expect(watchYield(run({ accepted: 560, decided: 800, recent: { rows: 200, lost: 140 } }))).toMatchObject({
    ...{ recentShare: 0.3, earlierShare: 500 / 600, triesNeeded: 1467, endsBy: 'max-rows' },
    likelyRows: 560 + 210,
  });
  expect(
    watchYield(run({ accepted: 560, decided: 800, recent: { rows: 200, lost: 140 }, maxRows: 9000 })),
  ).toMatchObject({ endsBy: null, likelyRows: 1000 });
});

test('Q30 a cap that is reached first is named, and so is that nothing is accepted any more', () => {
  const half = { accepted: 100, decided: 200, recent: { rows: 200, lost: 100 }, maxRows: 9000 };
  expect(watchYield(run({ ...half, costUsd: 2, capUsd: 4 }))).toMatchObject({
    ...{ earlierShare: null, endsBy: 'cap', likelyRows: 200 },
  });
  expect(watchYield(run({ accepted: 0, decided: 200, recent: { rows: 200, lost: 200 } }))).toMatchObject({
    ...{ triesNeeded: Infinity, endsBy: 'max-rows', likelyRows: 0 },
  });
});

test('Q30 a run whose share stays the same is warned of by chance only seldom', () => {
  let [warned, looked] = [0, 0];
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.double({ min: 0.3, max: 0.9, noNaN: true }),
      (seed, share) => {
        const draw = createDraw(seed, 'row', 'test');
        const passed = Array.from({ length: 600 }, (_, at) => draw(at) < share);
        const count = (rows: readonly boolean[]) => rows.filter(Boolean).length;
        const facts = run({
          ...{ accepted: count(passed), decided: 600, targetRows: 1000, maxRows: 1e6 },
          recent: { rows: 200, lost: 200 - count(passed.slice(-200)) },
        });
        looked += 1;
        if (watchYield(facts) !== null) warned += 1;
      },
    ),
    { seed: 7, numRuns: 500 },
  );
  expect(warned / looked).toBeLessThan(0.02);
});

const value = (name: string, tried: number, accepted: number): ValueCount => ({
  ...{ attributeId: 'topic', value: name, tried, accepted },
});

test('Q31 a value that is lost far more often than the others starves', () => {
  const counts = [value('bread', 100, 90), value('bikes', 100, 88), value('birds', 60, 4)];
  expect(starvingValues(counts)).toEqual([value('birds', 60, 4)]);
  // Attributes are looked at apart.
  expect(starvingValues([...counts, { ...value('calm', 260, 182), attributeId: 'tone' }])).toHaveLength(1);
});

test.each<[string, ValueCount[]]>([
  ['too few rows to tell', [value('bread', 100, 90), value('birds', 5, 1)]],
  ['less often, but not by half', [value('bread', 100, 90), value('birds', 100, 60)]],
  ['all alike', [value('bread', 100, 10), value('birds', 100, 9)]],
  ['only one value', [value('bread', 100, 0)]],
  ['nothing yet', []],
])('Q31 nothing is said of: %s', (_, counts) => {
  expect(starvingValues(counts)).toEqual([]);
});

test('Q31 the values that lost most are told, three at most', () => {
  const counts = [value('ok', 1000, 900), ...[40, 80, 60, 50].map((tried) => value(`v${tried}`, tried, 0))];
  expect(starvingValues(counts).map((one) => one.value)).toEqual(['v80', 'v60', 'v50']);
});
