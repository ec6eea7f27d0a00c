import { readFileSync } from 'node:fs';
import type { ClientResult } from './workload';

/** Measures this process from `begin` on; memory from the start. */
export function createMeter(): { begin(): void; end(rows: number): ClientResult } {
  let peakKb = residentKb();
  let startedAt = performance.now();
  let cpu = process.cpuUsage();
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, residentKb());
  }, 200);
  return {
    begin() {
      startedAt = performance.now();
      cpu = process.cpuUsage();
    },
    end(rows) {
      const seconds = (performance.now() - startedAt) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      clearInterval(timer);
      peakKb = Math.max(peakKb, residentKb());
      return { rows, seconds, cpuSeconds: (user + system) / 1e6, peakMb: peakKb / 1024 };
    },
  };
}

/** Proportional set size where the system tells it (Linux), else the resident one. */
function residentKb(): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'));
    return Number(line?.[1]);
  } catch {
    return process.memoryUsage.rss() / 1024;
  }
}
