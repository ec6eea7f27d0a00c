import type { Generation } from '@/lib/llm/model-call';
import type { RowValues } from '@/lib/plan/compile';
import type { Ask, Exchange, ToolUse } from '@/lib/plan/exchange';
import type { RowAnswer, RowReason } from '../batch';

/** A row that is being made. */
export type OpenRow = {
  readonly index: number;
  readonly values: RowValues;
  /** For each step, how many answers it still needs before it can be asked. */
  readonly needs: number[];
  /** Steps without an answer. */
  unanswered: number;
  /** Calls of this row that are out. */
  inFlight: number;
  /** Calls that failed, over all steps. */
  failedCalls: number;
  readonly answers: RowAnswer[];
  /** Why the row will fail as soon as none of its calls is out; of several reasons, that of the first step. */
  failure: { readonly step: number; readonly reason: Omit<RowReason, 'attempts'> } | null;
  hasEnded: boolean;
  /** Stands for all rows that asked the same: it is none of the run's rows and counts for nothing. */
  readonly isShared?: boolean;
};

/** A step of a row that has begun: what comes back goes on with its exchange. */
export type StepPlace = {
  readonly row: OpenRow;
  readonly step: number;
  readonly attributeId: string;
  readonly exchange: Exchange;
};

/** A tool that a row waits for. */
export type PendingUse = StepPlace & { readonly use: ToolUse };

/** A call that is ready, waits for its next try, or is out. */
export type PendingCall = StepPlace & {
  readonly ask: Ask;
  /** Which model of the job is asked. */
  readonly model: number;
  readonly generation: Generation;
  readonly promptHash: string;
  readonly requestSeed: number | null;
  readonly key: string;
  /** Tries without an answer so far, oldest first. */
  readonly failures: { code: string; message: string; waitedMs: number }[];
  failedTries: number;
  slowDowns: number;
  /** When the last try failed (ms since the epoch); 0 = there was none. */
  failedAtMs: number;
  /** When it may be tried again. */
  dueMs: number;
  /** The try that found the endpoint down, the first one of an outage; 0 = none did. */
  downTicket: number;
  /** How often its tries were used up in an outage, and began anew. */
  outages: number;
};

/** Lower rows first, so that they are finished first; within a row, in the order of the recipe. */
export function byPlace(a: PendingCall, b: PendingCall): number {
  return a.row.index - b.row.index || a.step - b.step;
}

/** Those that may be tried again sooner first. */
export function byDueTime(a: PendingCall, b: PendingCall): number {
  return a.dueMs - b.dueMs || byPlace(a, b);
}
