import type { Batch, RowOutcome } from '@/lib/engine/batch';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import { emptyProgress } from '@/lib/run/progress';
import type { Database } from '../database';
import { claimJob } from '../jobs';
import type { RunJob } from '../run-state';
import { insertRun, type NewRun, type RunRecord } from '../runs';

/** A run of two columns, `topic` and `answer`, with what a test wants otherwise. */
export function sampleRun(db: Database, change: Partial<NewRun> = {}): Promise<RunRecord> {
  return insertRun(db, {
    projectId: 1,
    recipeId: null,
    recipeVersion: null,
    name: 'Sample',
    yaml: 'strategy_params: {}\n',
    model: null,
    seed: 7,
    targetRows: 10,
    maxRows: 30,
    budget: {},
    journalScope: 'run',
    columns: [
      { name: 'topic', kind: 'sampled', output: true },
      { name: 'answer', kind: 'generated', output: true },
    ],
    nowMs: 1000,
    ...change,
  });
}

/** Claims a run's job for an owner; throws when somebody else holds it. */
export async function claimRun(
  db: Database,
  run: RunRecord,
  owner = 'worker-a',
  nowMs = 1000,
): Promise<RunJob> {
  const job = await claimJob(db, { owner, nowMs, only: { runId: run.id } });
  if (job?.kind !== 'run') throw new Error(`the run ${run.id} could not be claimed`);
  return job;
}

/** Accepted rows with one answer each, and the progress that counts them. */
export function sampleBatch(indices: readonly number[], total = indices.length): Batch {
  return {
    completions: indices.map(sampleCompletion),
    rows: indices.map(sampleRow),
    progress: { ...emptyProgress, planned: total, generated: total, accepted: total, calls: total },
  };
}

/** The row of an index, accepted. */
export function sampleRow(index: number): RowOutcome {
  return {
    index,
    status: 'accepted',
    cells: [`topic ${index}`, `answer ${index}`],
    answers: [{ attributeId: 'answer', key: `key-${index}`, reused: false }],
  };
}

/** The answer behind a row. */
export function sampleCompletion(index: number): JournalEntry {
  return {
    key: `key-${index}`,
    rowIndex: index,
    attributeId: 'answer',
    step: 'answer',
    attempt: 0,
    text: `It's "answer" ${index}: \u0000 \ud83d\ude00\n`,
    finishReason: 'stop',
    promptTokens: 12,
    completionTokens: 34,
    costUsd: 0.0015,
    latencyMs: 123.5,
    promptHash: 'abc',
    attempts: [{ code: 'rate-limited', message: 'Slow down', waitedMs: 250 }],
    at: 1_700_000_000_123,
    model: 'echo',
  };
}
