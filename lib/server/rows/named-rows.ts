import type { RowStatus } from '@/lib/dataset/row-status';
import type { Database } from '@/lib/store/database';
import { findRows } from '@/lib/store/find-rows';
import type { RunRecord } from '@/lib/store/runs';

type Named = {
  readonly indices: readonly number[];
  readonly status?: RowStatus | undefined;
  readonly fromIndex?: number | undefined;
  readonly toIndex?: number | undefined;
};

/** Those of some rows that are there, of a status and a range of indices, in row order. */
export async function namedRows(
  db: Database,
  { id: runId, columns }: RunRecord,
  { indices, status, fromIndex = 0, toIndex = Infinity }: Named,
): Promise<number[]> {
  const rows = Uint32Array.from(indices).sort();
  const range = { fromIndex, toIndex: Math.min(toIndex, (rows.at(-1) ?? -1) + 1) };
  const lists = [{ rows, isExcluded: false }];
  const found = await findRows(db, { runId, columns, status, ...range, choice: { filters: [] }, lists });
  return found.map(({ index }) => index);
}
