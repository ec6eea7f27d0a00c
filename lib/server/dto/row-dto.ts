import { encodeRow, splitJsonArray } from '@/lib/dataset/json';
import type { Column } from '@/lib/dataset/column';
import type { LineageEntry } from '@/lib/api/dataset-wire';
import type { Rejection } from '@/lib/quality/rejection';
import type { RowChange } from '@/lib/store/row-marks';
import type { StoredRow } from '@/lib/store/rows';
import { wireTime } from './time';

/** What is told of one row alone. */
type RowMore = {
  lineage: readonly LineageEntry[];
  /** Its cells as they came. */
  generated: string;
  changes: readonly { at: number; change: RowChange }[];
  /** The rule that it breaks although it isn't rejected. */
  breaks: Rejection | null;
};

/** A row as JSON text: its cells go out as they are stored, so that numbers and key order survive. */
export function rowText(columns: readonly Column[], row: StoredRow, more?: RowMore, tookMs?: number): string {
  const reason =
    row.reason === null
      ? ''
      : `,"reason":${JSON.stringify({
          attribute_id: row.reason.attributeId,
          code: row.reason.code,
          message: row.reason.message,
          attempts: row.reason.attempts,
        })}`;
  const rating = row.rating === 0 ? '' : `,"rating":${row.rating}`;
  const edited = row.edited.length === 0 ? '' : `,"edited":${JSON.stringify(row.edited)}`;
  const took = tookMs === undefined ? '' : `,"took_ms":${Math.round(tookMs)}`;
  const origin = more === undefined ? '' : moreText(columns, row, more);
  const values = valuesText(columns, row.cells);
  return `{"index":${row.index},"status":"${row.status}"${reason},"values":${values}${rating}${edited}${took}${origin}}`;
}

function moreText(
  columns: readonly Column[],
  row: StoredRow,
  { lineage, generated, changes, breaks }: RowMore,
): string {
  const before = generated === row.cells ? '' : `,"generated":${valuesText(columns, generated)}`;
  const told = changes.map(({ at, change }) => ({
    at: wireTime(at),
    values: Object.fromEntries(
      Object.entries(change.values).map(([name, value]) => [
        name,
        { before: JSON.parse(value.before) as unknown, after: JSON.parse(value.after) as unknown },
      ]),
    ),
    rating: change.rating,
    status: change.status,
    ...(change.trialId === undefined ? {} : { regenerated: true }),
  }));
  const history = told.length === 0 ? '' : `,"changes":${JSON.stringify(told)}`;
  const broken = breaks === null ? '' : `,"breaks":${JSON.stringify(breaks)}`;
  return `,"lineage":${JSON.stringify(lineage)}${before}${history}${broken}`;
}

/** The values of all columns as one JSON object. */
export function valuesText(columns: readonly Column[], cells: string): string {
  return encodeRow(columns, splitJsonArray(cells), () => true);
}
