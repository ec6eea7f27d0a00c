import { randomInt } from 'node:crypto';

/**
 * A seed by real chance, for a recipe or run that names none: below 10^9, so that a person can read it
 * out and type it again. Any other up to 2^53 - 1 serves as well.
 */
export function drawSeed(): number {
  return randomInt(1_000_000_000);
}
