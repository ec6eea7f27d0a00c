import Connection from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startMockEndpoint, type MockEndpoint } from '@/bench/mock-endpoint';
import type { Context } from '@/lib/runtime/context';
import { startRegeneration } from '@/lib/runtime/regenerate-row';
import { startRun } from '@/lib/runtime/start-run';
import {
  bundlePrograms,
  startProgram,
  until,
  type BundledPrograms,
  type Started,
} from '@/lib/runtime/testing/bundled-programs';
import { mockInference, testRecipe } from '@/lib/runtime/testing/test-recipe';
import { testContext } from '@/lib/runtime/testing/test-context';
import { databasePath } from '@/lib/store/database';
import { readRowChanges } from '@/lib/store/row-marks';
import { readRowPage } from '@/lib/store/rows';
import { readRun } from '@/lib/store/runs';
import { readTrial } from '@/lib/store/trials';

let programs: BundledPrograms;

beforeAll(async () => {
  programs = await bundlePrograms();
}, 120_000);

afterAll(() => programs.remove());

const calls = 8;

function startWorker(context: Context): Started {
  const worker = startProgram(programs, 'worker', [], { SEEDLOOM_DATA_DIR: context.config.dataDir });
  onTestFinished(() => void worker.process.kill('SIGKILL'));
  return worker;
}

async function startMock(latencyMs: number): Promise<MockEndpoint> {
  const endpoint = await startMockEndpoint({ latencyMs });
  onTestFinished(() => endpoint.close());
  return endpoint;
}

async function start(
  context: Context,
  endpoint: MockEndpoint,
  numSamples: number,
  changes: Record<string, unknown> = {},
): Promise<number> {
  const yaml = testRecipe(mockInference(endpoint.url, { num_workers: calls }), changes);
  const request = { projectId: 1, source: { yaml }, numSamples, maxRows: 10 * numSamples, reuse: false };
  return (await startRun(context, request)).id;
}

const statusOf = async (context: Context, id: number) => (await readRun(context.db, id))?.status;
const acceptedOf = async (context: Context, id: number) =>
  (await readRun(context.db, id))?.progress.accepted ?? 0;

async function rowsOf(context: Context, runId: number): Promise<string[]> {
  const rows = await readRowPage(context.db, { runId, fromIndex: 0, limit: 10_000 });
  return rows.map(({ index, status, cells }) => `${index} ${status} ${cells}`);
}

describe('a worker that is killed loses no row, doubles none, pays for no journalled answer again', () => {
  const wantedRows = 60;

  test.each([1, 17, 45, 59])(
    'after %i rows: the same rows in the end',
    async (rowsBefore) => {
      const endpoint = await startMock(15);
      const context = await testContext();
      const runId = await start(context, endpoint, wantedRows);
      const killed = startWorker(context);
      await until(async () => (await acceptedOf(context, runId)) >= rowsBefore);
      killed.process.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
      const journalled = await context.db.prisma.completion.count();
      const rowsAtKill = await rowsOf(context, runId);
      const paidAtKill = endpoint.stats().answered;
      // What is answered and not journalled is what was in flight or on its way to the disk.
      expect(paidAtKill - journalled).toBeLessThanOrEqual(2 * calls);

      endpoint.reset();
      startWorker(context);
      await until(async () => (await statusOf(context, runId)) === 'completed');
      expect(endpoint.stats().answered).toBe(2 * wantedRows - journalled);
      const rows = await rowsOf(context, runId);
      expect(rows).toHaveLength(wantedRows);
      expect(rows).toEqual(expect.arrayContaining(rowsAtKill));
      expect(rows).toEqual(await undisturbedRows(endpoint, context));
    },
    120_000,
  );

  /** What the same run makes when nobody kills anything. */
  async function undisturbedRows(endpoint: MockEndpoint, context: Context): Promise<string[]> {
    const id = await start(context, endpoint, wantedRows);
    await until(async () => (await statusOf(context, id)) === 'completed');
    return rowsOf(context, id);
  }
});

describe('E102 a worker that is killed while rows are compared accepts the rows of an undisturbed run', () => {
  const wantedRows = 30;
  // One topic of fifty comes again and again, and an answer now and then like another.
  const rules = [
    { id: 'new-topic', column: 'topic', unique: true },
    { id: 'new-answer', column: 'answer', max_similarity: 0.95 },
  ];

  test.each([1, 13, 28])(
    'after %i accepted rows',
    async (rowsBefore) => {
      const endpoint = await startMock(15);
      const context = await testContext();
      const runOnce = () => start(context, endpoint, wantedRows, { quality: { rules } });
      const runId = await runOnce();
      const killed = startWorker(context);
      await until(async () => (await acceptedOf(context, runId)) >= rowsBefore);
      killed.process.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
      const rowsAtKill = await rowsOf(context, runId);
      const journalled = await context.db.prisma.completion.count();
      endpoint.reset();

      startWorker(context);
      await until(async () => (await statusOf(context, runId)) === 'completed');
      const total = await context.db.prisma.completion.count();
      expect(endpoint.stats().answered).toBe(total - journalled);
      const undisturbed = await runOnce();
      await until(async () => (await statusOf(context, undisturbed)) === 'completed');
      const rows = await decidedRows(context, runId);
      expect(rows).toEqual(await decidedRows(context, undisturbed));
      expect(await rowsOf(context, runId)).toEqual(expect.arrayContaining(rowsAtKill));
      expect(await acceptedOf(context, runId)).toBe(wantedRows);
      expect((await readRun(context.db, runId))?.progress.rejected).toBeGreaterThan(0);
    },
    120_000,
  );

  /** What was decided up to the last row that was wanted; how many were open beyond it depends on timing. */
  async function decidedRows(context: Context, runId: number): Promise<string[]> {
    const rows = await rowsOf(context, runId);
    const last = rows.findLastIndex((row) => row.split(' ')[1] === 'accepted');
    return rows.slice(0, last + 1);
  }
});

describe('E137 a worker that is killed while it asks anew changes the row once, and pays for no answer twice', () => {
  const asked = ['question', 'answer'];

  test.each(['before the first answer', 'between the answers', 'after the last answer'])(
    '%s',
    async (moment) => {
      const endpoint = await startMock(5);
      const context = await testContext();
      const runId = await start(context, endpoint, 3);
      const first = startWorker(context);
      await until(async () => (await statusOf(context, runId)) === 'completed');
      const run = await readRun(context.db, runId);
      if (run === null) throw new Error('the run is gone');
      const before = await rowsOf(context, runId);
      const journalledBefore = await context.db.prisma.completion.count();

      endpoint.reset();
      endpoint.configure({ latencyMs: 120, script: [{ contains: 'Ask about', answer: 'Another one?' }] });
      const trial = await startRegeneration(context, { run, index: 1, attributeId: 'question' });
      const isAnswered = (count: number) => async () =>
        (await context.db.prisma.completion.count()) - journalledBefore >= count;
      if (moment === 'before the first answer') await until(async () => endpoint.requests().length === 1);
      else await until(isAnswered(moment === 'between the answers' ? 1 : 2));
      first.process.kill('SIGKILL');
      expect(await first.ended).toBe('SIGKILL');
      const journalled = (await context.db.prisma.completion.count()) - journalledBefore;
      // Changed whole, with its note and the end of the trial, or not at all.
      const isDone = (await readTrial(context.db, trial.id))?.status === 'completed';
      expect(await readRowChanges(context.db, runId, 1)).toHaveLength(isDone ? 1 : 0);
      expect((await rowsOf(context, runId))[1] === before[1]).toBe(!isDone);

      endpoint.reset();
      startWorker(context);
      await until(async () => (await readTrial(context.db, trial.id))?.status === 'completed');
      expect(endpoint.stats().answered).toBe(asked.length - journalled);
      const after = await rowsOf(context, runId);
      expect([after[0], after[2]]).toEqual([before[0], before[2]]);
      expect(after[1]).not.toBe(before[1]);
      expect(await readRowChanges(context.db, runId, 1)).toHaveLength(1);
      expect((await readRun(context.db, runId))?.progress).toMatchObject({ accepted: 3 });
    },
    120_000,
  );
});

test('TERM ends a worker soon and its runs can go on at once', async () => {
  const endpoint = await startMock(200);
  const context = await testContext();
  const runId = await start(context, endpoint, 200);
  const first = startWorker(context);
  await until(async () => (await acceptedOf(context, runId)) >= 4);
  first.process.kill('SIGTERM');
  const startMs = performance.now();
  expect(await first.ended).toBe(0);
  expect(performance.now() - startMs).toBeLessThan(4000);
  expect(await context.db.prisma.job.findFirst()).toMatchObject({ status: 'pending' });
  expect(await statusOf(context, runId)).toBe('running');
  const before = await acceptedOf(context, runId);
  startWorker(context);
  await until(async () => (await acceptedOf(context, runId)) > before);
}, 120_000);

test('two workers share a data directory: nothing is made twice', async () => {
  const endpoint = await startMock(5);
  const context = await testContext();
  const ids: number[] = [];
  for (let count = 0; count < 6; count += 1) ids.push(await start(context, endpoint, 30));
  startWorker(context);
  startWorker(context);
  for (const id of ids) await until(async () => (await statusOf(context, id)) === 'completed');
  expect(endpoint.stats().answered).toBe(6 * 60);
  for (const id of ids) expect(await rowsOf(context, id)).toHaveLength(30);
}, 120_000);

test('E159 a worker that is stopped longer than its lease holds and then woken writes no row of a run that goes on elsewhere', async () => {
  const endpoint = await startMock(40);
  const context = await testContext();
  const runId = await start(context, endpoint, 40);
  const stopped = startWorker(context);
  await until(async () => (await acceptedOf(context, runId)) >= 3);
  stopped.process.kill('SIGSTOP');
  const other = startWorker(context);
  await until(async () => (await statusOf(context, runId)) === 'completed');
  const [rows, progress] = [await rowsOf(context, runId), (await readRun(context.db, runId))?.progress];
  expect(rows).toHaveLength(40);
  const answered = endpoint.stats().answered;
  // What the stopped one had out, and what it had not written yet, is all that was asked again.
  expect(endpoint.stats().answeredAgain).toBeLessThanOrEqual(3 * calls);

  other.process.kill('SIGTERM');
  await other.ended;
  stopped.process.kill('SIGCONT');
  // It shows that it is awake by doing other work.
  const next = await start(context, endpoint, 2);
  await until(async () => (await statusOf(context, next)) === 'completed');
  expect(await rowsOf(context, runId)).toEqual(rows);
  expect((await readRun(context.db, runId))?.progress).toEqual(progress);
  expect(endpoint.stats().answered).toBeLessThanOrEqual(answered + 4 + calls);
}, 120_000);

test('E159 a database that another program holds for longer than writes wait is waited for, and nothing is lost', async () => {
  const endpoint = await startMock(15);
  const context = await testContext();
  const runId = await start(context, endpoint, 60);
  const worker = startWorker(context);
  await until(async () => (await acceptedOf(context, runId)) >= 3);
  const holder = new Connection(databasePath(context.config.dataDir));
  holder.exec('BEGIN IMMEDIATE');
  await new Promise((resolve) => setTimeout(resolve, 6500));
  expect(worker.process.exitCode).toBeNull();
  holder.exec('COMMIT');
  holder.close();
  await until(async () => (await statusOf(context, runId)) === 'completed');
  expect(await rowsOf(context, runId)).toHaveLength(60);
  expect(endpoint.stats()).toMatchObject({ answered: 120, answeredAgain: 0 });
}, 120_000);

test('a data directory that can not be used is told in one line, and the exit code says so', async () => {
  const worker = startProgram(programs, 'worker', [], { SEEDLOOM_DATA_DIR: '/dev/null/nowhere' });
  expect(await worker.ended).toBe(1);
  expect(worker.output.stderr).toContain('/dev/null/nowhere');
  const misled = startProgram(programs, 'worker', [], { SEEDLOOM_PORT: 'x' });
  expect(await misled.ended).toBe(1);
  expect(misled.output.stderr).toContain('SEEDLOOM_PORT is "x"');
});
