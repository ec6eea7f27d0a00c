import { isInPart, type Part } from '@/lib/dataset/part';
import { readRowChanges } from '@/lib/store/row-marks';
import { readRow, type StoredRow } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { namedRows } from './named-rows';

/**
 * Whether a row may be changed, or with `undo` changed back, by way of a part. A row that its last change took out of
 * all parts may still be brought back.
 */
export async function isWithinPart(
  { context: { db } }: Server,
  run: RunRecord,
  part: Part | undefined,
  row: StoredRow,
  { undo }: { undo: boolean },
): Promise<boolean> {
  if (part === undefined || isInPart(part, row)) return true;
  if (!undo || row.status === part.status) return false;
  const last = (await readRowChanges(db, run.id, row.index)).at(-1);
  return last?.change.before.status === part.status;
}

/** The first of some rows that isn't there, or isn't within a part; undefined when all are. */
export async function firstOutside(
  server: Server,
  run: RunRecord,
  part: Part | undefined,
  { indices, undo }: { indices: readonly number[]; undo: boolean },
): Promise<number | undefined> {
  const { db } = server.context;
  const inside = new Set(await namedRows(db, run, { ...part, indices }));
  for (const index of indices) {
    if (inside.has(index)) continue;
    const row = undo ? await readRow(db, run.id, index) : null;
    if (row === null || !(await isWithinPart(server, run, part, row, { undo }))) return index;
  }
  return undefined;
}
