/** What a client measures of itself. Its memory is measured from outside, where that costs it nothing. */
export type Measured = { readonly rows: number; readonly seconds: number; readonly cpuSeconds: number };

/** Starts measuring time and work of this process. */
export function createMeter(): { end(rows: number): Measured } {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return {
    end(rows) {
      const { user, system } = process.cpuUsage(before);
      return {
        rows,
        seconds: (performance.now() - startedAt) / 1000,
        cpuSeconds: (user + system) / 1e6,
      };
    },
  };
}
