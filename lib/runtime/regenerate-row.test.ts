import { expect, test } from 'vitest';
import type { MockEndpoint } from '@/bench/mock-endpoint';
import { readRowChanges, stateBefore, writeRow, type RowMark } from '@/lib/store/row-marks';
import { readRow } from '@/lib/store/rows';
import { readRun, type RunRecord } from '@/lib/store/runs';
import { cancelTrial, readTrial } from '@/lib/store/trials';
import type { Context } from './context';
import { driveRun } from './drive-run';
import { driveTrial } from './drive-trial';
import { priceRegeneration, startRegeneration } from './regenerate-row';
import { startRun } from './start-run';
import { claim, driveWith, mock } from './testing/test-drive';
import { mockInference, testRecipe } from './testing/test-recipe';
import { testContext } from './testing/test-context';

type Options = { rows: number; remote?: Record<string, unknown>; changes?: Record<string, unknown> };

/** A run that has ended. */
async function endedRun(context: Context, endpoint: MockEndpoint, options: Options): Promise<RunRecord> {
  const { rows, remote, changes } = options;
  const yaml = testRecipe(mockInference(endpoint.url, remote), changes);
  const request = { projectId: 1, source: { yaml }, numSamples: rows, maxRows: rows };
  const { id } = await startRun(context, request);
  const job = await claim(context);
  if (job.kind === 'run') await driveRun(driveWith(context), job);
  const run = await readRun(context.db, id);
  if (run === null) throw new Error('the run is gone');
  return run;
}

/** Drives the next regeneration to its end and tells its state. */
async function driveNext(context: Context) {
  const job = await claim(context);
  if (job.kind !== 'trial') throw new Error('a run was claimed');
  await driveTrial(driveWith(context), job);
  return readTrial(context.db, job.trialId);
}

/** Marks a row as a person does. */
async function markRow(context: Context, runId: number, index: number, mark: Partial<RowMark>) {
  const row = await readRow(context.db, runId, index);
  if (row === null) throw new Error(`there is no row ${index}`);
  const before = stateBefore(row);
  const texts = { before: '""', after: '""' };
  const values = Object.fromEntries((mark.edited ?? []).map((name) => [name, texts]));
  const write = { runId, index, version: row.version, note: { change: { before, values } }, nowMs: 1 };
  expect(await writeRow(context.db, { ...write, mark: { ...before, ...mark } })).toBe(true);
}

const decodeCells = (cells = '[]') => JSON.parse(cells) as string[];

const progressOf = async (context: Context, { id }: RunRecord) => (await readRun(context.db, id))?.progress;

test('E110 an answer is asked for anew and what hangs on it follows', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const run = await endedRun(context, endpoint, { rows: 3 });
  const before = await readRow(context.db, run.id, 1);
  const request = { run, index: 1, attributeId: 'question' };
  expect(await priceRegeneration(context, request)).toMatchObject({ attributeIds: ['question', 'answer'] });

  endpoint.reset();
  endpoint.configure({
    script: [
      { contains: 'Ask about', answer: 'Another question?' },
      { contains: 'Answer:', answer: 'Another answer.' },
    ],
  });
  const trial = await startRegeneration(context, request);
  expect(await driveNext(context)).toMatchObject({ status: 'completed', state: { end: { calls: 2 } } });
  expect(endpoint.requests().map(({ body }) => body)).toEqual([
    expect.stringContaining('Ask about'),
    expect.stringContaining('Answer: Another question?'),
  ]);
  const after = await readRow(context.db, run.id, 1);
  const [topic] = decodeCells(before?.cells);
  expect(decodeCells(after?.cells)).toEqual([topic, 'Another question?', 'Another answer.']);
  expect(after?.answers.map(({ key }) => key)).not.toEqual(before?.answers.map(({ key }) => key));
  expect(await progressOf(context, run)).toMatchObject({ calls: 8, accepted: 3 });
  const [change] = await readRowChanges(context.db, run.id, 1);
  expect(change?.change).toMatchObject({
    trialId: trial.id,
    before: { generated: { cells: before?.cells } },
    values: { question: { after: '"Another question?"' } },
  });
});

test('E110 what a person wrote is kept and used, and an answer that fails changes nothing', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const run = await endedRun(context, endpoint, { rows: 2, remote: { max_retries: 0 } });
  const { id } = run;
  const row = await readRow(context.db, id, 0);
  const [topic = '', , answer = ''] = decodeCells(row?.cells);
  const edited = JSON.stringify([topic, 'My own question?', answer]);
  await markRow(context, id, 0, { cells: edited, edited: ['question'], rating: 1 });

  const regenerate = async () => {
    await startRegeneration(context, { run, index: 0, attributeId: 'answer' });
    await driveNext(context);
    return readRow(context.db, id, 0);
  };
  endpoint.reset();
  endpoint.configure({ script: [{ contains: 'My own question?', answer: 'Fresh.' }] });
  expect(await regenerate()).toMatchObject({
    cells: JSON.stringify([topic, 'My own question?', 'Fresh.']),
    edited: ['question'],
    rating: 1,
  });
  const kept = await readRow(context.db, id, 0);
  endpoint.configure({ script: [{ contains: 'My own question?', status: 400 }] });
  expect(await regenerate()).toEqual(kept);
  // A model that keeps to its seed would give the same answer again.
  const seeds = endpoint.requests().map(({ body }) => (JSON.parse(body) as { seed: number }).seed);
  expect(new Set(seeds).size).toBe(2);
  await expect(startRegeneration(context, { run, index: 0, attributeId: 'topic' })).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('question, answer') as string,
  });
});

test('E137 a value changed while it is asked anew stays; a rating meanwhile is kept beside the answer', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const run = await endedRun(context, endpoint, { rows: 2 });
  const regenerate = async (index: number, meanwhile: Partial<RowMark>) => {
    endpoint.reset();
    endpoint.configure({ latencyMs: 300, script: [{ contains: 'Answer:', answer: 'Fresh.' }] });
    const before = await readRow(context.db, run.id, index);
    await startRegeneration(context, { run, index, attributeId: 'answer' });
    const driving = driveNext(context);
    await expect.poll(() => endpoint.requests().length, { interval: 5 }).toBe(1);
    await markRow(context, run.id, index, meanwhile);
    return { before, trial: await driving, after: await readRow(context.db, run.id, index) };
  };

  const rated = await regenerate(0, { rating: -1 });
  expect(rated.trial).toMatchObject({ status: 'completed' });
  expect(rated.after).toMatchObject({ rating: -1 });
  expect(decodeCells(rated.after?.cells)[2]).toBe('Fresh.');

  const mine = JSON.stringify(['t1', 'q', 'Written by hand.']);
  const edited = await regenerate(1, { cells: mine, edited: ['answer'] });
  expect(edited.trial).toMatchObject({
    status: 'failed',
    state: { end: { error: { code: 'row-changed', message: expect.stringContaining('Row 1') as string } } },
  });
  expect(edited.after).toMatchObject({ cells: mine, generated: edited.before?.generated });
  expect(await readRowChanges(context.db, run.id, 1)).toHaveLength(1);
  // E156: both were paid for, the one whose answer was not taken too.
  expect((await readRun(context.db, run.id))?.progress.calls).toBe(run.progress.calls + 2);
});

test('E137 one that is cancelled while it waits changes nothing', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const run = await endedRun(context, endpoint, { rows: 1 });
  const before = await readRow(context.db, run.id, 0);
  endpoint.configure({ latencyMs: 10_000 });
  const { id } = await startRegeneration(context, { run, index: 0, attributeId: 'answer' });
  const job = await claim(context);
  if (job.kind !== 'trial') throw new Error('a run was claimed');
  const drive = driveWith(context);
  endpoint.reset();
  const driving = driveTrial(drive, job);
  await expect.poll(() => endpoint.requests().length, { interval: 5 }).toBe(1);
  await cancelTrial(context.db, id, Date.now());
  drive.wishes.poke();
  await driving;
  expect(await readTrial(context.db, id)).toMatchObject({ status: 'cancelled' });
  expect(await readRow(context.db, run.id, 0)).toEqual(before);
});

test('E138 a failed row gets all answers that it lacks, and the rules decide on it', async () => {
  const endpoint = await mock({ script: [{ contains: 'Ask about', answer: '' }] });
  const context = await testContext();
  const rule = { id: 'short', column: 'answer', max_length: 20 };
  const options = { rows: 3, remote: { max_retries: 0 }, changes: { quality: { rules: [rule] } } };
  const run = await endedRun(context, endpoint, options);
  expect(run.progress).toMatchObject({ accepted: 0, failed: 3 });
  const asked = async (index: number, attributeId: string, answer: string) => {
    endpoint.configure({ script: [{ contains: 'Answer:', answer }] });
    const request = { run, index, attributeId };
    expect((await priceRegeneration(context, request)).attributeIds).toEqual(['question', 'answer']);
    await startRegeneration(context, request);
    expect(await driveNext(context)).toMatchObject({ status: 'completed' });
    return readRow(context.db, run.id, index);
  };
  expect(await asked(0, 'answer', 'Short.')).toMatchObject({ status: 'accepted', reason: null });
  expect(await asked(1, 'question', 'Much longer than twenty characters.')).toMatchObject({
    status: 'rejected',
    reason: { code: 'short', attributeId: 'answer' },
  });
  expect(await progressOf(context, run)).toMatchObject({
    ...{ planned: 3, generated: 2, accepted: 1, rejected: 1, failed: 1 },
    failures: [{ count: 1, exampleRow: 2 }],
    rejections: [{ rule: 'short', count: 1, exampleRow: 1 }],
  });
});
