import type { IndexRange } from '@/lib/dataset/index-range';
import type { RowStatus } from '@/lib/dataset/row-status';
import { splitRange } from '@/lib/dataset/split';
import type { DatasetRecord } from '@/lib/store/datasets';
import { rowIndexAt } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';

/**
 * Where the rows of a dataset that is a part lie among those of its run; undefined for one that has all of them. A part
 * has accepted rows alone.
 */
export async function partRange(
  { context: { db } }: Server,
  { split }: DatasetRecord,
  run: RunRecord,
): Promise<IndexRange | undefined> {
  if (split === null) return undefined;
  const { start, end } = splitRange(split, run.progress.accepted);
  if (start === end) return nowhere;
  const [first, last] = await Promise.all(
    [start, end - 1].map((place) => rowIndexAt(db, run.id, 'accepted', place)),
  );
  if (typeof first !== 'number') return nowhere;
  return { fromIndex: first, toIndex: typeof last === 'number' ? last + 1 : Infinity };
}

/** What of a part has a status, for a question that may name any. */
export function rangeOfStatus(range: IndexRange | undefined, status: RowStatus | 'all') {
  if (range === undefined) return { status: status === 'all' ? undefined : status };
  const isThere = status === 'accepted' || status === 'all';
  return { status: 'accepted' as const, range: isThere ? range : nowhere };
}

/** Whether a row belongs to a part. */
export function isInPart(range: IndexRange | undefined, row: { index: number; status: RowStatus }): boolean {
  if (range === undefined) return true;
  return row.status === 'accepted' && row.index >= range.fromIndex && row.index < range.toIndex;
}

const nowhere: IndexRange = { fromIndex: 0, toIndex: 0 };
