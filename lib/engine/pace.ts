import type { RunProgress } from '@/lib/run/progress';

/** How fast a run is, over the last ten seconds. */
export type Pace = {
  readonly rowsPerSecond: number;
  readonly callsPerSecond: number;
  readonly etaSeconds: number | null;
};

/** Measures a run's pace from its progress at different times. */
export type PaceMeter = { measure(progress: RunProgress, targetRows: number, nowMs: number): Pace };

const windowMs = 10_000;
const sampleEveryMs = 250;

/** Makes a meter; its first measure gives zeros. */
export function createPaceMeter(): PaceMeter {
  const samples: { atMs: number; generated: number; calls: number; accepted: number }[] = [];

  return {
    measure(progress, targetRows, nowMs) {
      const { generated, calls, accepted } = progress;
      const last = samples.at(-1);
      if (last === undefined || nowMs - last.atMs >= sampleEveryMs) {
        samples.push({ atMs: nowMs, generated, calls, accepted });
      }
      // One sample older than the window is kept: it is where the window starts.
      while (samples[1] !== undefined && nowMs - samples[1].atMs >= windowMs) samples.shift();
      const first = samples[0];
      const seconds = first === undefined ? 0 : (nowMs - first.atMs) / 1000;
      if (first === undefined || seconds <= 0)
        return { rowsPerSecond: 0, callsPerSecond: 0, etaSeconds: null };
      const acceptedPerSecond = (accepted - first.accepted) / seconds;
      const left = Math.max(0, targetRows - accepted);
      return {
        rowsPerSecond: round((generated - first.generated) / seconds),
        callsPerSecond: round((calls - first.calls) / seconds),
        etaSeconds: left === 0 ? 0 : acceptedPerSecond > 0 ? Math.ceil(left / acceptedPerSecond) : null,
      };
    },
  };
}

function round(rate: number): number {
  return Math.round(rate * 100) / 100;
}
