/**
 * What a batch is written by: answers, rows and progress by one statement (a trigger spreads them), and whether the job
 * still held its fence after it.
 */
export const batchStatements = {
  write: `INSERT INTO batches (job_id, fence, run_id, completions, rows, progress) VALUES (?, ?, ?, ?, ?, ?)`,
  read: `SELECT 1 FROM jobs WHERE id = ? AND fence = ? AND status = 'claimed'`,
} as const;
