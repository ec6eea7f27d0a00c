import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import type { AsyncBuffer, Compressors, SchemaTree } from 'hyparquet';
import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';
import type { SourceRecord } from '../source-table';

/** A file that is read at any place. */
export type RandomAccess = {
  byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
};

const rowsAtOnce = 5000;

/** The rows of a Parquet file, some thousands at a time. Dates become texts as ISO 8601 writes them. */
export async function* readParquet(
  file: RandomAccess,
  compressors?: Compressors,
): AsyncGenerator<SourceRecord> {
  const buffer: AsyncBuffer = file;
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const columns = parquetSchema(metadata).children;
    const floats = new Set(columns.flatMap((column) => (holdsFloats(column) ? column.element.name : [])));
    const total = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
      const rowEnd = Math.min(total, rowStart + rowsAtOnce);
      const rows = await parquetReadObjects({
        file: buffer,
        metadata,
        rowStart,
        rowEnd,
        ...(compressors && { compressors }),
      });
      for (const row of rows) {
        yield new Map(
          Object.entries(row).map(([name, cell]: [string, unknown]) => [
            name,
            valueOf(cell, floats.has(name)),
          ]),
        );
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('source-unreadable', `is no Parquet file that can be read (${reason})`);
  }
}

/** Whether all numbers of a column are floats, also those in its lists. */
function holdsFloats({ element: { type }, children }: SchemaTree): boolean {
  return children.length > 0 ? children.every(holdsFloats) : type === 'DOUBLE' || type === 'FLOAT';
}

function valueOf(cell: unknown, isFloat: boolean): Value {
  if (typeof cell === 'string' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return null;
    return isFloat && Number.isInteger(cell) ? new Float(cell) : cell;
  }
  return typeof cell === 'object' ? objectValue(cell, isFloat) : null;
}

function objectValue(cell: object | null, isFloat: boolean): Value {
  if (cell === null) return null;
  if (isMoment(cell)) return momentText(cell);
  if (cell instanceof Uint8Array) return new TextDecoder().decode(cell);
  if (Array.isArray(cell) || ArrayBuffer.isView(cell)) {
    return Array.from(cell as Iterable<unknown>, (item) => valueOf(item, isFloat));
  }
  return new Map(Object.entries(cell).map(([key, item]: [string, unknown]) => [key, valueOf(item, isFloat)]));
}

/** A moment as the libraries give it. */
type Moment = { toISOString(): string };

/** Tells a moment from other objects. */
export function isMoment(value: object): value is Moment {
  return 'toISOString' in value;
}

/** A moment as ISO 8601 writes it: the day alone where the time is midnight. */
export function momentText(moment: Moment): string {
  const text = moment.toISOString().replace(/(\.000)?Z$/, '');
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}
