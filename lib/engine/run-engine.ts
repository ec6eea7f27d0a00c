import type { ModelAnswer } from '@/lib/llm/model-call';
import type { RowComparison } from '@/lib/quality/row-comparison';
import type { LimitedBy } from '@/lib/run/limited-by';
import { applyRunEvent, type RunProgress } from '@/lib/run/progress';
import type { RunEvent } from '@/lib/run/run-event';
import { createAlarm } from './alarm';
import type { RowOutcome } from './batch';
import type { Control, EngineEnd, EngineJob, EnginePorts } from './engine-job';
import type { JournalEntry } from './journal-entry';
import { createStepKeys } from './journal-key';
import { createJournalLookup } from './journal-lookup';
import { createBudgetLedger, spendingOf } from './limits/budget-ledger';
import { createMicroBatch } from './micro-batch';
import { createModelDesks } from './model-desks';
import { createPaceMeter } from './pace';
import { createRecentOutcomes } from './recent-outcomes';
import { createValueOutcomes } from './value-outcomes';
import { emptyAnswerRetries } from './retry-decision';
import { createAcceptance } from './rows/acceptance';
import type { PendingCall, PendingUse } from './rows/open-row';
import { createRowProgram, type RowProgram } from './rows/row-program';
import { createRowRunner } from './rows/row-runner';
import { createListedRowSource, createRowSource } from './rows/row-source';
import { createSharedCalls } from './rows/shared-calls';

/**
 * Drives one job until it is completed, paused, cancelled, failed or stopped, and tells how it ended. Rejects only
 * when a port breaks its promise (a commit or a look-up fails); what was committed by then stands.
 */
export async function runEngine(job: EngineJob, ports: EnginePorts, control: Control): Promise<EngineEnd> {
  const { compiled, seed, models } = job;
  const { quality } = compiled;
  const comparison = quality.compareRows?.() ?? null;
  if (comparison !== null && ports.acceptedRows !== undefined) {
    for await (const page of ports.acceptedRows()) {
      if (control.signal.aborted) break;
      for (const { index, cells } of page) comparison.add(index, cells);
    }
  }
  const program = createRowProgram(
    compiled,
    seed,
    models.map(({ endpoint }) => endpoint),
    quality,
  );
  return runProgram(program, { ...job, comparison }, ports, control);
}

/** A job without its recipe: what the loop itself needs, and what is known of the rows that are accepted. */
export type ProgramJob = Omit<EngineJob, 'compiled'> & { readonly comparison: RowComparison | null };

/** How often the progress is written when nothing else is. */
const tickMs = 1000;

/** How long a failed run waits for the answers that are still out: they are paid for. */
const lastAnswersMs = 2000;

/**
 * The loop. It has no thread of its own: the limiter asks for calls whenever there is room, answers come back, and
 * after each of these `review` looks whether this was the end. A row is opened only when there is room and nothing
 * lower is ready, so what is in memory depends on the limits and not on the number of rows.
 */
export function runProgram(
  program: RowProgram,
  job: ProgramJob,
  ports: EnginePorts,
  control: Control,
): Promise<EngineEnd> {
  return new Promise((resolve, reject) => {
    const { clock, journal } = ports;
    const isTrial = job.onlyRows !== undefined;
    const source = isTrial ? createListedRowSource(job.onlyRows) : createRowSource(job.finished);
    const maxConcurrency = ports.models.reduce((sum, { limiter }) => sum + limiter.maxConcurrency, 0);
    const maxOpenRows = 4 * maxConcurrency + (journal.has ? 512 : 64);

    const pace = createPaceMeter();
    const recent = createRecentOutcomes();
    const valueOutcomes = createValueOutcomes(program.drawn);
    const acceptance = createAcceptance(job.comparison);
    const shared = createSharedCalls();
    const cutOff = new AbortController();
    let progress = startProgress(job);
    let openRows = 0;
    let fatal: { code: string; message: string } | null = null;
    let hasEnded = false;

    const ledger = createBudgetLedger({
      usd: progress.costUsd,
      tokens: progress.promptTokens + progress.completionTokens,
      calls: progress.calls,
    });
    const batch = createMicroBatch({
      clock,
      commit: ports.commit,
      progress: measuredProgress,
      onCommitted: goOn,
      onFailed: breakOff,
    });
    const runner = createRowRunner({
      program,
      journalKey: createStepKeys(
        job.seed,
        job.models.map(({ endpoint }) => endpoint),
      ),
      emptyRetries: Math.min(job.models[0].maxRetries, emptyAnswerRetries),
      onCall: (call) => (call.ask.isShared === true ? takeShared(call) : takeCall(call)),
      onAskedAgain: () => count({ type: 'call-retry' }),
      onToolUse: (use) => void runTool(use).catch(breakOff),
      onRowEnd(outcome) {
        ports.tools?.release(outcome.index);
        acceptance.end(outcome).forEach(endRow);
      },
      onHopeless,
    });
    const lookup = createJournalLookup<PendingCall>(journal, {
      onFound: (call, entry) => (entry === undefined ? desk.add(call) : takeStored(call, entry)),
      onSearched: goOn,
      onFailed: breakOff,
    });
    const desks = job.models.flatMap((model, at) => {
      const world = ports.models[at];
      return world === undefined ? [] : { model, ports: world };
    });
    const desk = createModelDesks(desks, {
      job,
      engine: ports,
      ledger,
      signal: cutOff.signal,
      budget: () => control.budget(),
      mayStart: () => !isStopping() && !batch.isBehind,
      openNextRow,
      count,
      onAnswer: takeAnswer,
      onGivenUp: giveUp,
      onPutBack: (call) => {
        if (call.row.failure !== null) runner.settle(call.row);
      },
      onFatal: failRun,
      onReturn: review,
      onBroken: breakOff,
    });
    const tick = createAlarm(clock, () => {
      batch.touch();
      tick.set(clock.now() + tickMs);
    });
    const stopListening = control.onChange(goOn);
    control.signal.addEventListener('abort', stop);

    if (control.signal.aborted) {
      stop();
    } else {
      batch.touch();
      tick.set(clock.now() + tickMs);
      goOn();
    }

    function count(event: RunEvent): void {
      progress = applyRunEvent(progress, event);
    }

    function isStopping(): boolean {
      return hasEnded || fatal !== null || control.wanted() !== 'running';
    }

    /** Something may have become possible, or the end may have come. */
    function goOn(): void {
      if (hasEnded) return;
      desk.wake();
      review();
    }

    function openNextRow(): boolean {
      if (isStopping() || openRows >= maxOpenRows || batch.isBehind) return false;
      const target = control.target();
      // Only as many rows as would be missing if all open ones were accepted: never more than asked for, and the
      // rows tried are the same at any concurrency.
      if (!isTrial && progress.accepted + openRows >= target.rows) return false;
      const index = source.take(target.maxRows);
      if (index === null) return false;
      openRows += 1;
      count({ type: 'row-open' });
      acceptance.open(index);
      runner.open(index);
      return true;
    }

    function takeCall(call: PendingCall): void {
      if (journal.has) lookup.add(call.key, call);
      else desk.add(call);
    }

    function takeShared(call: PendingCall): void {
      const taken = shared.take(call);
      if (taken === null) return;
      // An answer that is no longer at hand is still in the journal, also where that was empty at the start.
      if ('lead' in taken) lookup.add(taken.lead.key, taken.lead);
      else takeStored(call, taken.entry);
    }

    function takeAnswer(call: PendingCall, answer: ModelAnswer): void {
      const { promptTokens, completionTokens } = answer.usage;
      const { endpoint, price } = job.models[call.model] ?? job.models[0];
      const { usd } = spendingOf(answer.usage, price);
      const entry: JournalEntry = {
        key: call.key,
        rowIndex: call.row.index,
        attributeId: call.attributeId,
        step: call.ask.step,
        attempt: call.ask.attempt,
        text: answer.text,
        ...(answer.toolCalls && { toolCalls: answer.toolCalls }),
        finishReason: answer.finishReason,
        promptTokens,
        completionTokens,
        costUsd: usd,
        latencyMs: answer.latencyMs,
        promptHash: call.promptHash,
        attempts: call.failures,
        at: clock.now(),
        model: endpoint.modelName,
      };
      batch.addCompletion(entry);
      count({ type: 'call-end', promptTokens, completionTokens, costUsd: usd });
      deliver(call, entry, false);
    }

    function takeStored(call: PendingCall, entry: JournalEntry): void {
      if (hasEnded || call.row.hasEnded) return;
      count({ type: 'call-reuse', savedUsd: entry.costUsd });
      deliver(call, entry, true);
    }

    function deliver(call: PendingCall, entry: JournalEntry, reused: boolean): void {
      ports.onAnswer?.(entry, reused);
      if (call.row.isShared !== true) return runner.answer(call, entry, reused);
      // Paid for by the row that asked first.
      for (const [at, asker] of shared.settle(call, entry).entries())
        runner.answer(asker, entry, reused || at > 0);
    }

    function giveUp(call: PendingCall, reason: { code: string; message: string }): void {
      const askers = call.row.isShared === true ? shared.settle(call) : [call];
      for (const asker of askers) if (!asker.row.hasEnded) runner.fail(asker, reason);
    }

    async function runTool(pending: PendingUse): Promise<void> {
      const { row, attributeId, use } = pending;
      if (ports.tools === undefined) throw new Error(`Nothing here can use the tool ${use.toolId}`);
      const outcome = await ports.tools.use({ row: row.index, attributeId }, use);
      if (hasEnded) return;
      if ('text' in outcome) runner.resume(pending, outcome.text);
      else runner.failUse(pending, outcome.failure);
      goOn();
    }

    function endRow(outcome: RowOutcome): void {
      const { index, status, reason, answers } = outcome;
      const reused = answers.length > 0 && answers.every((answer) => answer.reused);
      openRows -= 1;
      recent.add(status, reason?.code);
      valueOutcomes.add(outcome);
      count({ type: 'row-end', row: index, status, reused, reason });
      batch.addRow(outcome);
    }

    function onHopeless(row: number, reason: { code: string; message: string }): boolean {
      if (row > 0 || isTrial) return false;
      failRun(reason);
      return true;
    }

    function failRun(error: { code: string; message: string }): void {
      if (fatal !== null) return;
      fatal = error;
      void clock.sleep(lastAnswersMs, cutOff.signal).then(() => cutOff.abort());
    }

    /** Ends the run when no call is out and none can be started. */
    function review(): void {
      if (hasEnded || desk.inFlight > 0) return;
      const result = whatEnds();
      if (result !== null) void end(result);
    }

    function whatEnds(): Omit<EngineEnd, 'progress'> | null {
      if (fatal !== null) return { status: 'failed', error: fatal };
      const wanted = control.wanted();
      if (wanted === 'paused') return { status: 'paused', pauseReason: 'user' };
      if (wanted === 'cancelled') return { status: 'cancelled' };
      if (lookup.size > 0) return null;
      if (desk.isHeldByBudget) return { status: 'paused', pauseReason: 'budget' };
      if (openRows > 0 || batch.isBehind) return null;
      const target = control.target();
      const isDone = isTrial ? !source.hasNext(target.maxRows) : progress.accepted >= target.rows;
      if (isDone) return { status: 'completed' };
      return source.hasNext(target.maxRows) ? null : { status: 'failed', error: exhausted(target) };
    }

    function exhausted({ rows, maxRows }: { rows: number; maxRows: number }) {
      const message = `${progress.accepted} of ${rows} rows were accepted after ${maxRows} rows were tried.`;
      return { code: 'attempts-exhausted', message };
    }

    async function end(result: Omit<EngineEnd, 'progress'>): Promise<void> {
      close();
      for (; openRows > 0; openRows -= 1) count({ type: 'row-return' });
      batch.touch();
      try {
        await batch.flush();
        resolve({ ...result, progress });
      } catch (error) {
        breakOff(error);
      }
    }

    /** By the signal: nothing more is written. */
    function stop(): void {
      if (hasEnded) return;
      close();
      void batch.abandon().then(() => resolve({ status: 'stopped', progress }));
    }

    /** A port broke its promise: nothing more is written. */
    function breakOff(error: unknown): void {
      reject(error instanceof Error ? error : new Error('A port of the engine failed.', { cause: error }));
      if (hasEnded) return;
      close();
      void batch.abandon();
    }

    function close(): void {
      hasEnded = true;
      control.signal.removeEventListener('abort', stop);
      stopListening();
      desk.close();
      tick.stop();
      cutOff.abort();
    }

    function measuredProgress(): RunProgress {
      const target = isTrial ? job.onlyRows.length : control.target().rows;
      const nowMs = clock.now();
      count({
        type: 'pace-measure',
        at: nowMs,
        ...pace.measure(progress, target, nowMs),
        concurrency: desk.inFlight,
        limitedBy: whatLimits(),
        limitedModel: whatLimits() === desk.limitedBy ? desk.limitedModel : null,
        reservedUsd: ledger.held.usd,
        recent: { ...recent.measure(), starving: valueOutcomes.starving() },
      });
      return progress;
    }

    function whatLimits(): LimitedBy | null {
      if (isStopping()) return null;
      return batch.isBehind ? 'storage' : desk.limitedBy;
    }
  });
}

/** Rows are counted from what is stored, everything else goes on from the stored progress. */
function startProgress({ progress, finished }: ProgramJob): RunProgress {
  return applyRunEvent(progress, {
    type: 'run-start',
    rows: finished.counts,
    failures: finished.failures,
    rejections: finished.rejections,
  });
}
