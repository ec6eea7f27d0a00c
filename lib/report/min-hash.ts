/** How many numbers stand for a text. Their agreement estimates likeness to within some 0.06. */
export const signatureSize = 64;

/** So many characters in a row are a piece of a text. */
const pieceLength = 5;

/** Longer texts are known by their beginning. */
const mostCharacters = 4000;

const factors = new Uint32Array(signatureSize);
const offsets = new Uint32Array(signatureSize);
let state = 0x9e3779b9;
for (let at = 0; at < signatureSize; at += 1) {
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
 * Writes the MinHash signature of a text at a place in `signatures`: for each of 64 orders of all pieces the first one
 * that the text has. Two texts agree in a share of the numbers that is about the share of pieces they have in common.
 */
export function writeSignature(text: string, signatures: Uint32Array, place: number): void {
  const end = place + signatureSize;
  signatures.fill(0xffffffff, place, end);
  for (const piece of pieceHashes(text)) {
    for (let at = 0; at < signatureSize; at += 1) {
      const hash = (Math.imul(piece, factors[at] ?? 1) + (offsets[at] ?? 0)) >>> 0;
      if (hash < (signatures[place + at] ?? 0)) signatures[place + at] = hash;
    }
  }
}

/** The estimated likeness of the texts behind two signatures, from 0 to 1. */
export function estimateLikeness(signatures: Uint32Array, a: number, b: number): number {
  let same = 0;
  for (let at = 0; at < signatureSize; at += 1) if (signatures[a + at] === signatures[b + at]) same += 1;
  return same / signatureSize;
}

/** The share of pieces that two texts have in common, exactly; case, punctuation and spacing don't count. */
export function likeness(a: string, b: string): number {
  const [first, second] = [new Set(pieceHashes(a)), new Set(pieceHashes(b))];
  let common = 0;
  for (const piece of first) if (second.has(piece)) common += 1;
  const all = first.size + second.size - common;
  return all === 0 ? 1 : common / all;
}

function pieceHashes(text: string): Uint32Array {
  const plain = text
    .slice(0, mostCharacters)
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
