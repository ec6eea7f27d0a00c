import type { CallRange, RecipeGraph } from './recipe-graph';

/** The calls of a row: how many, how many of them wait for each other, and the chain that takes longest. */
export type CriticalPath = {
  calls: CallRange;
  /** Length of the longest chain of calls, at most. */
  depth: number;
  /** Keys of the nodes on the chain that takes longest, first to last; empty without calls. */
  keys: readonly string[];
};

/**
 * Finds the chain of written attributes that takes longest: `weightOf` gives what a call is expected to
 * write, which is what its time goes into. Edges that can't be followed don't count.
 */
export function criticalPath(
  { nodes, edges }: RecipeGraph,
  weightOf: (id: string) => number = () => 1,
): CriticalPath {
  const written = nodes.filter(({ calls }) => calls.most > 0);
  const best = new Map<string, { weight: number; depth: number; before: string | null }>();
  let last: { key: string; weight: number } | null = null;
  let depth = 0;
  // Nodes stand in the order of the recipe, and edges that are not `isBack` lead forward in it.
  for (const { key, id, calls } of written) {
    const found = { weight: 0, depth: 0, before: null as string | null };
    for (const edge of edges) {
      if (edge.to !== key || edge.isBack) continue;
      const from = best.get(edge.from);
      if (from === undefined) continue;
      found.depth = Math.max(found.depth, from.depth);
      if (found.before === null || from.weight > found.weight) {
        found.weight = from.weight;
        found.before = edge.from;
      }
    }
    const weight = found.weight + weightOf(id) * calls.most;
    best.set(key, { weight, depth: found.depth + calls.most, before: found.before });
    depth = Math.max(depth, found.depth + calls.most);
    if (last === null || weight > last.weight) last = { key, weight };
  }
  const keys: string[] = [];
  for (let key = last?.key ?? null; key !== null; key = best.get(key)?.before ?? null) keys.unshift(key);
  const total = (bound: keyof CallRange) => written.reduce((sum, { calls }) => sum + calls[bound], 0);
  return { calls: { least: total('least'), most: total('most') }, depth, keys };
}
