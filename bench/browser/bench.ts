import type { Page } from '@playwright/test';
import type { StudioProcess } from '@/e2e/start-studio';
import type { MockEndpoint } from '../mock-endpoint';

/** What a part of the bench works with. */
export type Bench = { studio: StudioProcess; mock: MockEndpoint; openPage: () => Promise<Page> };

/** One line of the table. */
export type Figure = { what: string; measured: string; aim: string };

/** The highest and the middle of some times. */
export function msText(times: readonly number[]): string {
  if (times.length === 0) return 'none longer than 16 ms';
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${Math.round(sorted.at(-1) ?? 0)} ms at most, ${Math.round(middle)} ms in the middle (${times.length})`;
}

/** Half of the times were under the first figure, 99 of 100 under the second. */
export function percentileText(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${times.length})`;
}
