import { expect, test } from 'vitest';
import { emptyProgress } from '@/lib/run/progress';
import { Float, type Value } from '@/lib/util/value';
import { commitBatch } from './commit-batch';
import { findCompletions, hasCompletions, insertCompletions } from './completions';
import { claimJob, endJob, leaseMs } from './jobs';
import { countRows, finishedRows, readRow, readRowPage } from './rows';
import { readRun } from './runs';
import { claimRun, sampleBatch, sampleCompletion, sampleRow, sampleRun } from './testing/sample-run';
import { temporaryDatabase } from './testing/temporary-database';

test('a batch comes back as it went in', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const batch = sampleBatch([0, 1]);
  expect(await commitBatch(db, job, batch)).toBe(true);

  expect(await readRow(db, run.id, 1)).toEqual({
    marked: null,
    version: expect.any(String) as string,
    index: 1,
    status: 'accepted',
    generated: '["topic 1","answer 1"]',
    edited: [],
    rating: 0,
    cells: '["topic 1","answer 1"]',
    reason: null,
    answers: [{ attributeId: 'answer', key: 'key-1', reused: false }],
  });
  const found = await findCompletions(db, run.journalScope, ['key-0', 'key-1', 'key-2']);
  expect([...found.values()]).toEqual(batch.completions);
  expect((await readRun(db, run.id))?.progress).toEqual(batch.progress);
});

test('cells keep floats, large integers, key order and absent values', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const value = new Map<string, Value>([
    ['2', new Float(5)],
    ['1', 9_007_199_254_740_993n],
  ]);
  const row = { ...sampleRow(0), cells: [value, undefined] };
  await commitBatch(db, await claimRun(db, run), { completions: [], rows: [row], progress: emptyProgress });
  expect((await readRow(db, run.id, 0))?.cells).toBe('[{"2":5.0,"1":9007199254740993},null]');
});

test('committing the same batch twice changes nothing', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await commitBatch(db, job, sampleBatch([0, 1, 2]));
  await commitBatch(db, job, sampleBatch([0, 1, 2]));
  expect(await countRows(db, run.id)).toEqual({ accepted: 3, rejected: 0, failed: 0, spare: 0 });
  expect(await readRowPage(db, { runId: run.id, fromIndex: 0, limit: 10 })).toHaveLength(3);
});

test('an answer that is journalled stays as it is', async () => {
  const { db } = await temporaryDatabase();
  const first = sampleCompletion(0);
  await insertCompletions(db, 'recipe:1', [first]);
  await insertCompletions(db, 'recipe:1', [{ ...first, text: 'another', costUsd: 9 }]);
  expect((await findCompletions(db, 'recipe:1', ['key-0'])).get('key-0')).toEqual(first);
  expect(await hasCompletions(db, 'recipe:1')).toBe(true);
  expect(await hasCompletions(db, 'recipe:2')).toBe(false);
});

test('a worker that lost its lease adds answers, but no rows and no progress', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const lost = await claimRun(db, run, 'worker-a', 1000);
  await commitBatch(db, lost, sampleBatch([0]));
  const taken = await claimRun(db, run, 'worker-b', 1000 + leaseMs + 1);
  expect(taken.fence).toBeGreaterThan(lost.fence);

  expect(await commitBatch(db, lost, sampleBatch([1, 2], 3))).toBe(false);
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 1 });
  expect((await readRun(db, run.id))?.progress.accepted).toBe(1);
  expect((await findCompletions(db, run.journalScope, ['key-2'])).size).toBe(1);

  expect(await commitBatch(db, taken, sampleBatch([1], 2))).toBe(true);
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 2 });
});

test('nothing is written for a job that has ended', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await endJob(db, job);
  expect(await commitBatch(db, job, sampleBatch([0]))).toBe(false);
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 0 });
});

test('a batch that can not be written whole is not written at all', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const batch = sampleBatch([0, 1]);
  const broken = { ...batch, rows: [sampleRow(0), { ...sampleRow(1), index: Number.NaN }] };
  await expect(commitBatch(db, job, broken)).rejects.toThrow();
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 0 });
  expect(await hasCompletions(db, run.journalScope)).toBe(false);
  expect((await readRun(db, run.id))?.progress).toEqual(emptyProgress);
  // And the connection is fit for the next one.
  expect(await commitBatch(db, job, batch)).toBe(true);
});

test('a run of many rows tells in short form which are finished', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const failed = {
    ...sampleRow(7),
    status: 'failed' as const,
    reason: { attributeId: 'answer', code: 'timeout', message: 'No answer in 5 s', attempts: 3 },
  };
  const batch = sampleBatch([1, 2, 3, 6]);
  await commitBatch(db, job, { ...batch, rows: [...batch.rows, failed] });
  expect(await finishedRows(db, run.id)).toEqual({
    rejections: [],
    counts: { accepted: 4, rejected: 0, failed: 1, spare: 0 },
    end: 8,
    missing: [0, 4, 5],
    failures: [{ code: 'timeout', message: 'No answer in 5 s', count: 1, exampleRow: 7 }],
  });
});

test('pages go on while rows are being written, each row once', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const { openDatabase } = await import('./database');
  const reader = await openDatabase({ dataDir, readOnly: true });
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await commitBatch(db, job, sampleBatch([0, 1, 2, 3]));
  const seen: number[] = [];
  let next = 4;
  for (let from = 0; ;) {
    const page = await readRowPage(reader, { runId: run.id, fromIndex: from, status: 'accepted', limit: 3 });
    if (page.length === 0) break;
    seen.push(...page.map((row) => row.index));
    from = (page.at(-1)?.index ?? 0) + 1;
    if (next < 12) {
      await commitBatch(db, job, sampleBatch([next, next + 1], next + 2));
      next += 2;
    }
  }
  expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index));
  await reader.close();
});

test('claiming what another process holds gives nothing', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  await claimRun(db, run, 'worker-a', 1000);
  expect(await claimJob(db, { owner: 'worker-b', nowMs: 1001 })).toBeNull();
});
