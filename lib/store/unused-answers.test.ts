import { expect, test } from 'vitest';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import { commitBatch } from './commit-batch';
import { findCompletions, insertCompletions } from './completions';
import type { Database } from './database';
import { endJob } from './jobs';
import { readRow } from './rows';
import { stateBefore, writeRow } from './row-marks';
import { endRun } from './run-state';
import type { RunRecord } from './runs';
import { claimRun, sampleBatch, sampleCompletion, sampleRun } from './testing/sample-run';
import { temporaryDatabase } from './testing/temporary-database';
import { claimClearing, sumUnusedAnswers } from './unused-answers';

const before = 2000;

function answer(index: number, change: Partial<JournalEntry> = {}): JournalEntry {
  return { ...sampleCompletion(index), at: 1000, ...change };
}

async function endedRun(db: Database, change: Parameters<typeof sampleRun>[1] = {}): Promise<RunRecord> {
  const run = await sampleRun(db, change);
  const job = await claimRun(db, run);
  const batch = sampleBatch([0, 1]);
  await commitBatch(db, job, { ...batch, completions: [answer(0), answer(1)] });
  await endRun(db, job, {
    status: 'completed',
    progress: batch.progress,
    nowMs: 1500,
    seen: { ...run, wantsRetry: false },
  });
  await endJob(db, job);
  return run;
}

const keysIn = async (db: Database, scope: string) =>
  [
    ...(
      await findCompletions(db, scope, ['key-0', 'key-1', 'key-2', 'key-3', 'old', 'shared', 'new'])
    ).keys(),
  ].sort();

test('E153 what no row stands on and is old goes; what a row stands on, or came later, stays', async () => {
  const { db } = await temporaryDatabase();
  const { journalScope: scope } = await endedRun(db);
  await insertCompletions(db, scope, [answer(2), answer(1, { key: 'old' }), answer(3, { at: before })]);
  const found = await sumUnusedAnswers(db, { before, remove: false });
  expect(found.answers).toBe(2);
  expect(found.bytes).toBeGreaterThan(400);
  expect(await keysIn(db, scope)).toHaveLength(5);

  expect(await sumUnusedAnswers(db, { before, remove: true })).toEqual(found);
  expect(await keysIn(db, scope)).toEqual(['key-0', 'key-1', 'key-3']);
  expect(await sumUnusedAnswers(db, { before, remove: true })).toEqual({ answers: 0, bytes: 0 });
});

test('E153 nothing goes from the journal of a run that is not over', async () => {
  const { db } = await temporaryDatabase();
  const { journalScope } = await sampleRun(db);
  await insertCompletions(db, journalScope, [answer(9)]);
  expect((await sumUnusedAnswers(db, { before, remove: true })).answers).toBe(0);
});

test('E153 an answer that a row can be set back to stays, and one that all rows asked alike', async () => {
  const { db } = await temporaryDatabase();
  const run = await endedRun(db);
  const scope = run.journalScope;
  await insertCompletions(db, scope, [answer(0, { key: 'new' }), answer(-1, { key: 'shared' })]);
  const row = await readRow(db, run.id, 0);
  if (row === null) throw new Error('the row is gone');
  const { cells } = row;
  const written = await writeRow(db, {
    runId: run.id,
    index: 0,
    version: row.version,
    note: {
      change: {
        before: { ...stateBefore(row), generated: { cells, answers: '[["answer","key-0",0]]' } },
        values: {},
      },
    },
    mark: { cells: null, edited: [], rating: 0 },
    generated: { cells, answers: '[["answer","new",0]]' },
    nowMs: 1800,
  });
  expect(written).toBe(true);
  expect((await sumUnusedAnswers(db, { before, remove: true })).answers).toBe(0);
  expect(await keysIn(db, scope)).toEqual(['key-0', 'key-1', 'new', 'shared']);
});

test('E153 journals of runs and recipes that are gone are cleared, however many answers they hold', async () => {
  const { db } = await temporaryDatabase();
  const many = Array.from({ length: 4500 }, (_, index) => answer(index));
  await insertCompletions(db, 'recipe:8', many);
  await insertCompletions(db, 'run:9', many.slice(0, 10));
  expect((await sumUnusedAnswers(db, { before, remove: true })).answers).toBe(4510);
});

test('one process clears, once in the time', async () => {
  const { db } = await temporaryDatabase();
  expect(await claimClearing(db, 5000, 1000)).toBe(true);
  expect(await claimClearing(db, 5999, 1000)).toBe(false);
  expect(await claimClearing(db, 6000, 1000)).toBe(true);
});
