import { estimateLikeness, signatureSize, writeSignature } from '@/lib/quality/min-hash';

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

/** More texts are not compared: each takes 256 bytes. */
export const mostCompared = 200_000;

const rowsOfCluster = 10;
const mostClusters = 50;

/** Sixteen bands of four numbers: texts of likeness 0.7 meet in one of them 99 times in 100. */
const bandSize = 4;
const bands = signatureSize / bandSize;

/** Finds near-duplicates among texts that come one after the other. */
export function createDuplicateFinder(): { add(row: number, text: string): void; facts(): DuplicateFacts } {
  let signatures = new Int32Array(1024 * signatureSize);
  const rows: number[] = [];
  /** For each text the one that its cluster hangs on. */
  const parents: number[] = [];
  const leaders = Array.from({ length: bands }, () => new Map<number, number>());

  return {
    add(row, text) {
      const own = rows.length;
      if (own >= mostCompared || text.trim() === '') return;
      const place = own * signatureSize;
      if (place === signatures.length) {
        const larger = new Int32Array(2 * signatures.length);
        larger.set(signatures);
        signatures = larger;
      }
      writeSignature(text, signatures, place);
      rows.push(row);
      parents.push(own);
      for (const [band, known] of leaders.entries()) {
        const key = bandKey(place + band * bandSize);
        const leader = known.get(key);
        if (leader === undefined) known.set(key, own);
        else if (rootOf(leader) !== rootOf(own) && isNear(leader, own)) parents[rootOf(own)] = rootOf(leader);
      }
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

  function bandKey(start: number): number {
    let key = 0x811c9dc5;
    for (let at = start; at < start + bandSize; at += 1) {
      key = Math.imul(key ^ (signatures[at] ?? 0), 0x01000193);
      key ^= key >>> 13;
    }
    return key;
  }

  function isNear(a: number, b: number): boolean {
    return estimateLikeness(signatures, a * signatureSize, b * signatureSize) >= nearLikeness;
  }

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
