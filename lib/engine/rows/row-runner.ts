import type { RowOutcome, RowReason } from '../batch';
import { type JournalCall, promptHash } from '../journal-key';
import type { JournalEntry } from '../journal-entry';
import { rejectedRow } from './acceptance';
import type { OpenRow, PendingCall } from './open-row';
import type { RowProgram } from './row-program';

/** What a row tells the run. */
export type RowRunnerPorts = {
  readonly program: RowProgram;
  readonly journalKey: (call: JournalCall) => string;
  /** How often an empty answer is asked for again. */
  readonly emptyRetries: number;
  /** A call can be made, unless the journal has its answer. */
  readonly onCall: (call: PendingCall) => void;
  readonly onAskedAgain: () => void;
  readonly onRowEnd: (outcome: RowOutcome) => void;
  /** An error that no retry can mend, before anything is known to work: true = the run fails, leave the row as it is. */
  readonly onHopeless: (row: number, reason: { code: string; message: string }) => boolean;
};

/** Takes rows from their plan to their outcome; knows nothing of limits, time or storage. */
export type RowRunner = {
  open(index: number): void;
  /** An answer for a call, new or from the journal. */
  answer(call: PendingCall, entry: JournalEntry, reused: boolean): void;
  /** A call is given up: the row fails when its last call is back. */
  fail(call: PendingCall, reason: { code: string; message: string }): void;
  /** A call came back without ending anything: the row may have waited for it to fail. */
  settle(row: OpenRow): void;
};

/** Makes the runner of one job. */
export function createRowRunner(ports: RowRunnerPorts): RowRunner {
  const { program } = ports;

  return { open, answer, fail, settle };

  function open(index: number): void {
    const values = attempt(index, 'plan-error', () => program.plan(index));
    if (!values.ok) return endUnplanned(index, values.reason);
    const row: OpenRow = {
      index,
      values: values.value,
      needs: program.steps.map((step) => step.needs),
      unanswered: program.steps.length,
      inFlight: 0,
      failedCalls: 0,
      answers: [],
      failure: null,
      hasEnded: false,
    };
    for (let step = 0; step < program.steps.length; step += 1) {
      if (row.needs[step] === 0) prepare(row, step);
    }
    settle(row);
  }

  /** Renders the prompt of a step and hands its call on. */
  function prepare(row: OpenRow, step: number): void {
    if (row.failure !== null) return;
    const attributeId = program.steps[step]?.attributeId ?? '';
    const messages = attempt(row.index, 'render-error', () => program.prompt(step, row.values));
    if (!messages.ok) return failRow(row, step, { attributeId, ...messages.reason });
    // A literal without spreads: this runs once for each call, and spreads were 4 % of the work of a run.
    const hash = promptHash(messages.value);
    const firstAttempt = program.firstAttempt?.(step) ?? 0;
    const requestSeed = program.requestSeed({ rowIndex: row.index, attributeId, attempt: firstAttempt });
    ports.onCall({
      row,
      step,
      attributeId,
      attempt: firstAttempt,
      messages: messages.value,
      promptHash: hash,
      requestSeed,
      key: ports.journalKey({
        promptHash: hash,
        requestSeed,
        rowIndex: row.index,
        attributeId,
        step: answerStep,
        attempt: firstAttempt,
      }),
      failures: [],
      failedTries: 0,
      slowDowns: 0,
      failedAtMs: 0,
      dueMs: 0,
      downTicket: 0,
    });
  }

  function answer(call: PendingCall, entry: JournalEntry, reused: boolean): void {
    const { row, step, attributeId } = call;
    // The row failed while this one was looked up.
    if (row.hasEnded) return;
    const isEmpty = entry.text.trim() === '';
    const tries = call.attempt - (program.firstAttempt?.(step) ?? 0);
    if (isEmpty && entry.finishReason !== 'content_filter' && tries < ports.emptyRetries) {
      return askAgain(call, entry);
    }
    row.answers.push({ attributeId, key: entry.key, reused });
    if (entry.finishReason === 'content_filter') return fail(call, contentFiltered);
    if (isEmpty) return fail(call, { code: emptyCode(entry), message: emptyMessage(entry) });
    const applied = attempt(row.index, 'transform-error', () => program.answer(step, row.values, entry.text));
    if (!applied.ok) {
      failRow(row, step, { attributeId, ...applied.reason });
      return settle(row);
    }
    row.unanswered -= 1;
    for (const next of program.steps[step]?.neededBy ?? []) {
      const needs = (row.needs[next] ?? 0) - 1;
      row.needs[next] = needs;
      if (needs === 0) prepare(row, next);
    }
    settle(row);
  }

  /** The same question under a new number, so that the journal keeps the empty answer apart. */
  function askAgain(call: PendingCall, entry: JournalEntry): void {
    if (call.row.failure !== null) return settle(call.row);
    const { row, promptHash, attributeId } = call;
    const place = { rowIndex: row.index, attributeId, attempt: call.attempt + 1 };
    const requestSeed = program.requestSeed(place);
    row.failedCalls += 1;
    ports.onAskedAgain();
    ports.onCall({
      ...call,
      attempt: place.attempt,
      requestSeed,
      key: ports.journalKey({ ...place, promptHash, requestSeed, step: answerStep }),
      failures: [...call.failures, { code: 'empty-answer', message: emptyMessage(entry), waitedMs: 0 }],
    });
  }

  function fail(call: PendingCall, reason: { code: string; message: string }): void {
    call.row.failedCalls += 1;
    failRow(call.row, call.step, { attributeId: call.attributeId, ...reason });
    settle(call.row);
  }

  function failRow(row: OpenRow, step: number, reason: Omit<RowReason, 'attempts'>): void {
    if (row.failure === null || step < row.failure.step) row.failure = { step, reason };
  }

  /** Ends the row if nothing more can come. */
  function settle(row: OpenRow): void {
    if (row.inFlight > 0 || row.hasEnded) return;
    if (row.failure !== null) return endFailed(row, row.failure.reason);
    if (row.unanswered > 0) return;
    const cells = attempt(row.index, 'transform-error', () => program.finish(row.index, row.values));
    if (!cells.ok) return endFailed(row, cells.reason);
    const checked = attempt(row.index, 'rule-error', () => program.check(row.values, cells.value));
    if (!checked.ok) return endFailed(row, checked.reason);
    row.hasEnded = true;
    const outcome: RowOutcome = {
      index: row.index,
      status: 'accepted',
      cells: cells.value,
      answers: row.answers,
    };
    ports.onRowEnd(checked.value === null ? outcome : rejectedRow(outcome, checked.value));
  }

  function endFailed(row: OpenRow, reason: Omit<RowReason, 'attempts'>): void {
    if (hopelessCodes.has(reason.code) && ports.onHopeless(row.index, reason)) return;
    row.hasEnded = true;
    ports.onRowEnd({
      index: row.index,
      status: 'failed',
      cells: program.unfinished(row.values),
      reason: { ...reason, attempts: row.failedCalls },
      answers: row.answers,
    });
  }

  function endUnplanned(index: number, reason: { code: string; message: string }): void {
    if (ports.onHopeless(index, reason)) return;
    ports.onRowEnd({ index, status: 'failed', cells: [], reason: { ...reason, attempts: 0 }, answers: [] });
  }
}

/** The only step of an attribute that is made by one call. */
export const answerStep = 'answer';

const contentFiltered = {
  code: 'content-filtered',
  message: "The provider's content filter held the answer back.",
};

const hopelessCodes: ReadonlySet<string> = new Set([
  'plan-error',
  'render-error',
  'transform-error',
  'rule-error',
]);

/** Nothing was written because something unseen, such as thinking, used the tokens up: more of them mend it. */
function emptyCode({ finishReason }: JournalEntry): 'cut-off' | 'empty-answer' {
  return finishReason === 'length' ? 'cut-off' : 'empty-answer';
}

function emptyMessage({ finishReason, completionTokens }: JournalEntry): string {
  return finishReason === 'length'
    ? `The answer was empty: it was cut off after ${completionTokens} tokens.`
    : 'The answer was empty.';
}

type Attempt<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly reason: { readonly code: string; readonly message: string } };

/** Pure work of the plan throws what no retry can mend: for the engine that is an expected outcome. */
function attempt<Result>(row: number, code: string, work: () => Result): Attempt<Result> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return {
      ok: false,
      reason: { code, message: error instanceof Error ? error.message : `Row ${row} failed.` },
    };
  }
}
