/** A row that fits a choice, with what it is sorted by. */
export type KeyedRow = { readonly index: number; readonly key: string | number | null };

/** Rows in the order of their keys, taken in part by part. */
export type RowOrder = {
  /** Rows taken in so far. */
  readonly count: number;
  /** Takes in rows in row order, those of lower indices first. */
  add(rows: readonly KeyedRow[]): void;
  /** Works towards one list; pauses after each few thousand rows, so that others have a turn. */
  settle(): Generator<void, void>;
  /** The indices in order, as far as they are one list: all of them after `settle`. */
  readonly indices: Uint32Array;
};

/** Rows in their own order: keys mean nothing. */
export function createRowOrder(): RowOrder {
  let kept = new Uint32Array(1024);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(rows) {
      if (count + rows.length > kept.length) {
        const larger = new Uint32Array(Math.max(2 * kept.length, count + rows.length));
        larger.set(kept);
        kept = larger;
      }
      for (const { index } of rows) {
        kept[count] = index;
        count += 1;
      }
    },
    // oxlint-disable-next-line require-yield -- they are in order as they come
    *settle() {
      return;
    },
    get indices() {
      return kept.subarray(0, count);
    },
  };
}

/** Rows with equal keys stand in row order; those without a key come last, whichever way they are sorted. */
export function createSortedRowOrder({ descending }: { descending: boolean }): RowOrder {
  const sign = descending ? -1 : 1;
  const order = (a: Run, at: number, b: Run, bt: number) => {
    const [x, y] = [a.keys[at] ?? null, b.keys[bt] ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * compareKeys(x, y);
  };
  let runs: Run[] = [];
  let count = 0;

  return {
    get count() {
      return count;
    },
    add(rows) {
      if (rows.length === 0) return;
      const plain: Run = {
        keys: rows.map(({ key }) => key),
        indices: Uint32Array.from(rows, ({ index }) => index),
      };
      const places = Array.from(rows.keys()).sort((a, b) => order(plain, a, plain, b) || a - b);
      runs.push({
        keys: places.map((place) => plain.keys[place] ?? null),
        indices: Uint32Array.from(places, (place) => plain.indices[place] ?? 0),
      });
      count += rows.length;
    },
    *settle() {
      // Neighbours of like size first, so that each row is moved few times.
      while (runs.length > 1) {
        const next: Run[] = [];
        for (let at = 0; at < runs.length; at += 2) {
          const [first, second] = [runs[at], runs[at + 1]];
          if (first !== undefined)
            next.push(second === undefined ? first : yield* merged(first, second, order));
        }
        runs = next;
      }
      // The keys have done their work.
      const [only] = runs;
      if (only !== undefined) runs = [{ keys: [], indices: only.indices }];
    },
    get indices() {
      const [only] = runs;
      return only === undefined || runs.length > 1 ? new Uint32Array(0) : only.indices;
    },
  };
}

type Run = { readonly keys: readonly KeyedRow['key'][]; readonly indices: Uint32Array };

/** So many rows between two pauses: about 2 ms. */
const rowsAtOnce = 4096;

function* merged(
  a: Run,
  b: Run,
  order: (a: Run, at: number, b: Run, bt: number) => number,
): Generator<void, Run> {
  const total = a.indices.length + b.indices.length;
  const keys: KeyedRow['key'][] = [];
  const indices = new Uint32Array(total);
  let [at, bt] = [0, 0];
  while (at + bt < total) {
    const takesFirst = bt >= b.indices.length || (at < a.indices.length && order(a, at, b, bt) <= 0);
    indices[at + bt] = (takesFirst ? a.indices[at] : b.indices[bt]) ?? 0;
    keys.push((takesFirst ? a.keys[at] : b.keys[bt]) ?? null);
    if (takesFirst) at += 1;
    else bt += 1;
    if ((at + bt) % rowsAtOnce === 0) yield;
  }
  return { keys, indices };
}

/** Numbers before texts; texts by their code units, the same on every machine. */
function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
