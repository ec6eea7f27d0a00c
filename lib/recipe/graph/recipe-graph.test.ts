import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { criticalPath } from './critical-path';
import { crossings, groupFrames, layoutGraph, nodeSize } from './layout-graph';
import { recipeGraph, type RecipeGraph } from './recipe-graph';

const recipe = `strategy_params:
  sampled_attributes:
    - { id: topic, possible_values: [{ id: a, name: A, description: a }] }
    - { id: tone, possible_values: [{ id: a, name: A, description: a }] }
  generated_attributes:
    - id: question
      instruction_messages: [{ role: USER, content: "Ask about {topic.description}, {{braces}}" }]
      postprocessing_params: { id: clean, cut_prefix: x }
    - id: answer
      instruction_messages: [{ role: USER, content: "{clean} {question} {tone} {nobody}" }]
    - id: early
      instruction_messages: [{ role: USER, content: "{late} and {topic" }]
    - id: late
      instruction_messages: [{ role: USER, content: "{early} {late}" }]
  transformed_attributes:
    - { id: chat, transformation_strategy: { type: STRING, string_transform: "{answer}" } }
`;

const graph = recipeGraph(readRecipe(recipe).draft);
const edge = (from: string, to: string, isBack = false) => ({ from, to, isBack });

test('R29 edges follow from placeholders, also in a broken text, and mark what comes too late', () => {
  expect(graph.nodes.map(({ key, id }) => `${key} ${id}`)).toEqual([
    'sampled:0 topic',
    'sampled:1 tone',
    'generated:0 question',
    'generated:1 answer',
    'generated:2 early',
    'generated:3 late',
    'transformed:0 chat',
  ]);
  expect(graph.edges).toEqual([
    edge('sampled:0', 'generated:0'),
    edge('generated:0', 'generated:1'),
    edge('sampled:1', 'generated:1'),
    edge('generated:3', 'generated:2', true),
    edge('generated:2', 'generated:3'),
    edge('generated:3', 'generated:3', true),
    edge('generated:1', 'transformed:0'),
  ]);
  expect(recipeGraph({})).toEqual({ nodes: [], edges: [], groups: [] });
});

test('R30 the critical path is the chain of calls that writes most', () => {
  expect(criticalPath(graph)).toEqual({
    calls: { least: 4, most: 4 },
    depth: 2,
    keys: ['generated:0', 'generated:1'],
  });
  const weights: Record<string, number> = { question: 1, answer: 1, early: 1, late: 50 };
  expect(criticalPath(graph, (id) => weights[id] ?? 0).keys).toEqual(['generated:2', 'generated:3']);
  expect(criticalPath({ nodes: [], edges: [], groups: [] })).toEqual({
    calls: { least: 0, most: 0 },
    depth: 0,
    keys: [],
  });
});

const anyGraph = fc.integer({ min: 1, max: 40 }).chain((size) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 80 }).map((pairs): RecipeGraph => {
    const nodes = Array.from({ length: size }, (_, at) => ({
      key: `generated:${at}`,
      kind: 'generated' as const,
      id: `a${at}`,
      path: [at],
      calls: { least: 1, most: 1 },
    }));
    const edges = pairs.map(([from, to]) => edge(`generated:${from}`, `generated:${to}`, from >= to));
    return { nodes, edges, groups: [] };
  }),
);

test('R31 what combinations draw together stands together in a frame of its own', () => {
  const sampled = ['size', 'other', 'tone', 'shape', 'length'].map(
    (id) => `    - { id: ${id}, possible_values: [{ id: a, name: A, description: a }] }`,
  );
  const { draft } = readRecipe(`strategy_params:
  sampled_attributes:
${sampled.join('\n')}
  combination_sampling:
    - { combination: { size: a, shape: a }, sample_rate: 0.1 }
    - { combination: { shape: a, length: a }, sample_rate: 0.1 }
    - { combination: { tone: a, nobody: a }, sample_rate: 0.1 }
  generated_attributes:
    - { id: first, instruction_messages: [{ role: USER, content: "{tone} {size}" }] }
    - { id: second, instruction_messages: [{ role: USER, content: "{first} {length} {other}" }] }
`);
  const combined = recipeGraph(draft);
  expect(combined.groups).toEqual([['sampled:0', 'sampled:3', 'sampled:4']]);
  const placed = layoutGraph(combined);
  const frames = groupFrames(placed, combined.groups);
  expect(frames).toHaveLength(1);
  const inside = placed.filter(({ x, y }) =>
    frames.some(
      (frame) => x >= frame.x && y >= frame.y && x < frame.x + frame.width && y < frame.y + frame.height,
    ),
  );
  expect(inside.map(({ id }) => id).toSorted()).toEqual(['length', 'shape', 'size']);
});

test('R31 a layout holds every node once, none over another, each right of what it uses', () => {
  fc.assert(
    fc.property(anyGraph, (any) => {
      const placed = layoutGraph(any);
      expect(placed.map(({ key }) => key).toSorted()).toEqual(any.nodes.map(({ key }) => key).toSorted());
      const at = new Map(placed.map((node) => [node.key, node]));
      for (const { from, to, isBack } of any.edges) {
        if (!isBack) expect(at.get(from)?.x ?? 0).toBeLessThan((at.get(to)?.x ?? 0) - nodeSize.width);
      }
      for (const [index, one] of placed.entries()) {
        for (const other of placed.slice(index + 1)) {
          const isApart =
            Math.abs(one.x - other.x) >= nodeSize.width || Math.abs(one.y - other.y) >= nodeSize.height;
          expect(isApart, `${one.key} lies over ${other.key}`).toBe(true);
        }
      }
    }),
    { seed: 20, numRuns: 60 },
  );
});

test('R31 columns are ordered so that fewer edges cross than in the order of the text', () => {
  // Each of eight questions has its own answer, and the answers stand in reverse.
  const calls = { least: 1, most: 1 };
  const node = (at: number) => ({
    key: `n${at}`,
    kind: 'generated' as const,
    id: `n${at}`,
    path: [at],
    calls,
  });
  const nodes = Array.from({ length: 16 }, (_, at) => node(at));
  const edges = Array.from({ length: 8 }, (_, at) => edge(`n${at}`, `n${15 - at}`));
  expect(crossings([nodes.slice(0, 8), nodes.slice(8)], edges)).toBe(28);
  const placed = layoutGraph({ nodes, edges, groups: [] });
  const columns = [0, 1].map((layer) => placed.filter((one) => one.layer === layer));
  expect(crossings(columns, edges)).toBe(0);
});
