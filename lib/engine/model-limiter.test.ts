import { describe, expect, test } from 'vitest';
import type { CallOutcome } from './model-limiter';
import { createModelLimiter, type Waiting } from './model-limiter';
import { createFakeClock, type FakeClock } from './testing/fake-clock';

/** Drives calls through a limiter against an endpoint that is a function of the time and the calls in flight. */
async function drive(
  clock: FakeClock,
  options: {
    limits: Parameters<typeof createModelLimiter>[0];
    calls: number;
    latencyMs: number;
    answer: (call: number, attempt: number) => CallOutcome;
  },
) {
  const limiter = createModelLimiter(options.limits, clock);
  const queue = Array.from({ length: options.calls }, (_, call) => ({ call, attempt: 0 }));
  const starts: number[] = [];
  const refusals: number[] = [];
  const waits: (Waiting | null)[] = [];
  let left = options.calls;
  let inFlight = 0;
  let peak = 0;
  const done = new Promise<void>((resolve) => {
    const place = limiter.join({
      urgent: false,
      startNext(ticket) {
        const next = queue.shift();
        if (next === undefined) return false;
        starts.push(clock.now());
        inFlight += 1;
        peak = Math.max(peak, inFlight);
        const outcome = options.answer(next.call, next.attempt);
        const latencyMs = outcome.type === 'rate-limited' ? 1 : options.latencyMs;
        void clock.sleep(latencyMs, never).then(() => {
          inFlight -= 1;
          if (outcome.type === 'answered') left -= 1;
          else {
            refusals.push(clock.now());
            const again = { call: next.call, attempt: next.attempt + 1 };
            if (outcome.type === 'rate-limited') {
              void clock.sleep(outcome.afterMs, never).then(() => {
                queue.unshift(again);
                place.offer();
              });
            } else queue.unshift(again);
          }
          place.settle(ticket, outcome);
          if (left === 0) resolve();
        });
        return true;
      },
      onWaiting: (waiting) => waits.push(waiting),
    });
    place.offer();
  });
  const startMs = clock.now();
  await clock.runUntil(done);
  return { limiter, starts, refusals, waits, peak, tookMs: clock.now() - startMs };
}

const never = new AbortController().signal;
const answered = (): CallOutcome => ({ type: 'answered' });

/** An endpoint's own bucket: as many calls at once as `size`, then `perSecond`. */
function endpointBucket(clock: FakeClock, size: number, perSecond: number): () => CallOutcome {
  let tokens = size;
  let filledAt = clock.now();
  return () => {
    tokens = Math.min(size, tokens + ((clock.now() - filledAt) * perSecond) / 1000);
    filledAt = clock.now();
    if (tokens < 1) return { type: 'rate-limited', afterMs: 1000, message: 'slow down' };
    tokens -= 1;
    return { type: 'answered' };
  };
}

describe('E40 calls at once', () => {
  test('never more than the limit', async () => {
    const { peak, tookMs } = await drive(createFakeClock(), {
      limits: { maxConcurrency: 50 },
      calls: 500,
      latencyMs: 100,
      answer: answered,
    });
    expect(peak).toBe(50);
    // Ten rounds, and one more because it starts with 32.
    expect(tookMs).toBeLessThanOrEqual(1100);
  });
});

describe('E41 requests per minute', () => {
  test('a limit that was told is used up to 3 % and never passed', async () => {
    const clock = createFakeClock();
    const { refusals, tookMs } = await drive(clock, {
      limits: { maxConcurrency: 64, requestsPerMinute: 600 },
      calls: 200,
      latencyMs: 100,
      answer: endpointBucket(clock, 10, 10),
    });
    expect(refusals).toEqual([]);
    expect(tookMs).toBeLessThanOrEqual(1.03 * 19_000 + 100);
  });

  test('a limit below one a second starts with one call', async () => {
    const { starts } = await drive(createFakeClock(), {
      limits: { maxConcurrency: 64, requestsPerMinute: 30 },
      calls: 4,
      latencyMs: 1,
      answer: answered,
    });
    expect(starts.map((start) => start - (starts[0] ?? 0))).toEqual([0, 2000, 4000, 6000]);
  });
});

describe('E42 asked to slow down', () => {
  test('a limit nobody told is found with few refusals', async () => {
    const clock = createFakeClock();
    const { refusals, tookMs } = await drive(clock, {
      limits: { maxConcurrency: 64 },
      calls: 200,
      latencyMs: 100,
      answer: endpointBucket(clock, 10, 10),
    });
    expect(refusals.length).toBeLessThan(50);
    expect(tookMs).toBeLessThan(1.1 * 19_000);
  });

  test('no call starts before the time the provider asked for', async () => {
    const clock = createFakeClock();
    const { starts } = await drive(clock, {
      limits: { maxConcurrency: 4 },
      calls: 4,
      latencyMs: 10,
      answer: (_, attempt) =>
        attempt === 0 ? { type: 'rate-limited', afterMs: 5000, message: 'slow down' } : { type: 'answered' },
    });
    const first = starts[0] ?? 0;
    expect(starts.slice(0, 4).every((start) => start === first)).toBe(true);
    expect(starts.slice(4).every((start) => start >= first + 5000)).toBe(true);
  });

  test('a refusal among many answers makes only its own call wait', async () => {
    const { tookMs, refusals } = await drive(createFakeClock(), {
      limits: { maxConcurrency: 64 },
      calls: 2000,
      latencyMs: 20,
      answer: (call, attempt) =>
        call % 20 === 0 && attempt === 0
          ? { type: 'rate-limited', afterMs: 1000, message: 'slow down' }
          : { type: 'answered' },
    });
    expect(refusals).toHaveLength(100);
    expect(tookMs).toBeLessThan(5000);
  });

  test('a provider that refuses and asks for no wait is neither asked without end nor left alone', async () => {
    const clock = createFakeClock();
    const bucket = endpointBucket(clock, 10, 20);
    const { refusals, tookMs } = await drive(clock, {
      limits: { maxConcurrency: 64 },
      calls: 200,
      latencyMs: 20,
      answer: () => ({ ...bucket(), afterMs: 0 }),
    });
    expect(refusals.length).toBeLessThan(200);
    expect(tookMs).toBeLessThan(2 * 9500);
  });

  test('a long pause is told to those who wait, and its end too', async () => {
    const { waits } = await drive(createFakeClock(), {
      limits: { maxConcurrency: 1 },
      calls: 2,
      latencyMs: 10,
      answer: (call, attempt) =>
        call === 0 && attempt === 0
          ? { type: 'rate-limited', afterMs: 9000, message: 'slow down' }
          : { type: 'answered' },
    });
    expect(waits).toMatchObject([{ reason: 'rate-limited', message: 'slow down' }, null]);
  });
});

describe('E43 endpoint down', () => {
  test('one call looks after 1, 2, 4 … at most 30 seconds; the first answer lets all go on', async () => {
    const clock = createFakeClock();
    const startMs = clock.now();
    const { starts, waits } = await drive(clock, {
      limits: { maxConcurrency: 3 },
      calls: 30,
      latencyMs: 0,
      answer: () =>
        clock.now() - startMs < 100_000
          ? { type: 'endpoint-down', message: 'connection refused' }
          : { type: 'answered' },
    });
    const seconds = starts.map((start) => Math.round((start - startMs) / 1000));
    expect(seconds.slice(0, 11)).toEqual([0, 0, 0, 1, 3, 7, 15, 31, 61, 91, 121]);
    expect(seconds.slice(11).every((second) => second === 121)).toBe(true);
    expect(waits[0]).toMatchObject({ reason: 'endpoint-down', untilMs: startMs + 1000 });
    expect(waits.at(-1)).toBeNull();
  });

  test('an error of the endpoint shows that it is up again', async () => {
    const { tookMs } = await drive(createFakeClock(), {
      limits: { maxConcurrency: 3 },
      calls: 9,
      latencyMs: 10,
      answer: (call, attempt) =>
        attempt === 0 && call === 0
          ? { type: 'endpoint-down', message: 'reset' }
          : attempt === 0 && call === 1
            ? { type: 'refused' }
            : { type: 'answered' },
    });
    expect(tookMs).toBeLessThan(200);
  });
});

test('E12 lanes take turns call by call; urgent ones come first; a lane that left is not asked', () => {
  const limiter = createModelLimiter({ maxConcurrency: 3 }, createFakeClock());
  const order: string[] = [];
  const tickets: number[] = [];
  const join = (name: string, calls: number, urgent = false) => {
    let left = calls;
    return limiter.join({
      urgent,
      startNext(ticket) {
        if (left === 0) return false;
        left -= 1;
        order.push(name);
        tickets.push(ticket);
        return true;
      },
      onWaiting: () => undefined,
    });
  };
  const a = join('a', 9);
  const b = join('b', 9);
  a.offer();
  b.offer();
  expect(order.join('')).toBe('aaa');
  for (const ticket of tickets.splice(0)) a.settle(ticket, { type: 'answered' });
  expect(order.join('')).toBe('aaaaba');
  const urgent = join('u', 2, true);
  urgent.offer();
  b.leave();
  for (const ticket of tickets.splice(0)) a.settle(ticket, { type: 'answered' });
  expect(order.join('')).toBe('aaaabauua');
  expect(limiter.state()).toMatchObject({ inFlight: 3, limitedBy: 'concurrency' });
});
