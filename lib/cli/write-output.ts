import { open, rename, rm } from 'node:fs/promises';
import { encodeRow, splitJsonArray } from '@/lib/dataset/json';
import type { Database } from '@/lib/store/database';
import { readRowPage } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';

const rowsAtOnce = 2000;

/**
 * Writes the accepted rows of a run in row order, output columns only, and returns how many. The
 * file gets its name when it is whole and on disk; until then an older one stays as it is.
 */
export async function writeOutput(db: Database, run: RunRecord, path: string): Promise<number> {
  const draft = `${path}.${process.pid}.part`;
  const file = await open(draft, 'w');
  let written = 0;
  try {
    for (let fromIndex = 0; written < run.targetRows;) {
      const limit = Math.min(rowsAtOnce, run.targetRows - written);
      const rows = await readRowPage(db, { runId: run.id, fromIndex, status: 'accepted', limit });
      const last = rows.at(-1);
      if (last === undefined) break;
      const lines = rows.map((row) => `${encodeRow(run.columns, splitJsonArray(row.cells))}\n`);
      await file.write(lines.join(''));
      written += rows.length;
      fromIndex = last.index + 1;
    }
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
  return written;
}
