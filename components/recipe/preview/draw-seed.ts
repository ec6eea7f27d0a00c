/** Another seed, short enough to be read out and typed again. */
export function drawSeed(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn % 1_000_000;
}
