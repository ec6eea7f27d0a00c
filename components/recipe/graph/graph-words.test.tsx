import { expect, test } from 'vitest';
import { criticalPath } from '@/lib/recipe/graph/critical-path';
import type { RecipeGraph } from '@/lib/recipe/graph/recipe-graph';
import { pathWords } from './graph-words';

const calls = { least: 1, most: 1 };
const node = (id: string) => ({ key: id, kind: 'generated' as const, id, path: [], calls });
const graphOf = (ids: string, edges: readonly [string, string, boolean?][] = []): RecipeGraph => ({
  nodes: Array.from(ids, node),
  edges: edges.map(([from, to, isBack = false]) => ({ from, to, isBack })),
  groups: [],
});

test.each([
  [graphOf(''), 'No call of a model a row.'],
  [graphOf('a'), '1 call a row.'],
  [graphOf('ab'), '2 calls a row, all side by side.'],
  [graphOf('abc', [['a', 'b']]), '3 calls a row, 2 of them one after the other. a → b takes longest.'],
  [
    graphOf('abcdef', [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'e'],
      ['f', 'a', true],
    ]),
    '6 calls a row, 5 of them one after the other. a → b → … → e takes longest. 1 use comes too early, in red.',
  ],
])('what a row takes is said in words', (graph, words) => {
  expect(pathWords(graph, criticalPath(graph))).toBe(words);
});
