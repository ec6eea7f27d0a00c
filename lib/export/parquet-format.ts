import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column } from '@/lib/dataset/column';
import { decodeJson, encodeJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { Float, isDict, isList, type Value } from '@/lib/util/value';
import type { ExportFormat, ExportRow, Survey } from './export-format';
import { joined, type Shape, shapeOf } from './value-shape';

/** The writer brings its own version of the reader's types. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Rows in one group of a file: what is in memory at once. */
const groupRows = 10_000;

/**
 * Apache Parquet with a type for each column: integers of 64 bits, doubles, booleans, texts, lists and structs; what
 * has no one type is JSON text with that annotation. All columns may be null.
 */
export const parquetFormat: ExportFormat = {
  extension: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  survey: (columns) => new ShapeSurvey(columns.length),
  begin({ columns, surveyed }) {
    if (!(surveyed instanceof ShapeSurvey)) throw new Error('the rows have not been surveyed');
    const { shapes } = surveyed;
    const bytes = new Pieces();
    const writer = new ParquetWriter({
      writer: bytes,
      schema: schemaOf(columns, shapes),
      createdBy: 'Seedloom',
    });
    let waiting: ExportRow[] = [];
    const writeGroup = () => {
      const columnData = columns.map(({ name }, at) => ({
        name,
        data: waiting.map(({ index, texts }) =>
          plain(decodeJson(texts[at] ?? 'null'), shapes[at] ?? { kind: 'json' }, {
            row: index,
            column: name,
          }),
        ),
      }));
      if (waiting.length > 0 && columns.length > 0)
        void writer.write({ columnData, rowGroupSize: groupRows });
      waiting = [];
    };
    return {
      rows(rows) {
        waiting.push(...rows);
        if (waiting.length >= groupRows) writeGroup();
        return bytes.take();
      },
      end() {
        writeGroup();
        void writer.finish();
        return bytes.take();
      },
    };
  },
};

/** What the columns hold, over all rows. */
class ShapeSurvey implements Survey {
  readonly shapes: Shape[];

  constructor(columns: number) {
    this.shapes = Array.from({ length: columns }, () => ({ kind: 'none' }));
  }

  see(rows: readonly ExportRow[]): void {
    for (const { texts } of rows) {
      for (const [at, shape] of this.shapes.entries()) {
        const text = texts[at] ?? 'null';
        // Most cells are texts among texts: nothing to look at.
        if (shape.kind === 'json' || (shape.kind === 'text' && text.startsWith('"'))) continue;
        this.shapes[at] = joined(shape, shapeOf(decodeJson(text)));
      }
    }
  }
}

/** Bytes that are taken away as they are made; places in the file go on being counted from its start. */
class Pieces extends ByteWriter {
  take(): Uint8Array {
    const bytes = this.getBytes().slice();
    this.index = 0;
    return bytes;
  }
}

function schemaOf(columns: readonly Column[], shapes: readonly Shape[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap(({ name }, at) => elementsOf(name, shapes[at] ?? { kind: 'json' })),
  ];
}

/** A column's part of the schema, depth first (parquet-format, LogicalTypes.md: lists have three levels). */
function elementsOf(name: string, shape: Shape): SchemaElement[] {
  const element = { name, repetition_type: 'OPTIONAL' } as const;
  switch (shape.kind) {
    case 'boolean':
      return [{ ...element, type: 'BOOLEAN' }];
    case 'integer':
      return [{ ...element, type: 'INT64' }];
    case 'number':
      return [{ ...element, type: 'DOUBLE' }];
    case 'none':
    case 'text':
      return [{ ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
    case 'json':
      // By its logical type alone: given the older annotation too, the writer would write the text as JSON once more.
      return [{ ...element, type: 'BYTE_ARRAY', logical_type: { type: 'JSON' } }];
    case 'list':
      return [
        { ...element, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf('element', shape.item),
      ];
    case 'struct':
      return [
        { ...element, num_children: shape.fields.size },
        ...[...shape.fields].flatMap(([field, inner]) => elementsOf(field, inner)),
      ];
  }
}

const encoder = new TextEncoder();

type Plain =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/** A value as the writer takes it. Throws for one that was changed to another kind since the rows were surveyed. */
function plain(value: Value, shape: Shape, place: { row: number; column: string }): Plain {
  if (value === null) return null;
  if (shape.kind === 'json') return encoder.encode(encodeJson(value));
  if (shape.kind === 'text' && typeof value === 'string') return value;
  if (shape.kind === 'boolean' && typeof value === 'boolean') return value;
  if (shape.kind === 'integer') {
    if (typeof value === 'bigint') return value;
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  }
  if (shape.kind === 'number') {
    if (value instanceof Float) return value.value;
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  }
  if (shape.kind === 'list' && isList(value)) return value.map((item) => plain(item, shape.item, place));
  if (shape.kind === 'struct' && isDict(value)) {
    return Object.fromEntries(
      [...shape.fields].map(([name, inner]) => [name, plain(value.get(name) ?? null, inner, place)]),
    );
  }
  throw new AppError(
    'conflict',
    `${place.column} of row ${place.row} was changed while the file was made. Download it again.`,
  );
}
