import { randomBytes } from 'node:crypto';

/** A seed by real chance, for a recipe or run that names none: an integer from 0 to 2^53 - 1. */
export function drawSeed(): number {
  const bytes = randomBytes(7);
  const high = bytes.readUIntBE(0, 3) % 2 ** 21;
  return high * 2 ** 32 + bytes.readUInt32BE(3);
}
