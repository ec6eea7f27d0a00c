import { expect, test } from 'vitest';
import { emptyProgress } from '@/lib/run/progress';
import type { Batch } from './batch';
import type { JournalEntry } from './journal-entry';
import { createMicroBatch } from './micro-batch';
import { createFakeClock } from './testing/fake-clock';

function entry(key: string): JournalEntry {
  return {
    key,
    rowIndex: 0,
    attributeId: 'a',
    step: 'answer',
    attempt: 0,
    text: 'text',
    finishReason: 'stop',
    promptTokens: 1,
    completionTokens: 1,
    costUsd: 0,
    latencyMs: 1,
    promptHash: '',
    attempts: [],
    at: 0,
    model: 'm',
  };
}

function arrange(commitMs: number) {
  const clock = createFakeClock();
  const commits: { startMs: number; keys: string[] }[] = [];
  const open = { now: 0, most: 0 };
  const batch = createMicroBatch({
    clock,
    async commit({ completions }: Batch) {
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      commits.push({ startMs: clock.now(), keys: completions.map(({ key }) => key) });
      await clock.sleep(commitMs, new AbortController().signal);
      open.now -= 1;
    },
    progress: () => emptyProgress,
    onCommitted: () => undefined,
    onFailed: () => undefined,
  });
  return { clock, commits, batch, open, startMs: clock.now() };
}

test('E50 what came first in a batch is durable after 50 ms, with all that came before the commit began', async () => {
  const { clock, commits, batch, startMs } = arrange(5);
  batch.addCompletion(entry('a'));
  await clock.advance(30);
  batch.addCompletion(entry('b'));
  await clock.advance(30);
  batch.addCompletion(entry('c'));
  await clock.advance(100);
  expect(commits).toEqual([
    { startMs: startMs + 50, keys: ['a', 'b'] },
    // By then it is known how long a commit takes.
    { startMs: startMs + 105, keys: ['c'] },
  ]);
});

test('E50 what comes while a commit is being made does not wait for its end and then for another 50 ms', async () => {
  const { clock, commits, batch, startMs } = arrange(40);
  batch.addCompletion(entry('a'));
  await clock.advance(51);
  batch.addCompletion(entry('b'));
  await clock.advance(200);
  expect(commits.map((commit) => commit.startMs)).toEqual([startMs + 50, startMs + 90]);
});

test('E50 one commit at a time, however slow', async () => {
  const { clock, commits, batch, open } = arrange(400);
  for (let index = 0; index < 20; index += 1) {
    batch.addCompletion(entry(String(index)));
    await clock.advance(50);
  }
  await clock.advance(2000);
  expect(open.most).toBe(1);
  expect(commits.flatMap(({ keys }) => keys)).toEqual(
    Array.from({ length: 20 }, (_, index) => String(index)),
  );
});

test('E50 while a commit takes long, no more calls are started', async () => {
  const { clock, batch } = arrange(500);
  batch.addCompletion(entry('a'));
  expect(batch.isBehind).toBe(false);
  await clock.advance(50 + 200);
  expect(batch.isBehind).toBe(false);
  await clock.advance(10);
  expect(batch.isBehind).toBe(true);
  await clock.advance(300);
  expect(batch.isBehind).toBe(false);
});

test('E50 flush writes at once what is there, and waits until it is durable', async () => {
  const { clock, commits, batch, open, startMs } = arrange(100);
  batch.addCompletion(entry('a'));
  await clock.runUntil(batch.flush());
  expect(commits).toEqual([{ startMs, keys: ['a'] }]);
  expect(open.now).toBe(0);
});

test('E50 abandoned, it writes nothing more', async () => {
  const { clock, commits, batch } = arrange(100);
  batch.addCompletion(entry('a'));
  await batch.abandon();
  batch.addCompletion(entry('b'));
  await clock.advance(1000);
  expect(commits).toEqual([]);
});
