import { mostOrders, pieceHashes, writeFirstPieces } from './min-hash';

/** What is kept of a text: enough to find and compare it, at most some 600 bytes however long it is. */
export type TextSketch = {
  /** One number for each band: texts that have one in common are looked at. */
  readonly bands: Uint32Array;
  /** The smallest hashes of its pieces, ascending. */
  readonly pieces: Uint32Array;
};

/** The text that is most like another, among those that were found. */
export type Nearest = { readonly row: number; readonly likeness: number };

/** Texts in the order in which they were added; each lookup costs the same however many there are. */
export type NearIndex = {
  /** Null for a text without letters or digits: it is like no other. */
  sketch(text: string): TextSketch | null;
  /** The text that is most like it; of several the one of the lowest row. */
  nearest(sketch: TextSketch): Nearest | null;
  /** Gives each text that may be as alike as is looked for, with how alike it is. */
  eachCandidate(sketch: TextSketch, look: (row: number, likeness: number) => void): void;
  add(row: number, sketch: TextSketch): void;
};

/** Texts of so many different pieces (132 characters) are compared exactly, longer ones to within some 0.03. */
const keptPieces = 128;

/** Of two texts of just the similarity that is looked for, so many are missed. */
const missed = 0.005;

/** Among texts that share a band, only the first ones are kept there: they stand for the others. */
const mostPerBand = 64;

/**
 * Finds texts that are more alike than `similarity` (0.5 to 1). The bands follow from it: the more alike, the fewer
 * are needed. Measured on one core at 0.8, with 200,000 texts: 20 µs for a sketch of 60 characters, 41 µs for one of
 * 200; 8 µs for a lookup and adding; 480 and 820 bytes a text. All of a text counts: one of 4,000 characters takes
 * 0.7 ms, one of 100,000 some 27 ms.
 */
export function createNearIndex(similarity: number): NearIndex {
  const { rowsPerBand, bandCount } = bandsFor(similarity);
  const firsts = new Int32Array(rowsPerBand * bandCount);
  const bands = Array.from({ length: bandCount }, createBand);
  const rows: number[] = [];
  const kept = createPieceStore();
  /** The number of the lookup that last looked at a text, so that none is compared twice. */
  let seen = new Uint32Array(1024);
  let lookups = 0;

  return {
    sketch(text) {
      const pieces = distinct(pieceHashes(text));
      if (pieces.length === 0) return null;
      writeFirstPieces(pieces, firsts);
      const keys = new Uint32Array(bandCount);
      for (let band = 0; band < bandCount; band += 1) {
        keys[band] = bandKey(firsts, band * rowsPerBand, rowsPerBand);
      }
      return { bands: keys, pieces: pieces.slice(0, keptPieces) };
    },
    nearest(sketch) {
      let [nearest, most] = [-1, -1];
      eachCandidate(sketch, (row, likeness) => {
        // Of several that are equally alike, the lowest row is named.
        if (likeness < most || (likeness === most && row > nearest)) return;
        [nearest, most] = [row, likeness];
      });
      return most < 0 ? null : { row: nearest, likeness: most };
    },
    eachCandidate,
    add(row, sketch) {
      const text = rows.length;
      rows.push(row);
      kept.add(sketch.pieces);
      if (text === seen.length) seen = grown(seen);
      for (const [at, band] of bands.entries()) band.add(sketch.bands[at] ?? 0, text);
    },
  };

  function eachCandidate(sketch: TextSketch, look: (row: number, likeness: number) => void): void {
    lookups += 1;
    for (const [at, band] of bands.entries()) {
      band.visit(sketch.bands[at] ?? 0, (text) => {
        if (seen[text] === lookups) return;
        seen[text] = lookups;
        look(rows[text] ?? 0, likenessOfPieces(sketch.pieces, kept.get(text)));
      });
    }
  }
}

/** Longer bands let fewer strangers in; as many of them as miss hardly a pair. */
function bandsFor(similarity: number): { rowsPerBand: number; bandCount: number } {
  const rowsPerBand = similarity >= 0.85 ? 5 : similarity >= 0.7 ? 4 : 3;
  const wanted = Math.ceil(Math.log(missed) / Math.log(1 - similarity ** rowsPerBand));
  return { rowsPerBand, bandCount: Math.max(1, Math.min(wanted, Math.floor(mostOrders / rowsPerBand))) };
}

/** Sorted, each once. */
function distinct(hashes: Uint32Array): Uint32Array {
  hashes.sort();
  let count = 0;
  for (const hash of hashes) {
    if (count > 0 && hashes[count - 1] === hash) continue;
    hashes[count] = hash;
    count += 1;
  }
  return hashes.subarray(0, count);
}

function bandKey(numbers: Int32Array, start: number, length: number): number {
  let key = 0x811c9dc5;
  for (let at = start; at < start + length; at += 1) {
    key = Math.imul(key ^ (numbers[at] ?? 0), 0x01000193);
    key ^= key >>> 13;
  }
  return key >>> 0;
}

/**
 * The share of pieces that two texts have in common, from the smallest pieces of each: among the smallest of both
 * together all that either has are known.
 */
function likenessOfPieces(a: Uint32Array, b: Uint32Array): number {
  let [atA, atB, common, all] = [0, 0, 0, 0];
  const isWhole = a.length < keptPieces && b.length < keptPieces;
  const most = isWhole ? a.length + b.length : keptPieces;
  while (all < most && (atA < a.length || atB < b.length)) {
    const first = a[atA] ?? Number.POSITIVE_INFINITY;
    const second = b[atB] ?? Number.POSITIVE_INFINITY;
    if (first <= second) atA += 1;
    if (second <= first) atB += 1;
    if (first === second) common += 1;
    all += 1;
  }
  return all === 0 ? 0 : common / all;
}

/** The texts of one band by their key: chains in typed arrays, twelve bytes a text. */
function createBand() {
  let heads = new Int32Array(1024).fill(-1);
  let nexts = new Int32Array(1024);
  let keys = new Uint32Array(1024);
  let texts = new Uint32Array(1024);
  let size = 0;

  return {
    visit(key: number, look: (text: number) => void): void {
      for (let at = heads[slotOf(key)] ?? -1; at >= 0; at = nexts[at] ?? -1) {
        if (keys[at] === key) look(texts[at] ?? 0);
      }
    },
    add(key: number, text: number): void {
      let same = 0;
      for (let at = heads[slotOf(key)] ?? -1; at >= 0; at = nexts[at] ?? -1) if (keys[at] === key) same += 1;
      if (same >= mostPerBand) return;
      if (size === nexts.length) grow();
      keys[size] = key;
      texts[size] = text;
      link(size);
      size += 1;
    },
  };

  function slotOf(key: number): number {
    return Math.imul(key, 0x9e3779b1) >>> (32 - Math.log2(heads.length));
  }

  function link(at: number): void {
    const slot = slotOf(keys[at] ?? 0);
    nexts[at] = heads[slot] ?? -1;
    heads[slot] = at;
  }

  function grow(): void {
    heads = new Int32Array(2 * heads.length).fill(-1);
    nexts = new Int32Array(heads.length);
    keys = grown(keys);
    texts = grown(texts);
    for (let at = 0; at < size; at += 1) link(at);
  }
}

function grown(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}

const chunkSize = 1 << 18;

/** Lists of numbers one after the other in large chunks: a million small arrays would cost far more. */
function createPieceStore() {
  const chunks: Uint32Array[] = [];
  let starts = new Uint32Array(1024);
  let ends = new Uint32Array(1024);
  let count = 0;
  let free = 0;

  return {
    add(pieces: Uint32Array): void {
      if (count === starts.length) {
        starts = grown(starts);
        ends = grown(ends);
      }
      // A list lies in one chunk.
      if (chunks.length === 0 || (free % chunkSize) + pieces.length > chunkSize || free % chunkSize === 0) {
        free = chunks.length * chunkSize;
        chunks.push(new Uint32Array(chunkSize));
      }
      chunks.at(-1)?.set(pieces, free % chunkSize);
      starts[count] = free;
      free += pieces.length;
      ends[count] = free;
      count += 1;
    },
    get(at: number): Uint32Array {
      const start = starts[at] ?? 0;
      const chunk = chunks[Math.floor(start / chunkSize)];
      const from = start % chunkSize;
      return chunk?.subarray(from, from + (ends[at] ?? start) - start) ?? none;
    },
  };
}

const none = new Uint32Array(0);
