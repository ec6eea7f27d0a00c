import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeOutput } from '@/lib/cli/synth/write-output';
import { createDraw } from '@/lib/random/draw';
import { readConfig } from '@/lib/runtime/config';
import { openContext, type Context } from '@/lib/runtime/context';
import { startRun } from '@/lib/runtime/start-run';
import { mockInference, testRecipe } from '@/lib/runtime/testing/test-recipe';
import { readRowPage } from '@/lib/store/rows';
import { readRun, type RunRecord } from '@/lib/store/runs';
import { startMockEndpoint, type MockEndpoint } from '../mock-endpoint';
import type { Victims } from './victims';

/** What a round is like; the same seed kills the same victims after the same waits. */
export type RoundOptions = {
  readonly seed: number;
  readonly rows: number;
  readonly kills: number;
  /** The longest time between the first answer after a start and the next kill, in ms. */
  readonly longestLifeMs: number;
  readonly victims: (dataDir: string) => Victims;
};

/** What came of a round. `differences` is empty where all is as it should be. */
export type RoundResult = {
  readonly kills: readonly string[];
  /** Answers that the model gave and that no journal holds, since whoever got them was killed. */
  readonly lostAnswers: number;
  /** How many of them the kills may cost: each as many as may be out at once, and what was answered just before. */
  readonly mayBeLost: number;
  /** Questions that were answered a second time. */
  readonly answeredAgain: number;
  readonly answered: number;
  readonly seconds: number;
  readonly differences: readonly string[];
};

const callsAtOnce = 16;

/** Faults that hit some tries of some questions, always the same: none of them may cost a row. */
const faults = { fault429: 0.01, fault500: 0.05, faultCut: 0.03, faultReset: 0.03, faultHang: 0.002 };
const latency = { latencyMs: 40, jitterMs: 60 };

/** Of the answers older than this, kills cost no more on average than calls may be out at once (E154). */
const durableAfterMs = 50;

/**
 * Runs a recipe twice against a model with faults: once undisturbed and once with kills at random moments, each in a data
 * directory of its own, and says in what the two differ.
 */
export async function killRound(options: RoundOptions): Promise<RoundResult> {
  const startedMs = performance.now();
  const calm = await withRun(options, async ({ context, runId, victims }) => {
    await victims.start();
    return readResult(context, await ended(context, runId, () => Promise.resolve()));
  });
  const disturbed = await withRun(options, disturb(options));
  const differences = [...disturbed.problems];
  if (disturbed.result.file !== calm.file) differences.push('The files differ.');
  if (disturbed.result.rows !== calm.rows) differences.push('The rows differ.');
  return {
    ...disturbed.facts,
    seconds: (performance.now() - startedMs) / 1000,
    differences,
  };
}

type Stage = { context: Context; runId: number; endpoint: MockEndpoint; victims: Victims };

function disturb({ seed, kills: count, longestLifeMs }: RoundOptions) {
  const draw = createDraw(seed, 'kill', 'moment');
  const draws = createDraw(seed, 'kill', 'victim');
  return async ({ context, runId, endpoint, victims }: Stage) => {
    const kills: string[] = [];
    let lostAnswers = 0;
    let mayBeLost = 0;
    await victims.start();
    let answeredAtStart = 0;
    const run = await ended(context, runId, async () => {
      // A process that is killed before it asks anything proves nothing.
      if (kills.length === count || endpoint.stats().answered === answeredAtStart) return;
      await setTimeout(1 + draw(kills.length, 0) * longestLifeMs);
      const name = victims.names[Math.floor(draws(kills.length, 0) * victims.names.length)] ?? 'worker';
      kills.push(name);
      const bound = callsAtOnce + endpoint.answeredWithin(durableAfterMs);
      await victims.kill(name);
      // Another worker may be up at once where there is a supervisor: it takes seconds to ask its first question.
      if (name !== 'web') {
        // A killed process takes a while to let go of its connections, and may be answered until then.
        while (endpoint.stats().inFlight > 0) await setTimeout(1);
        lostAnswers = endpoint.stats().answered - (await journalled(context));
        mayBeLost += bound;
      }
      answeredAtStart = endpoint.stats().answered;
      await victims.revive();
    });
    const problems: string[] = [];
    const { answered, answeredAgain } = endpoint.stats();
    const stored = await journalled(context);
    if (answered - stored !== lostAnswers)
      problems.push(
        `${answered} answers were given, ${stored} are stored, ${lostAnswers} were lost by kills.`,
      );
    if (answeredAgain > lostAnswers)
      problems.push(
        `${answeredAgain} questions were answered again, but only ${lostAnswers} answers were lost.`,
      );
    // Taken together: a kill in the middle of a slow commit costs more, most cost less.
    if (lostAnswers > mayBeLost)
      problems.push(`The kills cost ${lostAnswers} answers, ${mayBeLost} at most may be.`);
    if (run.progress.calls !== stored)
      problems.push(`The run counts ${run.progress.calls} answers, ${stored} are stored.`);
    const result = await readResult(context, run);
    return { facts: { kills, lostAnswers, mayBeLost, answered, answeredAgain }, problems, result };
  };
}

/** Starts the run of a round and takes everything away at the end. */
async function withRun<Result>(
  { rows, victims: victimsIn }: RoundOptions,
  act: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'seedloom-kill-'));
  const endpoint = await startMockEndpoint({ ...faults, ...latency });
  const config = readConfig({ dataDir, logLevel: 'silent' }, {});
  const context = await openContext({ name: 'kill', config, migrate: true });
  const victims = victimsIn(dataDir);
  try {
    const remote = { num_workers: callsAtOnce, max_retries: 12, connection_timeout: 1 };
    const yaml = testRecipe(mockInference(endpoint.url, remote));
    const { id } = await startRun(context, { projectId: 1, source: { yaml }, numSamples: rows });
    return await act({ context, runId: id, endpoint, victims });
  } finally {
    await victims.stop();
    await context.db.close();
    await endpoint.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const longestRunMs = 180_000;

/** Waits for the end of a run, doing something again and again meanwhile. */
async function ended(context: Context, runId: number, meanwhile: () => Promise<void>): Promise<RunRecord> {
  const deadlineMs = performance.now() + longestRunMs;
  while (performance.now() < deadlineMs) {
    const run = await readRun(context.db, runId);
    if (run?.status === 'completed') return run;
    if (run?.status === 'failed') throw new Error(`The run failed: ${run.error?.message ?? ''}`);
    await meanwhile();
    await setTimeout(20);
  }
  throw new Error(`The run did not end within ${longestRunMs / 1000} s.`);
}

const journalled = ({ db }: Context) => db.prisma.completion.count();

/** The rows with their fates, and the file that is made of them. */
async function readResult({ db }: Context, run: RunRecord): Promise<{ rows: string; file: string }> {
  const rows = await readRowPage(db, { runId: run.id, fromIndex: 0, limit: 1_000_000 });
  const path = join(tmpdir(), `seedloom-kill-${process.pid}.jsonl`);
  await writeOutput(db, run, path);
  const file = await readFile(path, 'utf8');
  await rm(path);
  return { rows: rows.map(({ index, status, cells }) => `${index} ${status} ${cells}`).join('\n'), file };
}
