import type { Usage } from '@/lib/llm/model-call';
import type { LimitedBy } from '@/lib/run/limited-by';
import { assertNever } from '@/lib/util/assert-never';
import { createAlarm } from './alarm';
import type { Clock } from './clock';
import { createCallWindow } from './limits/call-window';
import { createEndpointGate } from './limits/endpoint-gate';
import { createLearnedRate } from './limits/learned-rate';
import { createRates, type RateLimits } from './limits/rates';
import { createSlowDown } from './limits/slow-down';

/** The limits of one model at one endpoint. */
export type ModelLimits = RateLimits & { readonly maxConcurrency: number };

/** Why no call is made for a while, and when the next one will be tried (ms since the epoch). */
export type Waiting = {
  readonly reason: 'endpoint-down' | 'rate-limited';
  readonly message: string;
  readonly untilMs: number;
};

/** What a call came to, as far as the limits of its model care. */
export type CallOutcome =
  /** Absent usage: as it was weighed. */
  | { readonly type: 'answered'; readonly usage?: Usage }
  /** The endpoint is there, but this call gave nothing. */
  | { readonly type: 'refused' }
  | { readonly type: 'rate-limited'; readonly afterMs: number; readonly message: string }
  | { readonly type: 'endpoint-down'; readonly message: string }
  /** Nothing was learned: no answer within the time, or cut off by us. */
  | { readonly type: 'lost' };

/** The side of one job: it is asked for its next call whenever there is room. */
export type Lane = {
  /** Served before the others: trials, which somebody is watching. */
  readonly urgent: boolean;
  /**
   * Starts the most pressing call that is ready, and tells whether there was one. Settle it by its ticket. Where tokens
   * are limited, `admit` is asked first with the tokens that the call is likely to use: false = it can't start now.
   */
  startNext(ticket: number, admit?: (weight: Usage) => boolean): boolean;
  onWaiting(waiting: Waiting | null): void;
};

/** What a job may tell the limiter. */
export type LaneHandle = {
  /** There may be something ready: ask me. */
  offer(): void;
  /** A started call is over; the lane is asked again. Exactly once for each ticket. */
  settle(ticket: number, outcome: CallOutcome): void;
  /** No more calls. Those in flight are still to be settled. */
  leave(): void;
};

/** Where a limiter stands now. */
export type LimiterState = {
  readonly inFlight: number;
  /** How many calls may be in flight at present: few at the start. */
  readonly allowed: number;
  /** What keeps the next call from starting; null = there is room. */
  readonly limitedBy: LimitedBy | null;
  readonly waiting: Waiting | null;
};

/** Decides when the calls of one model start, shared by all jobs that use it and fair between them. */
export type ModelLimiter = {
  /** The most calls that are ever in flight at once. */
  readonly maxConcurrency: number;
  join(lane: Lane): LaneHandle;
  state(): LimiterState;
  /** Other limits from now on; calls in flight above them are not cut off. */
  setLimits(limits: ModelLimits): void;
};

/** Waits shorter than this are the ordinary course of things and not told. */
const tellWaitsFromMs = 2000;

/** Makes the one limiter of a model; keep it as long as any job uses the model. */
export function createModelLimiter(firstLimits: ModelLimits, clock: Clock): ModelLimiter {
  let limits = firstLimits;
  const window = createCallWindow(limits.maxConcurrency);
  const rates = createRates(limits);
  const gate = createEndpointGate();
  const slowDown = createSlowDown();
  const learnedRate = createLearnedRate();
  const lanes = new Set<Lane>();
  // Lanes that may have something ready, in the order of their turns.
  const offering: { urgent: Lane[]; ordinary: Lane[] } = { urgent: [], ordinary: [] };
  const alarm = createAlarm(clock, pump);
  let inFlight = 0;
  let newestTicket = 0;
  let pumping = false;
  let told: Waiting | null = null;
  // The tokens that calls in flight are held at, by their tickets; empty where tokens aren't limited.
  const held = new Map<number, Usage>();
  // The next call, where it waits for tokens: lighter ones don't overtake it.
  let tooHeavy: Usage | null = null;

  return {
    get maxConcurrency() {
      return limits.maxConcurrency;
    },
    join,
    state,
    setLimits,
  };

  function setLimits(newLimits: ModelLimits): void {
    rates.change(newLimits);
    limits = newLimits;
    window.limit(limits.maxConcurrency);
    pump();
  }

  function join(lane: Lane): LaneHandle {
    lanes.add(lane);
    if (told !== null) lane.onWaiting(told);
    const queue = lane.urgent ? offering.urgent : offering.ordinary;
    return {
      offer,
      settle(ticket, outcome) {
        inFlight -= 1;
        learn(ticket, outcome);
        offer();
      },
      leave() {
        lanes.delete(lane);
        const at = queue.indexOf(lane);
        if (at >= 0) queue.splice(at, 1);
      },
    };
    function offer(): void {
      if (lanes.has(lane) && !queue.includes(lane)) queue.push(lane);
      pump();
    }
  }

  function state(): LimiterState {
    const blocked = whatBlocks(clock.now());
    return { inFlight, allowed: window.allowed, limitedBy: blocked?.by ?? null, waiting: told };
  }

  /** Starts calls, one lane after the other, until something is in the way or nothing is ready. */
  function pump(): void {
    // A lane that starts a call may offer or settle at once: the loop below sees that by itself.
    if (pumping) return;
    pumping = true;
    try {
      while (startOne());
    } finally {
      pumping = false;
    }
  }

  /** Gives the next lane its turn. False when something is in the way or nobody offers anything. */
  function startOne(): boolean {
    const queue = offering.urgent.length > 0 ? offering.urgent : offering.ordinary;
    const lane = queue[0];
    if (lane === undefined) return false;
    const nowMs = clock.now();
    if (slowDown.expire(nowMs)) tell();
    const blocked = whatBlocks(nowMs);
    if (blocked !== null) {
      if (blocked.untilMs !== null) alarm.set(blocked.untilMs);
      return false;
    }
    queue.shift();
    const ticket = newestTicket + 1;
    tooHeavy = null;
    const admit = rates.countTokens ? (weight: Usage) => holdTokens(ticket, weight, nowMs) : undefined;
    if (!lane.startNext(ticket, admit)) {
      held.delete(ticket);
      if (isHeldByTokens()) queue.unshift(lane);
      return true;
    }
    newestTicket = ticket;
    inFlight += 1;
    rates.take(nowMs, held.get(ticket) ?? null);
    learnedRate.take(nowMs);
    gate.start(ticket);
    if (lanes.has(lane) && !queue.includes(lane)) queue.push(lane);
    return true;
  }

  function holdTokens(ticket: number, weight: Usage, nowMs: number): boolean {
    if (rates.blockTokens(nowMs, weight) === null) {
      held.set(ticket, weight);
      return true;
    }
    tooHeavy = weight;
    return false;
  }

  function isHeldByTokens(): boolean {
    return tooHeavy !== null;
  }

  /** What keeps the next call from starting, and until when if that is known. */
  function whatBlocks(nowMs: number): { by: LimitedBy; untilMs: number | null } | null {
    if (!gate.admits(nowMs))
      return { by: 'endpoint', untilMs: nowMs < gate.probeAtMs ? gate.probeAtMs : null };
    if (slowDown.untilMs > nowMs) return { by: 'rate-limited', untilMs: slowDown.untilMs };
    if (inFlight >= window.allowed) return { by: 'concurrency', untilMs: null };
    const pacedUntilMs = learnedRate.readyAt(nowMs);
    if (pacedUntilMs > 0) return { by: 'rate-limited', untilMs: pacedUntilMs };
    return rates.blockRequests(nowMs) ?? (tooHeavy && rates.blockTokens(nowMs, tooHeavy));
  }

  function learn(ticket: number, outcome: CallOutcome): void {
    correctTokens(ticket, outcome);
    switch (outcome.type) {
      case 'answered':
        window.grow();
        learnedRate.answer(clock.now());
        if (slowDown.answer(ticket)) learnedRate.restore();
        gate.open();
        break;
      case 'refused':
        gate.open();
        break;
      case 'rate-limited': {
        const { afterMs, message } = outcome;
        const nowMs = clock.now();
        const isNews = slowDown.refuse({ ticket, newestTicket, untilMs: nowMs + afterMs, message });
        if (isNews) learnedRate.refuse(nowMs);
        gate.open();
        break;
      }
      case 'endpoint-down':
        gate.fail(ticket, clock.now(), outcome.message);
        break;
      case 'lost':
        gate.lose(ticket, clock.now());
        break;
      default:
        assertNever(outcome);
    }
    tell();
  }

  /** What a call without an answer used isn't told: its prompt counts where the endpoint had it. */
  function correctTokens(ticket: number, outcome: CallOutcome): void {
    const weight = held.get(ticket);
    if (weight === undefined) return;
    held.delete(ticket);
    rates.correct(clock.now(), weight, tokensUsed(outcome, weight));
  }

  /** Tells the lanes when what everybody waits for has changed. */
  function tell(): void {
    const waiting = whatAllWaitFor();
    if (waiting === null && told === null) return;
    if (waiting?.reason === told?.reason && waiting?.untilMs === told?.untilMs) return;
    told = waiting;
    for (const lane of lanes) lane.onWaiting(waiting);
  }

  function whatAllWaitFor(): Waiting | null {
    if (gate.isClosed) return { reason: 'endpoint-down', message: gate.message, untilMs: gate.probeAtMs };
    const { untilMs, message } = slowDown;
    if (untilMs === 0 || untilMs - clock.now() < tellWaitsFromMs)
      return told?.untilMs === untilMs ? told : null;
    return { reason: 'rate-limited', message, untilMs };
  }
}

function tokensUsed(outcome: CallOutcome, weight: Usage): Usage {
  switch (outcome.type) {
    case 'answered':
      return outcome.usage ?? weight;
    case 'lost':
      return weight;
    case 'refused':
      return { promptTokens: weight.promptTokens, completionTokens: 0 };
    case 'rate-limited':
    case 'endpoint-down':
      return { promptTokens: 0, completionTokens: 0 };
    default:
      return assertNever(outcome);
  }
}
