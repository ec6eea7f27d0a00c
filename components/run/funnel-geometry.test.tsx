import { describe, expect, test } from 'vitest';
import { bandPath, funnelGeometry, funnelSize, leastBandPx, type FunnelCounts } from './funnel-geometry';

const banking: FunnelCounts = {
  planned: 689,
  generated: 645,
  accepted: 604,
  rejected: 41,
  spare: 0,
  failed: 7,
  inFlight: 24,
  waiting: 13,
};

const cases: [string, FunnelCounts][] = [
  ['a run in the middle', banking],
  ['a run that only waits', { ...empty(), planned: 20, waiting: 20 }],
  ['a run that only fails', { ...empty(), planned: 3, failed: 3 }],
  [
    'one failed row in a million',
    { ...empty(), planned: 1_000_001, generated: 1_000_000, accepted: 1_000_000, failed: 1 },
  ],
  [
    'all kinds at once',
    {
      planned: 100,
      generated: 40,
      accepted: 10,
      rejected: 20,
      spare: 10,
      failed: 20,
      inFlight: 20,
      waiting: 20,
    },
  ],
  ['a run at its start', { ...empty(), planned: 400, generated: 2, accepted: 2, inFlight: 24, waiting: 374 }],
  [
    'a fifth of a run',
    { ...empty(), planned: 400, generated: 80, accepted: 80, inFlight: 2, waiting: 317, failed: 1 },
  ],
  ['all rejected', { ...empty(), planned: 50, generated: 50, rejected: 50 }],
];

describe.each(cases)('%s', (_, counts) => {
  const { stages, bands, edges, leaves } = funnelGeometry(counts);

  test('keeps the words of its leaves clear of those of its stages', () => {
    for (const stage of stages) {
      const lowest = stage.isLine ? stage.middleY + 9 : stage.middleY + 35;
      const highest = Math.min(...leaves.filter(({ x }) => x === stage.x).map(({ middleY }) => middleY - 9));
      expect(highest).toBeGreaterThanOrEqual(lowest - 1);
    }
  });

  test('has no band thinner than 3 px', () => {
    for (const { height } of bands) expect(height).toBeGreaterThanOrEqual(leastBandPx);
  });

  test('stays inside the drawing', () => {
    for (const { y, height } of edges) expect(y + height).toBeLessThanOrEqual(funnelSize.height);
  });

  test('has a planned edge exactly as high as what leaves it', () => {
    const leaving = bands.filter(({ fromX }) => fromX < 100).reduce((sum, { height }) => sum + height, 0);
    expect(edges.find(({ part }) => part === 'planned')?.height).toBeCloseTo(leaving, 5);
  });

  test('has a generated edge exactly as high as what leaves it', () => {
    const leaving = bands
      .filter(({ fromX, part }) => fromX > 100 && part !== 'failed')
      .reduce((sum, { height }) => sum + height, 0);
    expect(edges.find(({ part }) => part === 'generated')?.height ?? 0).toBeCloseTo(leaving, 0);
  });

  test('keeps its words a line apart', () => {
    for (const x of new Set(leaves.map((leaf) => leaf.x))) {
      const middles = leaves.filter((leaf) => leaf.x === x).map(({ middleY }) => middleY);
      for (const [at, middle] of middles.entries()) {
        const next = middles[at + 1];
        if (next !== undefined) expect(next - middle).toBeGreaterThanOrEqual(14);
      }
    }
  });
});

test('a run that has planned nothing draws nothing', () => {
  expect(funnelGeometry(empty())).toEqual({ stages: [], bands: [], edges: [], leaves: [] });
});

test('heights follow the rows', () => {
  const { edges } = funnelGeometry(banking);
  const height = (part: string) => edges.find((edge) => edge.part === part)?.height ?? 0;
  expect(height('generated') / height('planned')).toBeCloseTo(645 / 689, 1);
  expect(height('accepted') / height('generated')).toBeCloseTo(604 / 645, 1);
});

test('a band is one closed outline', () => {
  expect(bandPath({ part: 'accepted', fromX: 436, toX: 800, fromY: 6, toY: 6, height: 120 })).toBe(
    'M436 6C618 6 618 6 800 6V126C618 126 618 126 436 126z',
  );
});

function empty(): FunnelCounts {
  return { planned: 0, generated: 0, accepted: 0, rejected: 0, spare: 0, failed: 0, inFlight: 0, waiting: 0 };
}
