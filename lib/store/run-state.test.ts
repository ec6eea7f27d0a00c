import { expect, test } from 'vitest';
import { emptyProgress } from '@/lib/run/progress';
import { runStatuses, type RunStatus } from '@/lib/run/run-status';
import { commitBatch } from './commit-batch';
import type { Database } from './database';
import { claimJob, endJob, keepJob, leaseMs, releaseJob } from './jobs';
import { countRows } from './rows';
import {
  beginRun,
  cancelRun,
  changeRun,
  endRun,
  pauseRun,
  readRunWishes,
  resumeRun,
  retryRun,
  takeRetry,
  setRunWaiting,
  type RunEnd,
  type RunJob,
} from './run-state';
import { deleteRun, findUnfinishedRun, listRuns, readRun, restoreRun } from './runs';
import { execute, sql } from './sql';
import { sweepDeleted } from './sweep';
import { claimRun, sampleBatch, sampleRow, sampleRun } from './testing/sample-run';
import { temporaryDatabase } from './testing/temporary-database';

async function runIn(db: Database, status: RunStatus) {
  const run = await sampleRun(db);
  await execute(db, sql`UPDATE runs SET status = ${status} WHERE id = ${run.id}`);
  return run.id;
}

const verbs = {
  pause: {
    act: pauseRun,
    moves: { pending: 'paused', running: 'pausing' },
  },
  resume: {
    act: resumeRun,
    moves: { paused: 'pending', failed: 'pending', cancelled: 'pending' },
  },
  cancel: {
    act: (db: Database, id: number) => cancelRun(db, id, 2000),
    moves: {
      pending: 'cancelled',
      paused: 'cancelled',
      running: 'cancelling',
      pausing: 'cancelling',
      cancelling: 'cancelling',
    },
  },
} satisfies Record<
  string,
  {
    act: (db: Database, id: number) => Promise<boolean>;
    moves: Partial<Record<RunStatus, RunStatus>>;
  }
>;

for (const [name, { act, moves }] of Object.entries(verbs)) {
  test(`${name} moves exactly the runs that it may`, async () => {
    const { db } = await temporaryDatabase();
    for (const from of runStatuses) {
      const id = await runIn(db, from);
      const to = (moves as Partial<Record<RunStatus, RunStatus>>)[from];
      expect([from, await act(db, id)]).toEqual([from, to !== undefined]);
      expect([from, (await readRun(db, id))?.status]).toEqual([from, to ?? from]);
    }
  });
}

test('a claimed run runs, ends, and its job is nobody’s any more', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  expect(await beginRun(db, job, 1100)).toMatchObject({ status: 'running', startedAtMs: 1100 });
  await setRunWaiting(db, job, { reason: 'endpoint', untilMs: 5000 });
  expect((await readRun(db, run.id))?.waiting).toEqual({ reason: 'endpoint', untilMs: 5000 });
  expect(await endRun(db, job, await ending(db, job, { status: 'completed' }))).toBe(true);
  await endJob(db, job);
  expect(await readRun(db, run.id)).toMatchObject({ status: 'completed', endedAtMs: 9000, waiting: null });
  expect(await claimJob(db, { owner: 'b', nowMs: 10_000 })).toBeNull();
});

test('a job goes to somebody else when its lease ends, and the first owner notices', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const first = await claimRun(db, run, 'a', 1000);
  await beginRun(db, first, 1000);
  expect(await keepJob(db, first, 5000)).toBe(true);
  expect(await claimJob(db, { owner: 'b', nowMs: 5000 + leaseMs })).toBeNull();
  const second = await claimRun(db, run, 'b', 5001 + leaseMs);
  expect(await keepJob(db, first, 5002 + leaseMs)).toBe(false);
  expect(await endRun(db, first, await ending(db, first, { status: 'failed' }))).toBe(false);
  await releaseJob(db, first);
  expect(await keepJob(db, second, 5003 + leaseMs)).toBe(true);
  // The run was left running: whoever claims it goes on.
  expect(await beginRun(db, second, 20_000)).toMatchObject({ status: 'running', startedAtMs: 1000 });
});

test('a released job can be claimed at once', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  await releaseJob(db, await claimRun(db, run, 'a'));
  expect(await claimJob(db, { owner: 'b', nowMs: 1001 })).toMatchObject({ runId: run.id, fence: 2 });
});

test('a crash between the end of a run and the end of its job does no harm', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run, 'a', 1000);
  await beginRun(db, job, 1000);
  await endRun(db, job, await ending(db, job, { status: 'completed' }));
  const next = await claimRun(db, run, 'b', 1001 + leaseMs);
  expect(await beginRun(db, next, 20_000)).toBeNull();
  await endJob(db, next);
  expect((await readRun(db, run.id))?.status).toBe('completed');
});

test('a resumed run is claimed again, even when its last job ends only then', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  await endRun(db, job, await ending(db, job, { status: 'paused', pauseReason: 'user' }));
  expect(await resumeRun(db, run.id)).toBe(true);
  await endJob(db, job);
  expect(await claimJob(db, { owner: 'b', nowMs: 1001 })).toMatchObject({ runId: run.id });
});

test('a run that was paused before its worker took it up stays paused', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await pauseRun(db, run.id);
  expect(await beginRun(db, job, 1000)).toBeNull();
  expect(await readRun(db, run.id)).toMatchObject({ status: 'paused', pauseReason: 'user' });
});

test('a raised cap lets a run go on that paused for it', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db, { budget: { usd: 1 } });
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  await endRun(db, job, await ending(db, job, { status: 'paused', pauseReason: 'budget' }));
  expect(await changeRun(db, run.id, { budget: { usd: 2 } })).toMatchObject({
    status: 'pending',
    wanted: 'running',
    budget: { usd: 2 },
  });
});

test('a raise in the very moment of the pause is not lost', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db, { budget: { usd: 1 } });
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  const end = await ending(db, job, { status: 'paused', pauseReason: 'budget' });
  await changeRun(db, run.id, { budget: { usd: 2 } });
  await endRun(db, job, end);
  await endJob(db, job);
  expect(await readRun(db, run.id)).toMatchObject({ status: 'pending', pauseReason: null });
  expect(await claimJob(db, { owner: 'b', nowMs: 1001 })).toMatchObject({ runId: run.id });
});

test('a completed run that is asked for more rows goes on, with room to try them', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  const end = await ending(db, job, { status: 'completed' });
  await endRun(db, job, { ...end, progress: { ...emptyProgress, accepted: 10 } });
  expect(await changeRun(db, run.id, { targetRows: 100 })).toMatchObject({
    status: 'pending',
    targetRows: 100,
    maxRows: 150,
    endedAtMs: null,
  });
});

test('retrying takes away the failed rows of the named causes alone', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  const failed = (index: number, code: string) => ({
    ...sampleRow(index),
    status: 'failed' as const,
    reason: { code, message: 'x', attempts: 1 },
  });
  await commitBatch(db, job, {
    ...sampleBatch([0]),
    rows: [sampleRow(0), failed(1, 'timeout'), failed(2, 'malformed-answer')],
  });
  // While it runs it is a wish: only the driver knows when no call is out.
  expect(await retryRun(db, run.id, { codes: ['timeout'] })).toBe(true);
  expect((await readRunWishes(db, run.id))?.wantsRetry).toBe(true);
  expect(await countRows(db, run.id)).toMatchObject({ failed: 2 });
  expect((await takeRetry(db, job))?.status).toBe('running');
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 1, failed: 1 });
  expect((await readRunWishes(db, run.id))?.wantsRetry).toBe(false);

  await endRun(db, job, await ending(db, job, { status: 'failed' }));
  expect(await retryRun(db, run.id, { maxNewTokens: 2048 })).toBe(true);
  expect(await readRun(db, run.id)).toMatchObject({ status: 'pending', maxNewTokens: 2048 });
  await takeRetry(db, job);
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 1, failed: 0 });
  await pauseRun(db, run.id);
  await cancelRun(db, run.id, 1000);
});

test('rows of a retry that somebody else has to take are left to him', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await commitBatch(db, job, { ...sampleBatch([]), rows: [{ ...sampleRow(0), status: 'failed' }] });
  await retryRun(db, run.id);
  expect(await takeRetry(db, { ...job, fence: job.fence - 1 })).toBeNull();
  expect(await countRows(db, run.id)).toMatchObject({ failed: 1 });
  expect((await readRunWishes(db, run.id))?.wantsRetry).toBe(true);
});

test('a run whose driver was gone says where it went on, and after how long; a resumed one does not', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  expect((await beginRun(db, job, 1000))?.wentOn).toBeNull();
  const batch = sampleBatch([0, 1, 2]);
  await commitBatch(db, job, { ...batch, progress: { ...batch.progress, updatedAt: 5000 } });
  const next = await claimRun(db, run, 'worker-b', 17_000);
  expect((await beginRun(db, next, 17_000))?.wentOn).toEqual({ atMs: 17_000, row: 3, stoppedMs: 12_000 });
  await endRun(db, next, await ending(db, next, { status: 'failed' }));
  await resumeRun(db, run.id);
  expect((await beginRun(db, next, 20_000))?.wentOn).toBeNull();
});

test('a delete can be undone for ten seconds; the sweep removes what is older', async () => {
  const { db } = await temporaryDatabase();
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await commitBatch(db, job, sampleBatch([0, 1]));
  expect(await deleteRun(db, run.id, 1000)).toBe(false);
  await execute(db, sql`UPDATE runs SET status = 'paused' WHERE id = ${run.id}`);
  expect(await deleteRun(db, run.id, 1000), 'a paused run has not ended').toBe(false);
  await cancelRun(db, run.id, 1000);
  expect(await deleteRun(db, run.id, 1000)).toBe(true);
  expect(await readRun(db, run.id)).toBeNull();
  expect(await listRuns(db, { projectId: 1, limit: 10 })).toEqual([]);
  await sweepDeleted(db, 12_000);
  expect(await restoreRun(db, { projectId: 2, id: run.id }, 11_000)).toBe(false);
  expect(await restoreRun(db, { projectId: 1, id: run.id }, 11_000)).toBe(true);
  expect(await readRun(db, run.id)).not.toBeNull();

  await deleteRun(db, run.id, 20_000);
  expect(await restoreRun(db, { projectId: 1, id: run.id }, 30_001)).toBe(false);
  await sweepDeleted(db, 40_001);
  expect(await countRows(db, run.id)).toMatchObject({ accepted: 0 });
});

test('an unfinished run is found again by its text and file', async () => {
  const { db } = await temporaryDatabase();
  const mine = { yaml: 'a: 1\n', outputPath: '/tmp/out.jsonl' };
  await sampleRun(db, { yaml: 'b: 1\n', outputPath: mine.outputPath });
  expect(await findUnfinishedRun(db, mine)).toBeNull();
  const run = await sampleRun(db, mine);
  expect(await findUnfinishedRun(db, mine)).toMatchObject({ id: run.id, journalScope: `run:${run.id}` });
});

async function ending(
  db: Database,
  job: RunJob,
  end: Pick<RunEnd, 'status' | 'pauseReason'>,
): Promise<RunEnd> {
  const seen = await readRunWishes(db, job.runId);
  if (!seen) throw new Error('the run is gone');
  return { ...end, progress: emptyProgress, seen, nowMs: 9000 };
}
