import type { RowOutcome } from '@/lib/engine/batch';
import { noFinishedRows } from '@/lib/engine/finished-rows';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import { runEngine } from '@/lib/engine/run-engine';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import { emptyProgress } from '@/lib/run/progress';
import { findCompletions, insertCompletions } from '@/lib/store/completions';
import { endJob, holdsJob, releaseJob } from '@/lib/store/jobs';
import {
  beginRegeneration,
  completeRegeneration,
  dropRegeneration,
  readRegeneration,
  tellRegeneration,
  type RegenerationJob,
  type RegenerationRecord,
  type Spent,
} from '@/lib/store/regenerations';
import { readRowMark } from '@/lib/store/row-marks';
import { readRow } from '@/lib/store/rows';
import { readRun, type RunRecord } from '@/lib/store/runs';
import type { Context } from './context';
import type { Drive, DriveEnd } from './drive-run';
import { keepLease } from './jobs/keep-lease';
import { openJournal } from './jobs/open-journal';
import { readRunModel } from './jobs/run-model';
import type { ResolvedModel } from './resolve-model';
import { editsOf, remadeRow, type StandingRow } from './rows/remade-row';
import { systemClock } from './system-clock';

/**
 * Asks a cell of a stored row anew, and what hangs on it where its prompt has changed. Answers go into the journal
 * as they come, the row is written at the end or not at all. Never throws.
 */
export async function driveRegeneration(drive: Drive, job: RegenerationJob): Promise<DriveEnd> {
  const { context } = drive;
  const lost = new AbortController();
  const stopLease = keepLease(context, job, lost);
  try {
    const regeneration = await beginRegeneration(context.db, job);
    if (regeneration !== null) {
      const signal = AbortSignal.any([drive.signal, lost.signal]);
      const end = await endOfRegeneration(drive, job, regeneration, signal);
      if (lost.signal.aborted) return 'lost';
      if (end === 'stopped') {
        await releaseJob(context.db, job);
        return 'released';
      }
    }
    await endJob(context.db, job);
    return 'ended';
  } catch (error) {
    context.log.error({ err: error, job }, 'a regeneration failed by an error of the program');
    await giveUp(context, job);
    return 'lost';
  } finally {
    stopLease();
  }
}

async function endOfRegeneration(
  drive: Drive,
  job: RegenerationJob,
  regeneration: RegenerationRecord,
  signal: AbortSignal,
): Promise<'ended' | 'stopped'> {
  const { db } = drive.context;
  const drop = async (code: string, message: string) => {
    const error = { code, message };
    await dropRegeneration(db, job, { status: 'failed', error, spent: null, nowMs: systemClock.now() });
    return 'ended' as const;
  };
  const run = await readRun(db, regeneration.runId);
  if (run === null) return drop('not-found', 'The dataset was deleted.');
  const read = await readRunModel(drive.context, run);
  if (!read.ok) return drop(read.error.code, read.error.message);
  const work = {
    drive,
    job,
    regeneration,
    run,
    model: read.model,
    compiled: compileRecipe(read.recipe),
    signal,
  };
  for (;;) {
    const row = await readRow(db, run.id, regeneration.rowIndex);
    if (row === null) return drop('not-found', `Row ${regeneration.rowIndex} is gone.`);
    const standing = { row, mark: await readRowMark(db, run.id, row.index) };
    const end = await askAnew(work, standing);
    if (end.type === 'stopped') return 'stopped';
    const nowMs = systemClock.now();
    if (end.type !== 'made') {
      const { error, spent } = end;
      const status = end.type;
      await dropRegeneration(db, job, { status, error, spent, nowMs });
      return 'ended';
    }
    const made = remadeRow(work.compiled, standing, regeneration.attributeId, end.outcome);
    if (await completeRegeneration(db, job, { made, spent: end.spent, nowMs })) return 'ended';
    // Somebody changed the row meanwhile: once more with what stands there now; the answers are in the journal.
    if (!(await holdsJob(db, job))) return 'stopped';
  }
}

type Work = {
  drive: Drive;
  job: RegenerationJob;
  regeneration: RegenerationRecord;
  run: RunRecord;
  model: ResolvedModel;
  compiled: CompiledRecipe;
  signal: AbortSignal;
};

type Asked =
  | { type: 'made'; outcome: RowOutcome; spent: Spent }
  | { type: 'failed'; error: { code: string; message: string }; spent: Spent }
  | { type: 'cancelled'; error?: undefined; spent: Spent }
  | { type: 'stopped' };

async function askAnew(work: Work, { row }: StandingRow): Promise<Asked> {
  const { drive, job, regeneration, run, model, compiled, signal } = work;
  const { db } = drive.context;
  const { attributeId, createdAtMs } = regeneration;
  const journalled = await findCompletions(
    db,
    run.journalScope,
    row.answers.map(({ key }) => key),
  );
  const answers = new Map<string, JournalEntry>();
  const outcomes: RowOutcome[] = [];
  // Told is what a kill can't take away any more.
  let stored = work.regeneration.answered;
  const teller = createTeller((state) => tellRegeneration(db, job, state));
  const cancel = new AbortController();
  const stopWatching = drive.wishes.listen(
    () => void cancelIfUnwanted(drive.context, regeneration.id, cancel),
  );
  const shared = drive.limiters.acquire(model.limiterKey, model.limits);
  try {
    const end = await runEngine(
      {
        compiled,
        seed: run.seed,
        onlyRows: [row.index],
        remake: {
          attributeId,
          attempt: firstAttempt(regeneration.id),
          standing: row.answers.flatMap(({ key }) => journalled.get(key) ?? []),
          edits: editsOf(compiled.columns, row),
        },
        retriedAtMs: createdAtMs,
        endpoint: model.endpoint,
        price: model.price,
        maxRetries: model.limits.maxRetries,
        retryBackoffBaseMs: model.limits.retryBackoffBaseMs,
        retryBackoffMaxMs: model.limits.retryBackoffMaxMs,
        finished: noFinishedRows,
        progress: emptyProgress,
      },
      {
        clock: systemClock,
        callModel: model.createCall(),
        limiter: shared.limiter,
        journal: await openJournal(drive.context, run.journalScope),
        async commit({ completions, rows }) {
          await insertCompletions(db, run.journalScope, completions);
          outcomes.push(...rows);
          if (completions.length === 0) return;
          stored += completions.length;
          teller.tell({ answered: stored, waiting: null });
        },
        onAnswer(entry, reused) {
          // One that an earlier driver got before it was killed is paid for by this regeneration too.
          if (!reused || entry.at >= createdAtMs) answers.set(entry.key, entry);
        },
        onWaiting: (waiting) =>
          teller.tell({ answered: stored, waiting: waiting === null ? null : waiting.message }),
      },
      {
        wanted: () => (cancel.signal.aborted ? 'cancelled' : 'running'),
        budget: () => ({}),
        target: () => ({ rows: 1, maxRows: row.index + 1 }),
        signal: AbortSignal.any([signal, cancel.signal]),
        onChange: () => () => undefined,
      },
    );
    await teller.settled();
    const spent = spentOn([...answers.values()]);
    if (cancel.signal.aborted) return { type: 'cancelled', spent };
    if (end.status === 'stopped') return { type: 'stopped' };
    if (end.error !== undefined) return { type: 'failed', error: end.error, spent };
    const outcome = outcomes.at(-1);
    if (outcome === undefined) throw new Error('the engine made no row');
    return judged(withOrigins(outcome, row.answers, answers), spent);
  } finally {
    stopWatching();
    shared.release();
  }
}

function judged(outcome: RowOutcome, spent: Spent): Asked {
  if (outcome.status !== 'failed') return { type: 'made', outcome, spent };
  const { code = 'unknown', message = 'No answer came.' } = outcome.reason ?? {};
  return { type: 'failed', error: { code, message }, spent };
}

/** Says of each answer whether it was reused: what stood before as before, what came for this regeneration not. */
function withOrigins(
  outcome: RowOutcome,
  before: RowOutcome['answers'],
  fresh: ReadonlyMap<string, JournalEntry>,
): RowOutcome {
  const known = new Map(before.map(({ key, reused }) => [key, reused]));
  const answers = outcome.answers.map((answer) => ({
    ...answer,
    reused: known.get(answer.key) ?? !fresh.has(answer.key),
  }));
  return { ...outcome, answers };
}

/** Each regeneration has attempts of its own, far above those that a run and its retries come to. */
function firstAttempt(regenerationId: number): number {
  return 1000 * regenerationId;
}

function spentOn(entries: readonly JournalEntry[]): Spent {
  return entries.reduce(
    (sum, { promptTokens, completionTokens, costUsd }) => ({
      calls: sum.calls + 1,
      promptTokens: sum.promptTokens + promptTokens,
      completionTokens: sum.completionTokens + completionTokens,
      costUsd: sum.costUsd + costUsd,
    }),
    { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 },
  );
}

async function cancelIfUnwanted({ db, log }: Context, id: number, cancel: AbortController): Promise<void> {
  try {
    if ((await readRegeneration(db, id))?.wanted !== 'running') cancel.abort();
  } catch (error) {
    log.warn({ err: error, regeneration: id }, 'whether a regeneration is still wanted could not be read');
  }
}

async function giveUp({ db, log }: Context, job: RegenerationJob): Promise<void> {
  const error = { code: 'internal', message: 'Something went wrong inside Seedloom. The log says more.' };
  try {
    await dropRegeneration(db, job, { status: 'failed', error, spent: null, nowMs: systemClock.now() });
    await endJob(db, job);
  } catch (cause) {
    log.error({ err: cause, job }, 'the end of a regeneration could not be written');
  }
}

type Told = { answered: number; waiting: string | null };

/** Writes the newest state, one after the other; one that can't be written is followed by a newer one. */
function createTeller(write: (state: Told) => Promise<void>) {
  let writing: Promise<void> = Promise.resolve();
  let newest: Told | null = null;
  return {
    tell(state: Told): void {
      newest = state;
      writing = writing.then(async () => {
        if (newest === null) return;
        const told = newest;
        newest = null;
        await write(told).catch(() => undefined);
      });
    },
    settled: () => writing,
  };
}
