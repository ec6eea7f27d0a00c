import type { SourceSpec } from '@/lib/recipe/sources/source-spec';
import type { Value } from '@/lib/util/value';

/** One record of a source: values by column, null where there is none. */
export type SourceRecord = ReadonlyMap<string, Value>;

/** The records of a source that has been read through once. */
export type SourceTable = {
  readonly count: number;
  readonly columns: readonly string[];
  /** A record, or undefined while it is still on its way. An index out of range is an error of the caller. */
  at(index: number): SourceRecord | undefined;
};

/**
 * Finds what was read for a source; null while nobody has. `columns` are those that records must hold (null = all):
 * others may be left out, since a whole document beside each of its segments is much to carry.
 */
export type SourceTables = (spec: SourceSpec, columns: readonly string[] | null) => SourceTable | null;

/** For recipes without files. */
export const noTables: SourceTables = () => null;

/** Records in memory. */
export function tableOf(columns: readonly string[], records: readonly SourceRecord[]): SourceTable {
  return { count: records.length, columns, at: (index) => records[index] };
}

/** The column of a table of documents that holds the whole text. */
export const documentColumn = 'document';

/** The column of a table of segments that holds the segment. */
export const segmentColumn = 'segment';
