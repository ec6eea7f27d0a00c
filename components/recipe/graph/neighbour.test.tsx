import { expect, test } from 'vitest';
import { layoutGraph } from '@/lib/recipe/graph/layout-graph';
import { neighbour } from './neighbour';

const node = (key: string) => ({
  key,
  kind: 'generated' as const,
  id: key,
  path: [],
  calls: { least: 1, most: 1 },
});
const edges = ['ac', 'bc', 'cd'].map(([from = '', to = '']) => ({ from, to, isBack: false }));
const placed = layoutGraph({ nodes: ['a', 'b', 'c', 'd'].map(node), edges, groups: [] });

test.each([
  ['a', 'right', 'c'],
  ['b', 'right', 'c'],
  ['c', 'right', 'd'],
  ['d', 'left', 'c'],
  ['a', 'down', 'b'],
  ['b', 'up', 'a'],
  ['a', 'left', null],
  ['d', 'right', null],
  ['gone', 'up', null],
] as const)('from %s the arrow to the %s leads to %s', (from, step, to) => {
  expect(neighbour(placed, edges, from, step)).toBe(to);
});
