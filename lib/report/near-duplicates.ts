import { createNearIndex } from '@/lib/quality/near-index';

/** Rows whose texts are near-duplicates of each other, in row order. */
export type DuplicateCluster = {
  readonly size: number;
  /** The first of them, so many as a page shows. */
  readonly rows: readonly number[];
};

export type DuplicateFacts = {
  /** How many texts were compared. */
  readonly compared: number;
  /** How many of them are a near-duplicate of an earlier one. */
  readonly duplicates: number;
  /** The largest first. */
  readonly clusters: readonly DuplicateCluster[];
};

/** From this likeness on two texts count as near-duplicates. */
export const nearLikeness = 0.7;

/** More texts are not compared: each takes up to 900 bytes. */
export const mostCompared = 100_000;

const rowsOfCluster = 10;
const mostClusters = 50;

/** Finds near-duplicates among texts that come one after the other. */
export function createDuplicateFinder(): { add(row: number, text: string): void; facts(): DuplicateFacts } {
  const index = createNearIndex(nearLikeness);
  const rows: number[] = [];
  /** For each text the one that its cluster hangs on. */
  const parents: number[] = [];

  return {
    add(row, text) {
      const own = rows.length;
      const sketch = own < mostCompared ? index.sketch(text) : null;
      if (sketch === null) return;
      rows.push(row);
      parents.push(own);
      index.eachCandidate(sketch, (other, likeness) => {
        if (likeness >= nearLikeness) parents[rootOf(own)] = rootOf(other);
      });
      index.add(own, sketch);
    },
    facts() {
      const clusters = new Map<number, number[]>();
      for (let at = 0; at < rows.length; at += 1) {
        const root = rootOf(at);
        const members = clusters.get(root) ?? [];
        clusters.set(root, members);
        members.push(rows[at] ?? 0);
      }
      const several = [...clusters.values()].filter(({ length }) => length > 1);
      return {
        compared: rows.length,
        duplicates: several.reduce((sum, { length }) => sum + length - 1, 0),
        clusters: several
          .map((members) => members.sort((a, b) => a - b))
          .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
          .slice(0, mostClusters)
          .map((members) => ({ size: members.length, rows: members.slice(0, rowsOfCluster) })),
      };
    },
  };

  function rootOf(at: number): number {
    let root = at;
    for (let parent = parents[root]; parent !== undefined && parent !== root; parent = parents[root]) {
      // Halves the way for whoever asks next.
      parents[root] = parents[parent] ?? parent;
      root = parent;
    }
    return root;
  }
}
