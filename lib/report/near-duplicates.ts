import { createTextClusters } from '@/lib/quality/text-clusters';
import { mostCompared } from './most-compared';

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
  readonly members: ClusterMembers;
};

/** Every row of a cluster, in row order, and at the same place the first row of its cluster. */
export type ClusterMembers = { readonly rows: Uint32Array; readonly firsts: Uint32Array };

/** From this likeness on two texts count as near-duplicates. */
export const nearLikeness = 0.7;

const rowsOfCluster = 10;
const mostClusters = 50;

/** Finds near-duplicates among texts that come one after the other. */
export function createDuplicateFinder(): { add(row: number, text: string): void; facts(): DuplicateFacts } {
  const compared = createTextClusters(nearLikeness);
  const rows: number[] = [];

  return {
    add(row, text) {
      if (rows.length < mostCompared && compared.add(text) !== null) rows.push(row);
    },
    facts() {
      const clusters = new Map<number, number[]>();
      for (const [at, row] of rows.entries()) {
        const root = compared.rootOf(at);
        const members = clusters.get(root);
        if (members === undefined) clusters.set(root, [row]);
        else members.push(row);
      }
      const several = [...clusters.values()]
        .filter(({ length }) => length > 1)
        .map((members) => members.sort((a, b) => a - b));
      return {
        compared: rows.length,
        duplicates: several.reduce((sum, { length }) => sum + length - 1, 0),
        members: membersOf(several),
        clusters: several
          .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
          .slice(0, mostClusters)
          .map((members) => ({ size: members.length, rows: members.slice(0, rowsOfCluster) })),
      };
    },
  };
}

function membersOf(clusters: readonly (readonly number[])[]): ClusterMembers {
  const pairs = clusters
    .flatMap((rows) => rows.map((row) => ({ row, first: rows[0] ?? row })))
    .sort((a, b) => a.row - b.row);
  return {
    rows: Uint32Array.from(pairs, ({ row }) => row),
    firsts: Uint32Array.from(pairs, ({ first }) => first),
  };
}
