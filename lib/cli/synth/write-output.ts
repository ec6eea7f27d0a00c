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
    for await (const rows of pagesOf(db, run)) {
      await file.write(rows.map((cells) => `${encodeRow(run.columns, cells)}\n`).join(''));
      written += rows.length;
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

/** The names of the columns that are given out, in their order. */
export function outputColumns({ columns }: RunRecord): string[] {
  return columns.filter(({ output }) => output).map(({ name }) => name);
}

/** The accepted rows of a run as the texts of a CSV file, in the order of `outputColumns`. */
export async function* csvRows(db: Database, run: RunRecord): AsyncGenerator<string[]> {
  for await (const rows of pagesOf(db, run)) yield* rows.map((cells) => textsOf(run, cells));
}

/** The first accepted rows of a run, for a look at them. */
export async function firstRows(db: Database, run: RunRecord): Promise<string[][]> {
  const rows = await readRowPage(db, { runId: run.id, fromIndex: 0, status: 'accepted', limit: 3 });
  return rows.map((row) => textsOf(run, splitJsonArray(row.cells)));
}

/** A text as it is, nothing for null, all else as JSON. */
function textsOf({ columns }: RunRecord, cells: readonly string[]): string[] {
  return columns.flatMap(({ output }, index) => {
    const raw = cells[index] ?? 'null';
    if (!output) return [];
    const value: unknown = raw.startsWith('"') ? JSON.parse(raw) : raw;
    return [raw === 'null' ? '' : String(value)];
  });
}

/** The cells of the accepted rows, as JSON texts, many at once. */
async function* pagesOf(db: Database, run: RunRecord): AsyncGenerator<string[][]> {
  let given = 0;
  for (let fromIndex = 0; given < run.targetRows;) {
    const limit = Math.min(rowsAtOnce, run.targetRows - given);
    const rows = await readRowPage(db, { runId: run.id, fromIndex, status: 'accepted', limit });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => splitJsonArray(row.cells));
    given += rows.length;
    fromIndex = last.index + 1;
  }
}
