import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelAnswer, ModelCall, ModelFailure } from '@/lib/llm/model-call';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { createModelLimiter } from './model-limiter';
import { createFakeClock, type FakeClock } from './testing/fake-clock';
import { createRunFixture, createTestControl, startRun } from './testing/run-fixture';
import { answerOf, failureOf } from './testing/scripted-model';
import { createTestProgram } from './testing/test-program';

/** A provider's bucket of tokens, which refuses what it has no room for. */
function createProviderBucket(clock: FakeClock, perMinute: number, size: number) {
  let tokens = size;
  let filledAtMs = clock.now();
  return {
    admits(amount: number): boolean {
      tokens = Math.min(size, tokens + ((clock.now() - filledAtMs) * perMinute) / 60_000);
      filledAtMs = clock.now();
      return tokens >= amount;
    },
    take: (amount: number) => (tokens -= amount),
  };
}

type Case = {
  input: number;
  output: number;
  concurrency: number;
  latencyMs: number;
  /** Tokens of a prompt for each that we reckon. */
  tokenizer: number;
  /** The shortest and the longest answer, in tokens. */
  answers: readonly [number, number];
};

const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.integer({ min: 5000, max: 60_000 }),
  output: fc.integer({ min: 5000, max: 60_000 }),
  concurrency: fc.integer({ min: 1, max: 64 }),
  latencyMs: fc.integer({ min: 20, max: 4000 }),
  tokenizer: fc.double({ min: 0.5, max: 2, noNaN: true }),
  answers: fc.constantFrom([20, 20] as const, [10, 60] as const, [1, 150] as const),
});

async function runAgainst(limits: Case, rows: number) {
  const fixture = createRunFixture();
  const { clock } = fixture;
  const [shortest, longest] = limits.answers;
  const sizeOf = (perMinute: number) => perMinute / 10 + 1000;
  const input = createProviderBucket(clock, limits.input, sizeOf(limits.input));
  const output = createProviderBucket(clock, limits.output, sizeOf(limits.output));
  const used = { promptTokens: 0, completionTokens: 0 };
  const startedAtMs: number[] = [];
  let refused = 0;
  const limiter = createModelLimiter(
    {
      maxConcurrency: limits.concurrency,
      inputTokensPerMinute: limits.input,
      outputTokensPerMinute: limits.output,
    },
    clock,
  );
  async function callModel(
    { messages: [message] }: ModelCall,
    { signal }: { signal: AbortSignal },
  ): Promise<ModelAnswer | ModelFailure> {
    const content = message?.content ?? '';
    const promptTokens = Math.round(estimateTokens(content) * limits.tokenizer);
    const number = Number(/\d+/.exec(content));
    const completionTokens = shortest + ((number * 7919) % (longest - shortest + 1));
    if (!input.admits(promptTokens) || !output.admits(completionTokens)) {
      refused += 1;
      return failureOf('rate-limited', { retryAfterMs: 1000 });
    }
    startedAtMs.push(clock.now());
    input.take(promptTokens);
    output.take(completionTokens);
    used.promptTokens += promptTokens;
    used.completionTokens += completionTokens;
    await clock.sleep(limits.latencyMs, signal);
    return { ...answerOf(`answer ${number}`), usage: { promptTokens, completionTokens } };
  }
  const startMs = clock.now();
  const end = await clock.runUntil(
    startRun(fixture, {
      callModel,
      limiter,
      control: createTestControl(rows),
      program: createTestProgram({ steps: { answer: [] }, maxNewTokens: 200 }),
    }),
  );
  const seen = new Set(fixture.store.batches.map(({ progress }) => progress.limitedBy));
  return { end, refused, used, startedAtMs, seen, tookMs: clock.now() - startMs };
}

describe('E150 tokens per minute', () => {
  test('limits of tokens are kept with no refusal and used to the full', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (limits) => {
        const { end, refused, used, tookMs } = await runAgainst(limits, 120);
        expect(end.status).toBe('completed');
        expect(refused).toBe(0);
        const minutes = Math.max(used.promptTokens / limits.input, used.completionTokens / limits.output);
        const atOnceMs = Math.ceil(120 / limits.concurrency) * limits.latencyMs;
        // What the answers' own speed asks for, or the limits; besides, the first answers teach how long one is.
        expect(tookMs).toBeLessThanOrEqual(
          1.05 * Math.max(minutes * 60_000, atOnceMs) + 2 * limits.latencyMs + 12_000,
        );
      }),
      { numRuns: 24, seed: 150 },
    );
  });

  test('no second passes without a call while a limit of tokens is what holds calls back', async () => {
    const { startedAtMs, seen } = await runAgainst(
      { input: 60_000, output: 6000, concurrency: 64, latencyMs: 300, tokenizer: 1, answers: [10, 30] },
      200,
    );
    const gaps = startedAtMs.map((atMs, at) => atMs - (startedAtMs[at - 1] ?? atMs));
    expect(Math.max(...gaps.slice(5))).toBeLessThan(1000);
    expect(seen).toContain('output-tokens-per-minute');
  });
});

test('E151 a call that is too heavy now is not overtaken by lighter ones', async () => {
  const clock = createFakeClock();
  const limiter = createModelLimiter({ maxConcurrency: 9, inputTokensPerMinute: 6000 }, clock);
  const started: string[] = [];
  const join = (name: string, weights: number[]) =>
    limiter.join({
      urgent: false,
      onWaiting: () => undefined,
      startNext(_, admit) {
        const [promptTokens] = weights;
        if (promptTokens === undefined || !admit?.({ promptTokens, completionTokens: 0 })) return false;
        weights.shift();
        started.push(name);
        return true;
      },
    });
  const light = join('light', [40, 40, 40, 40]);
  const heavy = join('heavy', [500]);
  light.offer();
  heavy.offer();
  // The bucket holds 80. The third light one was asked before the heavy one came.
  expect(started).toEqual(['light', 'light']);
  expect(limiter.state().limitedBy).toBe('input-tokens-per-minute');
  await clock.advance(400);
  expect(started).toEqual(['light', 'light', 'light']);
  // The heavy one starts when the bucket is full, and owes 420.
  await clock.advance(790);
  expect(started).toHaveLength(3);
  await clock.advance(10);
  expect(started.at(-1)).toBe('heavy');
  await clock.advance(4590);
  expect(started).toHaveLength(4);
  await clock.advance(10);
  expect(started).toHaveLength(5);
});

test('E152 what a call was held at too much is given back when it is over', async () => {
  const clock = createFakeClock();
  const limiter = createModelLimiter({ maxConcurrency: 9, outputTokensPerMinute: 6000 }, clock);
  const tickets: number[] = [];
  const place = limiter.join({
    urgent: false,
    onWaiting: () => undefined,
    startNext(ticket, admit) {
      if (!admit?.({ promptTokens: 0, completionTokens: 80 })) return false;
      tickets.push(ticket);
      return true;
    },
  });
  place.offer();
  expect(tickets).toHaveLength(1);
  place.settle(tickets[0] ?? 0, { type: 'answered', usage: { promptTokens: 0, completionTokens: 10 } });
  expect(tickets).toHaveLength(1);
  await clock.advance(100);
  expect(tickets).toHaveLength(2);
  // A call that the provider didn't take has used nothing; one that used more than it was held at is owed.
  place.settle(tickets[1] ?? 0, { type: 'rate-limited', afterMs: 0, message: 'slow down' });
  expect(limiter.state().limitedBy).not.toBe('output-tokens-per-minute');
});
