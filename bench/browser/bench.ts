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
