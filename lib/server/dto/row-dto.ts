import { encodeRow, splitJsonArray } from '@/lib/dataset/json';
import type { Column } from '@/lib/dataset/column';
import type { LineageEntry } from '@/lib/api/dataset-wire';
import type { StoredRow } from '@/lib/store/rows';

/** A row as JSON text: its cells go out as they are stored, so that numbers and key order survive. */
export function rowText(
  columns: readonly Column[],
  row: StoredRow,
  lineage?: readonly LineageEntry[],
): string {
  const reason =
    row.reason === null
      ? ''
      : `,"reason":${JSON.stringify({
          attribute_id: row.reason.attributeId,
          code: row.reason.code,
          message: row.reason.message,
          attempts: row.reason.attempts,
        })}`;
  const origin = lineage === undefined ? '' : `,"lineage":${JSON.stringify(lineage)}`;
  const values = valuesText(columns, row.cells);
  return `{"index":${row.index},"status":"${row.status}"${reason},"values":${values}${origin}}`;
}

/** The values of all columns as one JSON object. */
export function valuesText(columns: readonly Column[], cells: string): string {
  return encodeRow(columns, splitJsonArray(cells), () => true);
}
