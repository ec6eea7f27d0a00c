import type { GraphEdge, GraphNode, RecipeGraph } from './recipe-graph';

/** Where a node lies: its column from the left, its place in the column from the top, and the pixels. */
export type PlacedNode = GraphNode & { layer: number; position: number; x: number; y: number };

type GroupFrame = { keys: string[]; x: number; y: number; width: number; height: number };

export const nodeSize = { width: 180, height: 52 } as const;
const gap = { x: 56, y: 20 } as const;
const framePad = 8;
/** More sweeps than these hardly mend a crossing. */
const sweeps = 8;

/**
 * Lays a graph out from left to right: each node right of all that it uses, columns ordered so that few
 * edges cross and centred beside each other, and what is drawn together stands together. The same graph always looks
 * the same.
 */
export function layoutGraph({ nodes, edges, groups }: RecipeGraph): PlacedNode[] {
  const forward = edges.filter(({ isBack }) => !isBack);
  const layers = layersOf(nodes, forward);
  gather(groups, layers, forward);
  const ordered = orderColumns(columnsOf(nodes, layers), forward);
  const columns = ordered.map((column) => besideEachOther(column, groups));
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const pitch = nodeSize.height + gap.y;
  return columns.flatMap((column, layer) => {
    const top = ((tallest - column.length) * pitch) / 2;
    return column.map((node, position) => ({
      ...node,
      layer,
      position,
      x: layer * (nodeSize.width + gap.x),
      y: top + position * pitch,
    }));
  });
}

/** The longest way to a node. Nodes that use nothing stand at the left, but a sampled one that only late nodes use moves beside them. */
function layersOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, number> {
  const layers = new Map<string, number>();
  const into = groupBy(edges, ({ to }) => to);
  for (const { key } of nodes) {
    const before = (into.get(key) ?? []).map(({ from }) => layers.get(from) ?? 0);
    layers.set(key, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  const outOf = groupBy(edges, ({ from }) => from);
  for (const { key } of nodes) {
    if (into.has(key)) continue;
    const after = (outOf.get(key) ?? []).map(({ to }) => layers.get(to) ?? 0);
    if (after.length > 0) layers.set(key, Math.min(...after) - 1);
  }
  return layers;
}

/** Brings a group into one column, the leftmost of its own, if none of it uses anything. */
function gather(groups: RecipeGraph['groups'], layers: Map<string, number>, edges: readonly GraphEdge[]) {
  const users = new Set(edges.map(({ to }) => to));
  for (const group of groups) {
    if (group.some((key) => users.has(key))) continue;
    const layer = Math.min(...group.map((key) => layers.get(key) ?? 0));
    for (const key of group) layers.set(key, layer);
  }
}

/** The members of a group follow its first one. */
function besideEachOther(column: readonly GraphNode[], groups: RecipeGraph['groups']): GraphNode[] {
  const groupOf = (key: string) => groups.find((group) => group.includes(key));
  const together = groupBy(column, ({ key }) => groupOf(key)?.join(' ') ?? key);
  return [...together.values()].flat();
}

/** The frames around groups whose members stand one under the other, in pixels. */
export function groupFrames(placed: readonly PlacedNode[], groups: RecipeGraph['groups']): GroupFrame[] {
  return groups.flatMap((keys) => {
    const members = placed.filter(({ key }) => keys.includes(key));
    const [first] = members;
    if (first === undefined || members.some(({ layer }) => layer !== first.layer)) return [];
    const top = Math.min(...members.map(({ y }) => y));
    const bottom = Math.max(...members.map(({ y }) => y)) + nodeSize.height;
    return [
      {
        keys,
        x: first.x - framePad,
        y: top - framePad,
        width: nodeSize.width + 2 * framePad,
        height: bottom - top + 2 * framePad,
      },
    ];
  });
}

function columnsOf(nodes: readonly GraphNode[], layers: ReadonlyMap<string, number>): GraphNode[][] {
  const last = Math.max(-1, ...layers.values());
  return Array.from({ length: last + 1 }, (_, layer) => nodes.filter(({ key }) => layers.get(key) === layer));
}

/** Moves each node to the mean place of its neighbours, column by column, there and back. */
function orderColumns(columns: GraphNode[][], edges: readonly GraphEdge[]): GraphNode[][] {
  const before = groupBy(edges, ({ to }) => to);
  const after = groupBy(edges, ({ from }) => from);
  let best = columns;
  let fewest = crossings(columns, edges);
  let current = columns;
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const isForth = sweep % 2 === 0;
    const next = [...current];
    const place = new Map(
      current.flatMap((column) => column.map(({ key }, at) => [key, at / column.length])),
    );
    const order = isForth ? [...next.keys()] : [...next.keys()].toReversed();
    for (const layer of order) {
      const column = (next[layer] ?? []).map((node, at) => {
        const neighbours = isForth
          ? (before.get(node.key) ?? []).map(({ from }) => from)
          : (after.get(node.key) ?? []).map(({ to }) => to);
        const places = neighbours.map((key) => place.get(key) ?? 0);
        const mean = places.reduce((sum, one) => sum + one, 0) / places.length;
        return { node, at, mean: places.length === 0 ? (place.get(node.key) ?? 0) : mean };
      });
      next[layer] = column.toSorted((a, b) => a.mean - b.mean || a.at - b.at).map(({ node }) => node);
      for (const [at, { key }] of next[layer].entries()) place.set(key, at / column.length);
    }
    current = next;
    const count = crossings(current, edges);
    if (count < fewest) {
      fewest = count;
      best = current;
    }
  }
  return best;
}

/** How many pairs of edges cross, counted between the columns of their ends. */
export function crossings(columns: readonly (readonly GraphNode[])[], edges: readonly GraphEdge[]): number {
  const at = new Map(
    columns.flatMap((column, layer) =>
      column.map(({ key }, position) => [key, { layer, position }] as const),
    ),
  );
  const byLayers = groupBy(
    edges.flatMap(({ from, to }) => {
      const [start, end] = [at.get(from), at.get(to)];
      return start && end ? [{ start, end }] : [];
    }),
    ({ start, end }) => `${start.layer} ${end.layer}`,
  );
  let count = 0;
  for (const group of byLayers.values()) {
    for (const [index, { start, end }] of group.entries()) {
      for (const other of group.slice(index + 1)) {
        if ((start.position - other.start.position) * (end.position - other.end.position) < 0) count += 1;
      }
    }
  }
  return count;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
