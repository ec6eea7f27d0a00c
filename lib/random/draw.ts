import { philox, type PhiloxBlock } from '@/lib/random/philox';
import { AppError } from '@/lib/util/app-error';
import { sha256Hex } from '@/lib/util/hash';

/**
 * A number in [0, 1) with 53 random bits for a row (0 … 2^53 - 1) and a count (0 … 2^32 - 1, default 0)
 * that tells several draws of one purpose apart. A pure function: any row, any order, any number of times.
 */
export type Draw = (row: number, count?: number) => number;

/**
 * The draws of one attribute for one purpose under a seed (an integer from 0 to 2^53 - 1). Draws of
 * different seeds, attributes or purposes have nothing to do with each other. Make it once, call it often.
 */
export function createDraw(seed: number, attributeId: string, purpose: string): Draw {
  const [key0, key1, salt] = drawKey(seed, attributeId, purpose);
  const block: PhiloxBlock = [0, 0, 0, 0];
  return (row, count = 0) => {
    philox(block, row >>> 0, (row / 0x1_0000_0000) >>> 0, count, salt, key0, key1);
    return ((block[0] >>> 5) * 0x400_0000 + (block[1] >>> 6)) / 0x20_0000_0000_0000;
  };
}

/** An integer from 0 to maxExclusive - 1 (maxExclusive is at most 2^53). */
export function drawInt(draw: Draw, row: number, count: number, maxExclusive: number): number {
  return Math.floor(draw(row, count) * maxExclusive);
}

/**
 * The UUIDs of one attribute for one purpose under a seed, by row: in the layout of RFC 4122 version 4, with bits
 * from counted chance. Make it once, call it often.
 */
export function createUuid(seed: number, attributeId: string, purpose: string): (row: number) => string {
  const [key0, key1, salt] = drawKey(seed, attributeId, purpose);
  return (row) => uuidOf(row, [key0, key1, salt]);
}

function uuidOf(row: number, [key0, key1, salt]: readonly [number, number, number]): string {
  const block: PhiloxBlock = [0, 0, 0, 0];
  philox(block, row >>> 0, (row / 0x1_0000_0000) >>> 0, 0, salt, key0, key1);
  const version = ((block[1] & 0xffff_0fff) | 0x4000) >>> 0;
  const variant = ((block[2] & 0x3fff_ffff) | 0x8000_0000) >>> 0;
  const hex = [block[0], version, variant, block[3]]
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** 64 bits of key and 32 more for the counter: the hash sees all 53 bits of the seed. */
function drawKey(seed: number, attributeId: string, purpose: string): [number, number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new AppError(
      'seed-out-of-range',
      `A seed is an integer from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}`,
    );
  }
  // JSON, so that no two triples can give the same text.
  const hex = sha256Hex(JSON.stringify([seed, attributeId, purpose]));
  const word = (index: number) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16);
  return [word(0), word(1), word(2)];
}
