import { dependencyCycle } from '../samplers/dependency-order';
import { readCondition } from '@/lib/condition/condition';
import { parseTemplate } from '@/lib/template/parse-template';
import { references } from '@/lib/template/template';
import { planColumn } from '../conversation/personas';
import type { DraftRecipe } from '../draft';
import { noSourceFacts, type SourceFacts } from '../sources/source-facts';
import { sourceNames } from '../sources/source-names';
import { nameOfPath } from '../sources/source-spec';
import { conditionPlaces, templatePlaces } from '../template-places';

/** An attribute or source as the graph draws it. `key` tells two with the same id apart. */
export type GraphNode = {
  key: string;
  kind: 'source' | 'document' | 'sampled' | 'generated' | 'conversation' | 'transformed';
  id: string;
  path: (string | number)[];
  /** How many calls it takes in a row. */
  calls: CallRange;
};

export type CallRange = { least: number; most: number };

/** `to` uses a value of `from`. `isBack`: it can't, since the value comes later or never. */
export type GraphEdge = { from: string; to: string; isBack: boolean };

/** `groups`: sampled attributes, by their keys, whose values combinations draw together. Nobody is in two. */
export type RecipeGraph = { nodes: GraphNode[]; edges: GraphEdge[]; groups: string[][] };

const lists = [
  { list: 'sampled_attributes', kind: 'sampled' },
  { list: 'generated_attributes', kind: 'generated' },
  { list: 'multiturn_attributes', kind: 'conversation' },
  { list: 'transformed_attributes', kind: 'transformed' },
] as const;

const sourceLists = ['input_examples', 'input_data', 'input_documents'] as const;

/** Sources, attributes and what they use of each other, from placeholders and conditions; of a broken text what can be read. */
export function recipeGraph(draft: DraftRecipe, facts: SourceFacts = noSourceFacts): RecipeGraph {
  const params = draft.strategy_params;
  const attributes = lists.flatMap(({ list, kind }) =>
    (params?.[list] ?? []).flatMap((attribute, index): GraphNode[] =>
      attribute === undefined
        ? []
        : [
            {
              key: keyOf(kind, index),
              kind,
              id: attribute.id ?? '',
              path: ['strategy_params', list, index],
              calls: callsOf(kind, 'min_turns' in attribute || 'max_turns' in attribute ? attribute : {}),
            },
          ],
    ),
  );
  const nodes = [...sourceNodes(draft), ...attributes];
  const writers = writersOf(draft, nodes, facts);
  const order = new Map(nodes.map(({ key }, at) => [key, at]));
  const edges = new Map<string, GraphEdge>();
  const addUses = (to: string, names: readonly string[]) => {
    for (const name of names) {
      const from = writers.get(name);
      if (from === undefined || !order.has(to)) continue;
      const isBack = (order.get(from) ?? 0) >= (order.get(to) ?? 0);
      edges.set(`${from} ${to}`, { from, to, isBack });
    }
  };
  const sampled = params?.sampled_attributes ?? [];
  for (const [index, attribute] of sampled.entries()) {
    const on = attribute?.depends_on?.attribute;
    const from = on === undefined ? undefined : writers.get(on);
    const to = keyOf('sampled', index);
    // They are drawn in any order of the text; only a cycle can't be drawn at all.
    const chain = sampled.map((one) => ({ id: one?.id ?? '', on: one?.depends_on?.attribute }));
    if (from !== undefined) {
      edges.set(`${from} ${to}`, { from, to, isBack: dependencyCycle(chain, attribute?.id ?? '') !== null });
    }
  }
  for (const { text, owner } of templatePlaces(draft)) {
    if (owner.kind !== 'rule') addUses(keyOf(owner.kind, owner.index), namesIn(text));
  }
  for (const { text, owner } of conditionPlaces(draft)) {
    const read = readCondition(text);
    if (read.ok)
      addUses(
        keyOf(owner.kind, owner.index),
        read.condition.names.map(({ name }) => name),
      );
  }
  return { nodes, edges: [...edges.values()], groups: groupsOf(draft) };
}

/** Combinations that share an attribute make one group. */
function groupsOf({ strategy_params: params }: DraftRecipe): string[][] {
  const sampled = params?.sampled_attributes ?? [];
  let groups: string[][] = [];
  for (const one of params?.combination_sampling ?? []) {
    const keys = sampled.flatMap((attribute, index) =>
      attribute?.id !== undefined && one?.combination?.has(attribute.id) === true
        ? [keyOf('sampled', index)]
        : [],
    );
    const met = groups.filter((group) => group.some((key) => keys.includes(key)));
    groups = [...groups.filter((group) => !met.includes(group)), [...new Set([...met.flat(), ...keys])]];
  }
  return groups.filter((group) => group.length > 1).map((group) => group.toSorted());
}

/** A conversation is planned, then each of its turns takes two messages. */
function callsOf(kind: GraphNode['kind'], bounds: { min_turns?: number; max_turns?: number }): CallRange {
  if (kind === 'generated') return { least: 1, most: 1 };
  if (kind !== 'conversation') return { least: 0, most: 0 };
  const { min_turns: least = 1, max_turns: most = least } = bounds;
  return { least: 1 + 2 * least, most: 1 + 2 * Math.max(least, most) };
}

function sourceNodes({ strategy_params: params }: DraftRecipe): GraphNode[] {
  return sourceLists.flatMap((list) =>
    (params?.[list] ?? []).flatMap((source, index): GraphNode[] => {
      if (source === undefined) return [];
      const name = 'path' in source && source.path !== undefined ? nameOfPath(source.path) : 'examples';
      const kind = list === 'input_documents' ? 'document' : 'source';
      const path = ['strategy_params', list, index];
      return [{ key: `${list}:${index}`, kind, id: source.id ?? name, path, calls: callsOf(kind, {}) }];
    }),
  );
}

/**
 * Which node gives a name its value: the source with that column, or an attribute by its own id or that of its
 * processed answer or of its plan. The first one counts.
 */
function writersOf(
  draft: DraftRecipe,
  nodes: readonly GraphNode[],
  facts: SourceFacts,
): ReadonlyMap<string, string> {
  const writers = new Map<string, string>();
  const add = (name: string | undefined, key: string) => {
    if (name !== undefined && name !== '' && !writers.has(name)) writers.set(name, key);
  };
  for (const { id, path } of sourceNames(draft, facts).names) add(id, `${path[1]}:${path[2]}`);
  for (const { id, key, kind } of nodes) if (kind !== 'source' && kind !== 'document') add(id, key);
  for (const [index, attribute] of (draft.strategy_params?.generated_attributes ?? []).entries()) {
    add(attribute?.postprocessing_params?.id, keyOf('generated', index));
  }
  for (const [index, attribute] of (draft.strategy_params?.multiturn_attributes ?? []).entries()) {
    if (attribute?.id) add(planColumn(attribute.id), keyOf('conversation', index));
  }
  return writers;
}

function keyOf(kind: GraphNode['kind'], index: number): string {
  return `${kind}:${index}`;
}

function namesIn(text: string): string[] {
  if (!text.includes('{')) return [];
  const whole = parseTemplate(text);
  if (whole.ok) return references(whole.template).map(({ name }) => name);
  // A template with a mistake still shows what its sound placeholders use.
  return [...text.matchAll(/(?<!\{)\{[^{}\n]+\}(?!\})/g)].flatMap(({ 0: field }) => {
    const parsed = parseTemplate(field);
    return parsed.ok ? references(parsed.template).map(({ name }) => name) : [];
  });
}
