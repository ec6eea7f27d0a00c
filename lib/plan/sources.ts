import type { DataSource, DocumentSource, ExampleSource } from '@/lib/recipe/sources-schema';
import { shotsOf } from '@/lib/recipe/sources/source-names';
import { dataSpec, documentSpec } from '@/lib/recipe/sources/source-spec';
import type { Recipe } from '@/lib/recipe/schema';
import { createDraw, drawInt, type Draw } from '@/lib/random/draw';
import {
  BadRecord,
  documentColumn,
  RecordError,
  segmentColumn,
  tableOf,
  type SourceRecord,
  type SourceTable,
  type SourceTables,
} from '@/lib/sources/source-table';
import { TextRecord } from '@/lib/util/text-record';
import type { Value } from '@/lib/util/value';

/** A source ready to give rows their records. */
export type PlannedSource = {
  /** Null while its file has not been read. */
  table: SourceTable | null;
  /** Above 1: as many records are drawn for each row. */
  shots: number;
  /** Under which name a drawn list stands. */
  id: string;
  /** The columns that it gives to a row; those of an unread file are not among them. */
  columns: readonly string[];
  /** A record by the names that it has in a row. */
  named: (record: SourceRecord) => SourceRecord;
};

/** All sources of a recipe in the order of their columns: examples, data, documents. */
export function planSources({ strategy_params: params }: Recipe, tables: SourceTables): PlannedSource[] {
  return [
    ...params.input_examples.map(planExamples),
    ...params.input_data.map((source) => planData(source, tables)),
    ...params.input_documents.map((source) => planDocuments(source, tables)),
  ];
}

function planExamples({ examples, id = '', num_shots }: ExampleSource): PlannedSource {
  const fields = [...(examples[0]?.keys() ?? [])];
  const shots = shotsOf(num_shots);
  return {
    table: tableOf(fields, examples),
    shots,
    id,
    columns: shots > 0 ? [id] : fields,
    named: (record) => record,
  };
}

function planData(source: DataSource, tables: SourceTables): PlannedSource {
  const { attribute_map: map, id = '' } = source;
  const table = tables(dataSpec(source), map.size > 0 ? [...map.keys()] : null);
  const shots = shotsOf(source.num_shots);
  const fields = map.size > 0 ? [...map.values()] : (table?.columns ?? []);
  return {
    table,
    shots,
    id,
    columns: shots > 0 ? [id] : fields,
    named: (record) =>
      map.size === 0 ? record : new Map([...map].map(([column, name]) => [name, record.get(column) ?? null])),
  };
}

function planDocuments(source: DocumentSource, tables: SourceTables): PlannedSource {
  const { id, segmentation_params: params } = source;
  const shots = shotsOf(source.num_shots);
  const parts: (readonly [string, string])[] = [
    ...(params ? [[params.id, segmentColumn] as const] : []),
    ...(params?.keep_original_text === false ? [] : [[id, documentColumn] as const]),
  ];
  const read = parts.map(([, column]) => column);
  return {
    table: tables(documentSpec(source), read),
    shots,
    id,
    columns: shots > 0 ? [id] : parts.map(([name]) => name),
    named: (record) => {
      const named = parts.map(([name, column]) => [name, record.get(column) ?? null] as const);
      const text = named[0]?.[1];
      return new TextRecord(named, typeof text === 'string' ? text : '');
    },
  };
}

/** Which records of a source a row takes: the next one, or `shots` different ones by chance, in chance's order. */
export function recordsOfRow(source: PlannedSource, count: number, seed: number, row: number): number[] {
  if (count === 0) return [];
  if (source.shots === 0) return [row % count];
  const draw = shotsDraw(source, seed);
  const taken = Math.min(source.shots, count);
  // The first steps of a shuffle, of which only the places that were touched are kept.
  const moved = new Map<number, number>();
  return Array.from({ length: taken }, (_, position) => {
    const at = position + drawInt(draw, row, position, count - position);
    const chosen = moved.get(at) ?? at;
    moved.set(at, moved.get(position) ?? position);
    return chosen;
  });
}

/** A list as a row could have it; undefined while its records are on their way, or can't be read. */
export function listOfSource({ table, shots, named }: PlannedSource): SourceRecord[] | undefined {
  if (table === null) return undefined;
  const records: SourceRecord[] = [];
  for (let index = 0; index < Math.min(shots, table.count); index++) {
    const record = table.at(index);
    if (record === undefined || record instanceof BadRecord) return undefined;
    records.push(named(record));
  }
  return records;
}

/** Are records of a row still on their way? */
export function isWaiting(
  sources: readonly PlannedSource[],
  values: { has: (name: string) => boolean },
): boolean {
  return sources.some(({ table, columns }) => table === null || columns.some((name) => !values.has(name)));
}

const drawsOfLastSeed = new WeakMap<PlannedSource, { seed: number; draw: Draw }>();

function shotsDraw(source: PlannedSource, seed: number): Draw {
  const last = drawsOfLastSeed.get(source);
  if (last?.seed === seed) return last.draw;
  const draw = createDraw(seed, source.id, 'shots');
  drawsOfLastSeed.set(source, { seed, draw });
  return draw;
}

/**
 * Puts the records of a row into its values; what is still on its way is left out. The error is that of the first
 * record that can't be read, or null.
 */
export function takeRecords(
  sources: readonly PlannedSource[],
  { seed, row }: { seed: number; row: number },
  set: (name: string, value: Value) => void,
): RecordError | null {
  let problem: RecordError | null = null;
  for (const source of sources) {
    const { table, shots, id } = source;
    if (table === null) continue;
    const named: SourceRecord[] = [];
    let isWhole = true;
    for (const index of recordsOfRow(source, table.count, seed, row)) {
      const record = table.at(index);
      if (record instanceof BadRecord) problem ??= new RecordError(record.reason);
      if (record === undefined || record instanceof BadRecord) isWhole = false;
      else named.push(source.named(record));
    }
    if (!isWhole) continue;
    if (shots > 0) set(id, named);
    else for (const [name, value] of named[0] ?? []) set(name, value);
  }
  return problem;
}
