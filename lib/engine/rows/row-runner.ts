import { ConditionError } from '@/lib/condition/condition';
import { AnswerError, toolReply, type Ask, type Reply, type Request } from '@/lib/plan/exchange';
import { RecordError } from '@/lib/sources/source-table';
import { TemplateError } from '@/lib/template/template-error';
import type { RowOutcome, RowReason } from '../batch';
import { type JournalCall, promptHash } from '../journal-key';
import { type JournalEntry, replyOf } from '../journal-entry';
import { rejectedRow } from './acceptance';
import type { OpenRow, PendingCall, PendingUse, StepPlace } from './open-row';
import type { ProgramStep, RowProgram } from './row-program';

/** What a row tells the run. */
export type RowRunnerPorts = {
  readonly program: RowProgram;
  /** The key of a call of a step. */
  readonly journalKey: (call: JournalCall, step: ProgramStep) => string;
  /** How often an empty answer is asked for again. */
  readonly emptyRetries: number;
  /** A call can be made, unless the journal has its answer. */
  readonly onCall: (call: PendingCall) => void;
  readonly onAskedAgain: () => void;
  /** Uses a tool for a row; the reply goes to `resume`. */
  readonly onToolUse: (use: PendingUse) => void;
  readonly onRowEnd: (outcome: RowOutcome) => void;
  /** An error that no retry can mend, before anything is known to work: true = the run fails, leave the row as it is. */
  readonly onHopeless: (row: number, reason: { code: string; message: string }) => boolean;
};

/** Takes rows from their plan to their outcome; knows nothing of limits, time or storage. */
export type RowRunner = {
  open(index: number): void;
  /** An answer for a call, new or from the journal. */
  answer(call: PendingCall, entry: JournalEntry, reused: boolean): void;
  /** What a tool gave. */
  resume(use: PendingUse, text: string): void;
  /** A tool that could not be used to its end: the row fails. */
  failUse(use: PendingUse, reason: { code: string; message: string }): void;
  /** A call is given up: the row fails when its last call is back. */
  fail(call: PendingCall, reason: { code: string; message: string }): void;
  /** A call came back without ending anything: the row may have waited for it to fail. */
  settle(row: OpenRow): void;
};

/** Makes the runner of one job. */
export function createRowRunner(ports: RowRunnerPorts): RowRunner {
  const { program } = ports;

  return { open, answer, resume, failUse, fail, settle };

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
      // Not by what is left: a step that asks nothing begins those that wait for it by itself.
      if (program.steps[step]?.needs === 0) begin(row, step);
    }
    settle(row);
  }

  /** Begins the exchange of a step. */
  function begin(row: OpenRow, step: number): void {
    if (row.failure !== null) return;
    const place = { row: row.index, values: row.values, firstAttempt: 0, emptyRetries: ports.emptyRetries };
    const exchange = program.exchange(step, place);
    const attributeId = program.steps[step]?.attributeId ?? '';
    const next = attempt(row.index, 'render-error', () => exchange.next());
    if (!next.ok) return failRow(row, step, { attributeId, ...next.reason });
    follow({ row, step, attributeId, exchange }, next.value, noFailures);
  }

  /** Goes on with a step for which something came. */
  function goOn(place: StepPlace, reply: Reply, failures: PendingCall['failures']): void {
    const { row, step, attributeId, exchange } = place;
    const next = attempt(row.index, 'transform-error', () => exchange.next(reply));
    if (!next.ok) {
      if (next.isUnusable) row.failedCalls += 1;
      failRow(row, step, { attributeId, ...next.reason });
    } else if (row.failure === null || next.value.done === true) {
      follow(place, next.value, failures);
    }
    settle(row);
  }

  /** Hands on what an exchange asks for, or what its end makes possible. */
  function follow(
    place: StepPlace,
    next: IteratorResult<Request, void>,
    failures: PendingCall['failures'],
  ): void {
    if (next.done !== true) {
      if (next.value.type === 'ask') ask(place, next.value, failures);
      else ports.onToolUse({ ...place, use: next.value });
      return;
    }
    const { row, step } = place;
    row.unanswered -= 1;
    for (const waiting of program.steps[step]?.neededBy ?? []) {
      const needs = (row.needs[waiting] ?? 0) - 1;
      row.needs[waiting] = needs;
      if (needs === 0) begin(row, waiting);
    }
  }

  function ask(
    { row, step, attributeId, exchange }: StepPlace,
    asked: Ask,
    before: PendingCall['failures'],
  ): void {
    const hash = promptHash(asked);
    const { isShared = false, asksAgain } = asked;
    const place = {
      rowIndex: isShared ? sharedRow : row.index,
      attributeId,
      step: asked.step,
      attempt: asked.attempt,
    };
    const requestSeed = program.requestSeed(place);
    const asking = program.steps[step];
    if (asking === undefined) throw new Error(`There is no step ${step}`);
    if (asksAgain !== undefined) {
      row.failedCalls += 1;
      ports.onAskedAgain();
    }
    // A literal without spreads: this runs once for each call, and spreads were 4 % of the work of a run.
    ports.onCall({
      row,
      step,
      attributeId,
      ask: asked,
      exchange,
      model: asking.model,
      generation: asking.generation,
      promptHash: hash,
      requestSeed,
      key: ports.journalKey(
        {
          promptHash: hash,
          requestSeed,
          rowIndex: place.rowIndex,
          attributeId,
          step: asked.step,
          attempt: asked.attempt,
        },
        asking,
      ),
      failures: asksAgain === undefined ? [] : [...before, { ...asksAgain, waitedMs: 0 }],
      failedTries: 0,
      slowDowns: 0,
      failedAtMs: 0,
      dueMs: 0,
      downTicket: 0,
      outages: 0,
    });
  }

  function answer(call: PendingCall, entry: JournalEntry, reused: boolean): void {
    const { row, attributeId } = call;
    // The row failed while this one was looked up.
    if (row.hasEnded) return;
    row.answers.push({ attributeId, key: entry.key, reused });
    goOn(call, replyOf(entry), call.failures);
  }

  function resume(use: PendingUse, text: string): void {
    if (!use.row.hasEnded) goOn(use, toolReply(text), noFailures);
  }

  function failUse(use: PendingUse, reason: { code: string; message: string }): void {
    if (use.row.hasEnded) return;
    failRow(use.row, use.step, { attributeId: use.attributeId, ...reason });
    settle(use.row);
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

const noFailures: PendingCall['failures'] = [];

/** What stands for the row in the key of a question that all rows share. */
const sharedRow = -1;

const hopelessCodes: ReadonlySet<string> = new Set([
  'plan-error',
  'render-error',
  'condition-error',
  'transform-error',
  'rule-error',
]);

type Attempt<Result> =
  | { readonly ok: true; readonly value: Result }
  | {
      readonly ok: false;
      /** The row is given up for what was answered. */
      readonly isUnusable: boolean;
      readonly reason: { readonly code: string; readonly message: string };
    };

/** Pure work of the plan throws what no retry can mend: for the engine that is an expected outcome. */
function attempt<Result>(row: number, code: string, work: () => Result): Attempt<Result> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    const message = error instanceof Error ? error.message : `Row ${row} failed.`;
    const isUnusable = error instanceof AnswerError;
    return { ok: false, isUnusable, reason: { code: codeOf(error) ?? code, message } };
  }
}

/** A prompt can fail to be rendered in the middle of an exchange too, and a condition anywhere. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AnswerError || error instanceof RecordError) return error.code;
  if (error instanceof ConditionError) return 'condition-error';
  return error instanceof TemplateError ? 'render-error' : undefined;
}
