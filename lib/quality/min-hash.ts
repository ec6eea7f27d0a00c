/** So many characters in a row are a piece of a text. */
const pieceLength = 5;

/** As many orders of all pieces as anybody asks for. */
export const mostOrders = 128;

const factors = new Int32Array(mostOrders);
const offsets = new Int32Array(mostOrders);
let state = 0x9e3779b9;
for (let at = 0; at < mostOrders; at += 1) {
  // Odd, so that no two pieces fall together for good.
  factors[at] = nextNumber() | 1;
  offsets[at] = nextNumber();
}

function nextNumber(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

/**
 * For each of the first so many orders as `target` is long, the piece that comes first. With signed numbers, which
 * are four times as fast here as unsigned ones.
 */
export function writeFirstPieces(pieces: Uint32Array, target: Int32Array): void {
  for (let at = 0; at < target.length; at += 1) {
    const factor = factors[at] ?? 1;
    const offset = offsets[at] ?? 0;
    let first = 0x7fffffff;
    for (const piece of pieces) {
      const hash = (Math.imul(piece, factor) + offset) | 0;
      if (hash < first) first = hash;
    }
    target[at] = first;
  }
}

/** The share of pieces that two texts have in common, exactly; case, punctuation and spacing don't count. */
export function likeness(a: string, b: string): number {
  return likenessOfSets(pieceSet(a), pieceSet(b));
}

/** The pieces of a text, for comparing it exactly with many others. */
export function pieceSet(text: string): ReadonlySet<number> {
  return new Set(pieceHashes(text));
}

/** The share of pieces that two texts have in common; two without any are alike. */
export function likenessOfSets(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let common = 0;
  for (const piece of a) if (b.has(piece)) common += 1;
  const all = a.size + b.size - common;
  return all === 0 ? 1 : common / all;
}

/** The pieces of a text, each as a number: five characters in a row, case, punctuation and spacing aside. */
export function pieceHashes(text: string): Uint32Array {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const count = Math.max(plain === '' ? 0 : 1, plain.length - pieceLength + 1);
  const hashes = new Uint32Array(count);
  for (let start = 0; start < count; start += 1) {
    let hash = 0x811c9dc5;
    const stop = Math.min(plain.length, start + pieceLength);
    for (let at = start; at < stop; at += 1) hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hashes[start] = (hash ^ (hash >>> 12)) >>> 0;
  }
  return hashes;
}
