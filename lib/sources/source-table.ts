import type { SourceSpec } from '@/lib/recipe/sources/source-spec';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';

/** One record of a source: values by column, null where there is none. */
export type SourceRecord = ReadonlyMap<string, Value>;

/** A record that can't be read, with the file and the line and why. */
export class BadRecord {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** A row drew a record that can't be read: the row fails, others are not concerned. */
export class RecordError extends AppError {
  constructor(reason: string) {
    super('record-unreadable', reason);
  }
}

/** How many records of a source can't be read, and what is wrong with the first of them. */
export type BadRecords = { readonly count: number; readonly first: string };

/** The records of a source that has been read through once. */
export type SourceTable = {
  readonly count: number;
  readonly columns: readonly string[];
  /** A record, or undefined while it is still on its way. An index out of range is an error of the caller. */
  at(index: number): SourceRecord | BadRecord | undefined;
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
