import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What a client measures of itself. Its memory is measured from outside, where that costs it nothing. */
export type Measured = { readonly rows: number; readonly seconds: number; readonly cpuSeconds: number };

const firstCall = 'undici:client:sendHeaders';

/** Measures time and work of this process from its first model call on. */
export function createMeter(): { end(rows: number): Measured } {
  let startedAt = performance.now();
  let before = process.cpuUsage();
  const begin = () => {
    unsubscribe(firstCall, begin);
    startedAt = performance.now();
    before = process.cpuUsage();
  };
  subscribe(firstCall, begin);
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
