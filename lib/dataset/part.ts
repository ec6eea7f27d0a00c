import type { IndexRange } from './index-range';
import type { RowStatus } from './row-status';
import type { Split } from './split';

/** The rows of one split: where they lie, and their status; undefined when the rows of any status were divided. */
export type Part = IndexRange & { readonly split: Split; readonly status: RowStatus | undefined };

/** A range without rows. */
const nowhere: IndexRange = { fromIndex: 0, toIndex: 0 };

/** What of a part, or of all rows, has a status, for a question that may name any. */
export function rangeOfStatus(
  part: Part | undefined,
  asked: RowStatus | 'all',
): { status: RowStatus | undefined; range?: IndexRange } {
  const status = asked === 'all' ? part?.status : asked;
  if (part === undefined) return { status };
  const { fromIndex, toIndex } = part;
  const isThere = part.status === undefined || part.status === status;
  return { status, range: isThere ? { fromIndex, toIndex } : nowhere };
}

/** Whether a row belongs to a part; all do where there is none. */
export function isInPart(part: Part | undefined, row: { index: number; status: RowStatus }): boolean {
  if (part === undefined) return true;
  const hasStatus = part.status === undefined || row.status === part.status;
  return hasStatus && row.index >= part.fromIndex && row.index < part.toIndex;
}
