import { dayOfNumber, dayText } from '@/lib/util/calendar';
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import type { AsyncBuffer, Compressors, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
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
    const readers = new Map(columns.map((column) => [column.element.name, cellReader(column)]));
    const undecoded = { ...metadata, schema: metadata.schema.map(withoutDecimal) };
    const total = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
      const rowEnd = Math.min(total, rowStart + rowsAtOnce);
      const rows = await parquetReadObjects({
        file: buffer,
        metadata: undecoded,
        rowStart,
        rowEnd,
        parsers,
        // Bytes of a decimal are no text; those of a text become one below.
        utf8: false,
        ...(compressors && { compressors }),
      });
      for (const row of rows) {
        yield new Map(
          Object.entries(row).map(([name, cell]: [string, unknown]) => [
            name,
            readers.get(name)?.(cell) ?? null,
          ]),
        );
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('source-unreadable', `is no Parquet file that can be read (${reason})`);
  }
}

/** The library makes floats of decimals, which lose digits: without its type a decimal comes as bytes or an integer. */
function withoutDecimal(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const plain = { ...element };
  delete plain.converted_type;
  delete plain.logical_type;
  return plain;
}

function isDecimal({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted === 'DECIMAL' || logical?.type === 'DECIMAL';
}

/** Moments as texts, with every digit that the file has. */
const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (count) => textOfMoment(count, 3),
  timestampFromMicroseconds: (count) => textOfMoment(count, 6),
  timestampFromNanoseconds: (count) => textOfMoment(count, 9),
};

/** The moment so many parts of a second after 1970; `digits` says how small the parts are. */
function textOfMoment(count: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const rest = ((count % perSecond) + perSecond) % perSecond;
  const seconds = Number((count - rest) / perSecond);
  const day = Math.floor(seconds / secondsOfDay);
  const inDay = seconds - day * secondsOfDay;
  const date = dayText(dayOfNumber(day));
  if (inDay === 0 && rest === 0n) return date;
  const time = [inDay / 3600, (inDay / 60) % 60, inDay % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
  return `${date}T${time}${rest === 0n ? '' : `.${withoutZeros(rest, digits)}`}`;
}

const secondsOfDay = 86_400;

/** The time of a day, so many parts of a second after midnight. */
function textOfTime(count: bigint, digits: number): string {
  const text = textOfMoment(count, digits);
  return text.length === 10 ? '00:00:00' : text.slice(11);
}

/** Milliseconds and microseconds have three or six digits, as ISO 8601 is mostly written. */
function withoutZeros(rest: bigint, digits: number): string {
  return String(rest)
    .padStart(digits, '0')
    .replace(/(?:000)+$/, '');
}

/** Reads the cells of a column, by what the schema says of it: also of what lies in lists and structs. */
type CellReader = (cell: unknown) => Value;

function cellReader(tree: SchemaTree): CellReader {
  const { element, children } = tree;
  const [inner] = children;
  if (inner === undefined) return leafReader(element);
  const kind = element.logical_type?.type ?? element.converted_type;
  if (kind === 'LIST') return listOf(cellReader(itemOfList(inner)));
  if (kind === 'MAP' || kind === 'MAP_KEY_VALUE') {
    const value = inner.children[1];
    return dictOf(() => (value === undefined ? plainValue : cellReader(value)));
  }
  const fields = new Map(children.map((child) => [child.element.name, cellReader(child)]));
  return dictOf((name) => fields.get(name) ?? plainValue);
}

/** Between a list and its items stands a group that means nothing, in most files. */
function itemOfList(inner: SchemaTree): SchemaTree {
  const [item, ...more] = inner.children;
  return item === undefined || more.length > 0 ? inner : item;
}

function listOf(item: CellReader): CellReader {
  return (cell) => (isItems(cell) ? Array.from(cell, item) : plainValue(cell));
}

function dictOf(of: (name: string) => CellReader): CellReader {
  return (cell) => {
    if (isItems(cell)) return Array.from(cell, dictOf(of));
    if (typeof cell !== 'object' || cell === null) return plainValue(cell);
    return new Map(Object.entries(cell).map(([name, item]: [string, unknown]) => [name, of(name)(item)]));
  };
}

function leafReader(element: SchemaElement): CellReader {
  const { type, converted_type: converted, logical_type: logical } = element;
  const read = ((): CellReader => {
    if (logical?.type === 'TIME' || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS') {
      const unit =
        logical?.type === 'TIME' ? logical.unit : converted === 'TIME_MILLIS' ? 'MILLIS' : 'MICROS';
      const digits = { MILLIS: 3, MICROS: 6, NANOS: 9 }[unit];
      return (cell) =>
        typeof cell === 'bigint' || typeof cell === 'number' ? textOfTime(BigInt(cell), digits) : null;
    }
    if (isDecimal(element)) {
      const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0;
      return (cell) => {
        if (cell instanceof Uint8Array) return decimalValue(signedInteger(cell), scale);
        return typeof cell === 'bigint' || typeof cell === 'number'
          ? decimalValue(BigInt(cell), scale)
          : null;
      };
    }
    if (type === 'FLOAT') return (cell) => floatValue(typeof cell === 'number' ? shortFloat(cell) : cell);
    if (type === 'DOUBLE' || logical?.type === 'FLOAT16') return floatValue;
    return plainValue;
  })();
  return (cell) => (isItems(cell) ? Array.from(cell, read) : read(cell));
}

/** The digits that a number keeps for certain. */
const safeDigits = 10n ** 15n;

/** A decimal of so many digits behind the point: a number where that keeps them all, else a text. */
function decimalValue(digits: bigint, scale: number): Value {
  const text = decimalText(digits, scale);
  let [significant, behind] = [digits, scale];
  for (; behind > 0 && significant % 10n === 0n; behind--) significant /= 10n;
  if (behind <= 0) return plainValue(significant * 10n ** BigInt(-behind));
  return significant < safeDigits && significant > -safeDigits ? Number(text) : text;
}

function decimalText(digits: bigint, scale: number): string {
  if (scale <= 0) return String(digits);
  const shown = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${shown.slice(0, -scale)}.${shown.slice(-scale)}`;
}

/** The integer of two's complement, its highest byte first. */
function signedInteger(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

function floatValue(cell: unknown): Value {
  return typeof cell === 'number' && Number.isInteger(cell) ? new Float(cell) : plainValue(cell);
}

/** The shortest number that is the same one with 32 bits: 0.1, not 0.10000000149011612. */
function shortFloat(number: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return short;
  }
  return number;
}

/** Lists, as arrays of any kind; bytes are none. */
function isItems(cell: unknown): cell is Iterable<unknown> {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof Uint8Array));
}

function plainValue(cell: unknown): Value {
  if (typeof cell === 'string' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== 'object' || cell === null) return null;
  if (isMoment(cell)) return momentText(cell);
  if (cell instanceof Uint8Array) return new TextDecoder().decode(cell);
  if (isItems(cell)) return Array.from(cell, plainValue);
  return new Map(Object.entries(cell).map(([key, item]: [string, unknown]) => [key, plainValue(item)]));
}

/** A moment as the libraries give it. */
type Moment = { toISOString(): string };

/** Tells a moment from other objects. */
function isMoment(value: object): value is Moment {
  return 'toISOString' in value;
}

/** A moment as ISO 8601 writes it: the day alone where the time is midnight. */
export function momentText(moment: Moment): string {
  const text = moment.toISOString().replace(/(\.000)?Z$/, '');
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}
