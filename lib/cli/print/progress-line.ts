import type { WireProgress } from '@/lib/api/run-wire';
import type { RunProgress } from '@/lib/run/progress';

/** What the line shows of a progress. */
export type RunFigures = Pick<
  RunProgress,
  'accepted' | 'failed' | 'rowsPerSecond' | 'costUsd' | 'etaSeconds'
>;

/** The figures of a progress as the API gives it. */
export function figuresOf(progress: WireProgress): RunFigures {
  return {
    accepted: progress.accepted,
    failed: progress.failed,
    rowsPerSecond: progress.rows_per_second,
    costUsd: progress.cost_usd,
    etaSeconds: progress.eta_seconds,
  };
}

/** The line of a terminal that is written over and over. */
export type ProgressLine = {
  show(progress: RunFigures, targetRows: number): void;
  /** What the run waits for, said once on a line of its own. */
  note(text: string): void;
  /** Takes the line away. */
  clear(): void;
};

const showEveryMs = 200;

/** Writes on a terminal; anywhere else it is silent but for notes. */
export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let shownAtMs = 0;
  let isShown = false;
  const clear = () => {
    if (isShown) stream.write('\r\u001b[K');
    isShown = false;
  };
  return {
    clear,
    note(text) {
      clear();
      stream.write(`${text}\n`);
    },
    show(progress, targetRows) {
      const nowMs = performance.now();
      if (!stream.isTTY || nowMs - shownAtMs < showEveryMs) return;
      shownAtMs = nowMs;
      isShown = true;
      const line = progressText(progress, targetRows);
      stream.write(`\r${line.slice(0, Math.max(20, stream.columns - 1))}\u001b[K`);
    },
  };
}

/** One line that says where a run stands: rows, speed, cost, time left. */
export function progressText(progress: RunFigures, targetRows: number): string {
  const parts = [`${count(progress.accepted)} / ${count(targetRows)} rows`];
  if (progress.failed > 0) parts.push(`${count(progress.failed)} failed`);
  if (progress.rowsPerSecond > 0) parts.push(`${speed(progress.rowsPerSecond)} rows/s`);
  if (progress.costUsd > 0) parts.push(`$${money(progress.costUsd)}`);
  if (progress.etaSeconds !== null) parts.push(`${duration(progress.etaSeconds)} left`);
  return parts.join(' · ');
}

/** 1,234 */
export function count(value: number): string {
  return Math.abs(value) < 1e15 ? value.toLocaleString('en') : String(value);
}

/** "1 call", "20 calls": how many there are of what is called so in the singular. */
export function counted(value: number, one: string): string {
  return `${count(value)} ${one}${value === 1 ? '' : 's'}`;
}

/** Small sums need more places than two. */
export function money(usd: number): string {
  return usd.toFixed(usd < 1 ? 4 : 2);
}

function speed(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}

/** 42 s, 3 min 5 s, 2 h 10 min */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
