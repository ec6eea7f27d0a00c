import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { commitBatch } from './commit-batch';
import { leaseMs } from './jobs';
import { countRows, finishedRows } from './rows';
import { readRun } from './runs';
import { query, sql } from './sql';
import { claimRun, sampleBatch, sampleRun } from './testing/sample-run';
import { temporaryDatabase } from './testing/temporary-database';
import { z } from 'zod';

const writer = join(import.meta.dirname, 'testing/write-rows.ts');

/** Starts a process that writes rows; its numbers of written rows come as lines. */
function startWriter(...given: (string | number)[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, ...given.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return {
    child,
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    exit: once(child, 'exit'),
  };
}

test('two processes that write at once both get all their rows in', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const [first, second] = [await sampleRun(db), await sampleRun(db)];
  const writers = [first, second].map((run) => startWriter(dataDir, run.id, `w${run.id}`, 1000, 0, 500));
  for (const { exit } of writers) expect(await exit).toEqual([0, null]);
  for (const run of [first, second]) {
    expect(await finishedRows(db, run.id)).toMatchObject({
      counts: { accepted: 500 },
      end: 500,
      missing: [],
    });
  }
});

test('what a killed process committed is whole, and the next owner goes on', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const run = await sampleRun(db);
  const { child, lines, exit } = startWriter(dataDir, run.id, 'killed', 1000, 0, 100_000);
  while (Number((await lines.next()).value) < 100);
  child.kill('SIGKILL');
  await exit;

  // Rows, answers and progress stand at the same batch.
  const { accepted } = await countRows(db, run.id);
  expect(accepted).toBeGreaterThanOrEqual(100);
  expect(accepted % 5).toBe(0);
  expect((await readRun(db, run.id))?.progress.accepted).toBe(accepted - 5);
  const [answers] = await query(
    db,
    z.object({ count: z.number() }),
    sql`SELECT COUNT(*) AS count FROM completions WHERE scope = ${run.journalScope}`,
  );
  expect(answers?.count).toBe(accepted);

  await expect(claimRun(db, run, 'next', 1000 + leaseMs)).rejects.toThrow(/could not be claimed/);
  const job = await claimRun(db, run, 'next', 1001 + leaseMs);
  expect(await commitBatch(db, job, sampleBatch([accepted, accepted + 1]))).toBe(true);
  expect(await finishedRows(db, run.id)).toMatchObject({ end: accepted + 2, missing: [] });
});

test('a process that was only slow writes no row after another took its job over', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const run = await sampleRun(db);
  const { child, lines, exit } = startWriter(dataDir, run.id, 'slow', 1000, 0, 1_000_000, 'wait');
  await lines.next();
  const job = await claimRun(db, run, 'quick', 1001 + leaseMs);
  const before = await countRows(db, run.id);
  child.stdin.write('go on');
  for (let line = await lines.next(); !line.done; line = await lines.next());
  expect(await exit).toEqual([0, null]);
  expect(await countRows(db, run.id)).toEqual(before);
  expect(await commitBatch(db, job, sampleBatch([1_000_000]))).toBe(true);
});
