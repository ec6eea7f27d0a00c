import type { ModelAnswer, ModelCall, ModelFailure, Usage } from '@/lib/llm/model-call';
import { createDraw } from '@/lib/random/draw';
import type { Budget } from '@/lib/run/budget';
import type { LimitedBy } from '@/lib/run/limited-by';
import type { RunEvent } from '@/lib/run/run-event';
import { createAlarm } from './alarm';
import type { EngineJob, EngineModel, EnginePorts, ModelPorts } from './engine-job';
import { createHeap } from './heap';
import type { BudgetLedger, Spending } from './limits/budget-ledger';
import { spendingOf, worstSpending } from './limits/budget-ledger';
import { createCallScales, type WeighedCall } from './limits/weigh-calls';
import type { CallOutcome } from './model-limiter';
import { decideRetry, type RetryState } from './retry-decision';
import { byDueTime, byPlace, type PendingCall } from './rows/open-row';

/** So often a trial looks again at an address where nothing answers: for some seconds. */
const trialLooks = 3;

/**
 * Where calls wait until the limiter has room, go out, and come back. It carries out the retry table; what an answer
 * means for its row, and when the run is over, is decided elsewhere.
 */
export type CallDesk = {
  /** Calls that are out. */
  readonly inFlight: number;
  /** Nothing is started because the next call might pass the cap. */
  readonly isHeldByBudget: boolean;
  /** What keeps this job from starting more calls. */
  readonly limitedBy: LimitedBy | null;
  /** The name of the model whose limit that is; null where there is one model, or the limit is of none. */
  readonly limitedModel: string | null;
  /** A call may be made as soon as there is room. */
  add(call: PendingCall): void;
  /** Something may have become possible: more rows, more budget, room in the batch. */
  wake(): void;
  /** No more calls; those that are out are cut off. */
  close(): void;
};

/** What the desk needs of its run. */
export type CallDeskPorts = {
  readonly job: Pick<EngineJob, 'seed' | 'onlyRows' | 'progress' | 'isAwaited'>;
  readonly model: EngineModel;
  readonly engine: Pick<EnginePorts, 'clock' | 'onText' | 'onWaiting'> & ModelPorts;
  readonly ledger: BudgetLedger;
  readonly signal: AbortSignal;
  readonly budget: () => Budget;
  /** False: nothing may be started now. */
  readonly mayStart: () => boolean;
  /** Opens the next row, which may add calls; false when there is none to open. */
  readonly openNextRow: () => boolean;
  readonly count: (event: RunEvent) => void;
  readonly onAnswer: (call: PendingCall, answer: ModelAnswer) => void;
  /** The call is over without an answer, and its row with it. */
  readonly onGivenUp: (call: PendingCall, reason: { code: string; message: string }) => void;
  /** The call will be tried again; its row may have failed meanwhile. */
  readonly onPutBack: (call: PendingCall) => void;
  readonly onFatal: (error: { code: string; message: string }) => void;
  /** Something changed: look whether this was the end. */
  readonly onReturn: () => void;
  readonly onBroken: (error: unknown) => void;
};

/** Makes the desk of one job for one model and takes its place at the limiter. */
export function createCallDesk(ports: CallDeskPorts): CallDesk {
  const { job, model, engine, ledger, count } = ports;
  const { clock, limiter } = engine;
  const isTrial = job.onlyRows !== undefined;
  const ready = createHeap(byPlace);
  const delayed = createHeap(byDueTime);
  // Null where nobody asks for weights: reading each prompt once more would be for nothing.
  let scales: ReturnType<typeof createCallScales> | null = null;
  const alarm = createAlarm(clock, () => {
    releaseDue();
    place.offer();
    ports.onReturn();
  });
  const place = limiter.join({
    urgent: isTrial,
    startNext,
    onWaiting: (waiting) => engine.onWaiting?.(waiting),
  });
  let inFlight = 0;
  let newestAnsweredTicket = 0;
  let isClosed = false;

  return {
    get inFlight() {
      return inFlight;
    },
    get isHeldByBudget() {
      const call = firstReady();
      return call !== undefined && !ledger.fits(worstOf(call), ports.budget());
    },
    get limitedBy() {
      const { limitedBy } = limiter.state();
      return limitedBy ?? (this.isHeldByBudget ? 'budget' : delayed.size > 0 ? 'retries' : 'rows');
    },
    limitedModel: null,
    add: (call) => ready.push(call),
    wake: () => place.offer(),
    close() {
      isClosed = true;
      place.leave();
      alarm.stop();
    },
  };

  /** Called by the limiter while it has room. */
  function startNext(ticket: number, admit?: (weight: Usage) => boolean): boolean {
    if (isClosed || !ports.mayStart()) return false;
    let call = firstReady();
    while (call === undefined && ports.openNextRow()) call = firstReady();
    if (call === undefined) return false;
    const worst = worstOf(call);
    if (!ledger.fits(worst, ports.budget())) return false;
    if (admit !== undefined) {
      scales ??= createCallScales();
      if (!admit(scales.weigh(weighed(call)))) return false;
    }
    ready.pop();
    ledger.hold(worst);
    start(call, ticket, worst);
    return true;
  }

  /** The ready call of the lowest row; those of rows that failed meanwhile are dropped. */
  function firstReady(): PendingCall | undefined {
    let call = ready.peek();
    while (call !== undefined && call.row.failure !== null) {
      ready.pop();
      call = ready.peek();
    }
    return call;
  }

  function worstOf(call: PendingCall): Spending {
    return worstSpending(call.ask.messages, call.generation.maxNewTokens, model.price);
  }

  function weighed({ attributeId, ask, generation }: PendingCall): WeighedCall {
    return { attributeId, messages: ask.messages, maxNewTokens: generation.maxNewTokens };
  }

  function start(call: PendingCall, ticket: number, worst: Spending): void {
    const { row, attributeId } = call;
    const last = call.failures.at(-1);
    if (last !== undefined && call.failedAtMs > 0) last.waitedMs = clock.now() - call.failedAtMs;
    inFlight += 1;
    row.inFlight += 1;
    if (row.inFlight === 1 && row.isShared !== true) count({ type: 'row-ask' });
    const { onText } = engine;
    const options =
      onText === undefined
        ? { signal: ports.signal }
        : {
            signal: ports.signal,
            onText: (delta: string) => onText({ row: row.index, attributeId, step: call.ask.step }, delta),
          };
    engine
      .callModel(modelCall(call), options)
      .then((result) => takeResult({ call, ticket, worst }, result))
      .catch(ports.onBroken);
  }

  function modelCall({ ask: { messages, shape, tools }, generation, requestSeed }: PendingCall): ModelCall {
    const call = { messages, generation, seed: requestSeed };
    return shape === undefined && tools === undefined
      ? call
      : { ...call, ...(shape && { shape }), ...(tools && { tools }) };
  }

  function takeResult(
    { call, ticket, worst }: { call: PendingCall; ticket: number; worst: Spending },
    result: ModelAnswer | ModelFailure,
  ): void {
    inFlight -= 1;
    if (isClosed) return place.settle(ticket, { type: 'lost' });
    call.row.inFlight -= 1;
    if (call.row.inFlight === 0 && call.row.isShared !== true) count({ type: 'row-wait' });
    ledger.settle(worst, result.ok ? spendingOf(result.usage, model.price) : null);
    // First what the answer makes possible, then the free place: the next call of a lower row goes first.
    if (result.ok) {
      newestAnsweredTicket = Math.max(newestAnsweredTicket, ticket);
      scales?.learn(weighed(call), result.usage);
      ports.onAnswer(call, result);
      place.settle(ticket, { type: 'answered', usage: result.usage });
    } else {
      place.settle(ticket, takeFailure(call, result, ticket));
    }
    ports.onReturn();
  }

  /** Carries out what the retry table says, and tells what the limiter learns from it. */
  function takeFailure(call: PendingCall, failure: ModelFailure, ticket: number): CallOutcome {
    const { code, message } = failure;
    const state = retryStateOf(call, code);
    const decision = decideRetry(failure, state);
    switch (decision.type) {
      case 'retry':
        // Tries of one series are one outage.
        if (failure.isOutage === true && call.failedTries === 0) call.downTicket = ticket;
        call.failedTries += 1;
        tryLater(call, failure, decision.afterMs);
        break;
      case 'slow-down':
        call.slowDowns += 1;
        tryLater(call, failure, decision.afterMs);
        // The others wait as the provider asked for; what is added concerns this call alone.
        return { type: 'rate-limited', afterMs: failure.retryAfterMs ?? decision.afterMs, message };
      case 'await-endpoint':
        if (failure.isOutage === true) {
          call.failedTries = 0;
          call.outages += 1;
        }
        if (call.downTicket === 0) {
          call.downTicket = ticket;
          tryLater(call, failure, 0);
        } else {
          ready.push(call);
        }
        return { type: 'endpoint-down', message };
      case 'fail-row':
        ports.onGivenUp(call, { code, message });
        break;
      case 'fail-run':
        ports.onFatal({ code, message });
        break;
      case 'drop':
        break;
    }
    if (code === 'endpoint-down') return { type: 'endpoint-down', message };
    // Twice, and nobody was answered meanwhile: the others needn't find it out for themselves.
    if (failure.isOutage === true && state.failedTries > 0 && !state.othersAnswered) {
      return { type: 'endpoint-down', message };
    }
    if (failure.isOutage === true) return { type: 'lost' };
    return code === 'timeout' || code === 'cancelled' ? { type: 'lost' } : { type: 'refused' };
  }

  function retryStateOf(call: PendingCall, code: ModelFailure['code']): RetryState {
    const tries = call.failedTries + call.slowDowns;
    return {
      failedTries: call.failedTries,
      slowDowns: call.slowDowns,
      // Whoever tries rows sits before them.
      waitsForEndpoint:
        !isTrial && (job.isAwaited !== true || newestAnsweredTicket > 0 || job.progress.calls > 0),
      outages: call.outages,
      othersAnswered: call.downTicket > 0 && newestAnsweredTicket > call.downTicket,
      firstRow: call.row.index === 0 && !isTrial,
      maxRetries:
        isTrial && code === 'endpoint-down' ? Math.min(model.maxRetries, trialLooks) : model.maxRetries,
      backoffBaseMs: model.retryBackoffBaseMs,
      backoffMaxMs: model.retryBackoffMaxMs,
      jitter: createDraw(job.seed, call.attributeId, 'retry')(call.row.index, tries),
    };
  }

  function tryLater(call: PendingCall, { code, message }: ModelFailure, afterMs: number): void {
    call.failures.push({ code, message, waitedMs: 0 });
    call.failedAtMs = clock.now();
    call.dueMs = call.failedAtMs + afterMs;
    call.row.failedCalls += 1;
    count({ type: 'call-retry' });
    if (afterMs > 0) {
      delayed.push(call);
      alarm.set(call.dueMs);
    } else {
      ready.push(call);
    }
    ports.onPutBack(call);
  }

  function releaseDue(): void {
    const nowMs = clock.now();
    for (let call = delayed.peek(); call !== undefined; call = delayed.peek()) {
      if (call.dueMs > nowMs) return alarm.set(call.dueMs);
      delayed.pop();
      ready.push(call);
    }
  }
}
