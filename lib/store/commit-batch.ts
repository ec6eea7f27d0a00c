import { encodeJson } from '@/lib/dataset/json';
import type { Batch, RowOutcome } from '@/lib/engine/batch';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import type { Database } from './database';
import type { RunJob } from './run-state';

/**
 * Makes a batch durable, as one statement: answers, rows and progress together or not at all. When the job was
 * lost to somebody else, the answers are kept, rows and progress are not, and the result is false. The same
 * batch may be committed twice.
 */
export async function commitBatch(db: Database, job: RunJob, batch: Batch): Promise<boolean> {
  const completions = JSON.stringify(batch.completions.map(completionValues));
  const rows = JSON.stringify(batch.rows.map(rowValues));
  // Fences only grow: held now means held when the statement ran.
  return db.batches.write({
    write: [job.id, job.fence, job.runId, completions, rows, JSON.stringify(batch.progress)],
    read: [job.id, job.fence],
  });
}

/** A completion as the array that the statements read, without its scope. */
export function completionValues(entry: JournalEntry) {
  return [
    entry.key,
    entry.rowIndex,
    entry.attributeId,
    entry.step,
    entry.attempt,
    entry.text,
    entry.finishReason,
    entry.promptTokens,
    entry.completionTokens,
    entry.costUsd,
    entry.latencyMs,
    entry.promptHash,
    entry.attempts.length === 0 ? '[]' : JSON.stringify(entry.attempts),
    entry.model,
    entry.at,
    entry.toolCalls === undefined ? null : JSON.stringify(entry.toolCalls),
  ];
}

function rowValues(row: RowOutcome) {
  return [
    row.index,
    row.status,
    `[${row.cells.map(encodeJson).join(',')}]`,
    row.reason === undefined ? null : JSON.stringify(row.reason),
    JSON.stringify(row.answers.map(({ attributeId, key, reused }) => [attributeId, key, reused ? 1 : 0])),
  ];
}
