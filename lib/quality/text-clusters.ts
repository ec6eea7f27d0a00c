import { createNearIndex } from './near-index';

/** Texts that come one after the other, put together with those they are alike to, and with what those are alike to. */
export type TextClusters = {
  /** Takes the next text; its number counts from 0. Null for one without letters or digits: it is like no other. */
  add(text: string): number | null;
  /** The text that stands for the cluster of a text: the same for all of a cluster. */
  rootOf(text: number): number;
};

/** Puts texts together that are at least so alike (0.5 to 1); costs and bounds are those of `createNearIndex`. */
export function createTextClusters(likeness: number): TextClusters {
  const index = createNearIndex(likeness);
  /** For each text the one that its cluster hangs on. */
  const parents: number[] = [];
  return {
    add(text) {
      const sketch = index.sketch(text);
      if (sketch === null) return null;
      const own = parents.length;
      parents.push(own);
      index.eachCandidate(sketch, (other, found) => {
        if (found >= likeness) parents[rootOf(own)] = rootOf(other);
      });
      index.add(own, sketch);
      return own;
    },
    rootOf,
  };

  function rootOf(text: number): number {
    let root = text;
    for (let parent = parents[root]; parent !== undefined && parent !== root; parent = parents[root]) {
      // Halves the way for whoever asks next.
      parents[root] = parents[parent] ?? parent;
      root = parent;
    }
    return root;
  }
}
