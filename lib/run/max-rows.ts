/** How many rows a run may try for `targetRows` accepted ones, unless it says otherwise. */
export function defaultMaxRows(targetRows: number): number {
  return Math.max(Math.ceil(1.5 * targetRows), targetRows + 20);
}
