import { expect, test } from 'vitest';
import { commitBatch } from './commit-batch';
import type { Database } from './database';
import { claimJob, leaseMs } from './jobs';
import { readRowChanges, stateBefore, writeRow, type RowWrite } from './row-marks';
import { finishedRows, readRow, retellCauses } from './rows';
import { beginRun, changeRun, endRun } from './run-state';
import { readRun } from './runs';
import { beginTrial, cancelTrial, insertTrial, readTrial, type TrialState } from './trials';
import { claimRun, sampleBatch, sampleRun } from './testing/sample-run';
import { temporaryDatabase } from './testing/temporary-database';

/** Two accepted rows of a run that nobody drives. */
async function endedRun(db: Database) {
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  await commitBatch(db, job, sampleBatch([0, 1]));
  const { progress } = sampleBatch([0, 1]);
  const seen = { wanted: 'running', budget: {}, targetRows: 10, maxRows: 30, wantsRetry: false } as const;
  await endRun(db, job, { status: 'completed', progress, seen, nowMs: 2000 });
  return run;
}

async function rowOf(db: Database, runId: number, index = 1) {
  const row = await readRow(db, runId, index);
  if (row === null) throw new Error(`there is no row ${index}`);
  return row;
}

/** A change that writes over the answer and rejects the row. */
async function rejection(db: Database, runId: number): Promise<RowWrite> {
  const row = await rowOf(db, runId);
  const values = { answer: { before: '"answer 1"', after: '"x"' } };
  return {
    runId,
    index: 1,
    version: row.version,
    note: { change: { before: stateBefore(row), values, status: 'rejected' } },
    mark: { cells: '["topic 1","x"]', edited: ['answer'], rating: -1 },
    status: { status: 'rejected', reason: '{"code":"by-hand","message":"","attempts":0}' },
    nowMs: 5,
  };
}

test('E137 a change is written whole: note, marks, status and counts', async () => {
  const { db } = await temporaryDatabase();
  const run = await endedRun(db);
  expect(await writeRow(db, await rejection(db, run.id))).toBe(true);
  expect(await rowOf(db, run.id)).toMatchObject({
    ...{ cells: '["topic 1","x"]', generated: '["topic 1","answer 1"]', edited: ['answer'], rating: -1 },
    ...{ status: 'rejected', reason: { code: 'by-hand' } },
  });
  expect(await readRowChanges(db, run.id, 1)).toMatchObject([{ at: 5, change: { status: 'rejected' } }]);
  expect((await readRun(db, run.id))?.progress).toMatchObject({ generated: 2, accepted: 1, rejected: 1 });
  await retellCauses(db, run.id);
  expect((await readRun(db, run.id))?.progress.rejections).toEqual(
    (await finishedRows(db, run.id)).rejections,
  );
});

test('E137 a change taken back leaves the row as it was, and its note is gone', async () => {
  const { db } = await temporaryDatabase();
  const run = await endedRun(db);
  const before = await rowOf(db, run.id);
  await writeRow(db, await rejection(db, run.id));
  const [noted] = await readRowChanges(db, run.id, 1);
  const { version } = await rowOf(db, run.id);
  const back = { note: { undone: noted?.id ?? 0 }, mark: stateBefore(before) };
  const status = { status: 'accepted' as const, reason: null };
  expect(await writeRow(db, { runId: run.id, index: 1, version, ...back, status, nowMs: 6 })).toBe(true);
  expect(await rowOf(db, run.id)).toEqual(before);
  expect((await readRun(db, run.id))?.progress).toMatchObject({ accepted: 2, rejected: 0 });
});

test('E137 of two changes made from the same row one is written, and of the other nothing', async () => {
  const { db } = await temporaryDatabase();
  const run = await endedRun(db);
  const [first, second] = [await rejection(db, run.id), await rejection(db, run.id)];
  const written = await Promise.all([
    writeRow(db, first),
    writeRow(db, { ...second, mark: { ...second.mark, rating: 1 } }),
  ]);
  expect(written).toEqual([true, false]);
  expect(await rowOf(db, run.id)).toMatchObject({ rating: -1 });
  expect(await readRowChanges(db, run.id, 1)).toHaveLength(1);
  expect((await readRun(db, run.id))?.progress).toMatchObject({ accepted: 1, rejected: 1 });
});

test('E137 a status is not written while the run is driven; a value is', async () => {
  const { db } = await temporaryDatabase();
  const run = await endedRun(db);
  await changeRun(db, run.id, { targetRows: 20 });
  const write = await rejection(db, run.id);
  expect(await writeRow(db, write)).toBe(false);
  expect(await writeRow(db, { ...write, status: undefined })).toBe(true);
  expect(await rowOf(db, run.id)).toMatchObject({ status: 'accepted', edited: ['answer'] });
});

test('E137 answers asked anew end their trial with the row, or neither', async () => {
  const { db } = await temporaryDatabase();
  const run = await endedRun(db);
  const { projectId, seed, journalScope, columns, id: runId } = run;
  const { id } = await insertTrial(db, {
    ...{ projectId, recipeId: null, yaml: '', seed, start: 1, rowCount: 1, journalScope, columns },
    ...{ regenerate: { runId, attributeId: 'answer' }, nowMs: 1000 },
  });
  const claim = async (nowMs: number) => {
    const job = await claimJob(db, { owner: 'worker-a', nowMs, only: { trialId: id } });
    if (job?.kind !== 'trial') throw new Error('the trial could not be claimed');
    await beginTrial(db, job);
    return job;
  };
  const costs = { costUsd: 0.5, savedUsd: 0, calls: 1, reusedCalls: 0, promptTokens: 3, completionTokens: 4 };
  const state: TrialState = { texts: [], rows: [], failures: [], end: costs };
  const answered = { cells: '["topic 1","new"]', answers: '[["answer","key-n",0]]' };
  const write = { ...(await rejection(db, runId)), status: undefined };
  const apply = (job: Awaited<ReturnType<typeof claim>>) =>
    writeRow(db, { ...write, generated: answered, trial: { job, state }, nowMs: 7 });

  const lost = await claim(1000);
  const held = await claim(1001 + leaseMs);
  expect(await apply(lost)).toBe(false);
  expect((await rowOf(db, runId)).generated).toBe('["topic 1","answer 1"]');
  expect(await apply(held)).toBe(true);
  expect(await rowOf(db, runId)).toMatchObject({ generated: answered.cells, answers: [{ key: 'key-n' }] });
  expect(await readTrial(db, id)).toMatchObject({ status: 'completed', endedAtMs: 7, state });
  expect((await readRun(db, runId))?.progress).toMatchObject({ calls: 3, costUsd: 0.5, completionTokens: 4 });
  // It has ended: nobody takes it up again, and a second write of the same answers does nothing.
  expect(await beginTrial(db, held)).toBeNull();
  expect(await apply(held)).toBe(false);
  await cancelTrial(db, id, 9);
  expect(await readTrial(db, id)).toMatchObject({ status: 'completed' });
});
