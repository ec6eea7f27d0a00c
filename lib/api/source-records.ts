import { decodeJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { isDict, isList, type Value } from '@/lib/util/value';
import { sourceRecords } from './source-wire';

/** Records of a source as `sources:read` gives them. */
export type SourceRecords = {
  /** Null in the place of one that can't be read. */
  records: readonly (ReadonlyMap<string, Value> | null)[];
  /** Why those can't be read, by index. */
  bad: ReadonlyMap<number, string>;
  count: number;
  columns: readonly string[];
  /** Of all records. */
  badRecords: { count: number; first: string } | null;
};

const facts = sourceRecords.omit({ records: true });

/** Reads the answer of `sources:read` with its numbers as they are written. Throws AppError `answer-unreadable`. */
export function readSourceRecords(text: string): SourceRecords {
  const answer = decodeJson(text);
  const records = isDict(answer) ? answer.get('records') : null;
  const parsed = facts.safeParse(isDict(answer) ? plain(answer) : null);
  if (!parsed.success || !isList(records)) {
    throw new AppError('answer-unreadable', 'The answer of sources:read has another shape.');
  }
  const { bad, count, columns, bad_records: badRecords } = parsed.data;
  return {
    records: records.map((record) => (isDict(record) ? record : null)),
    bad: new Map(bad.map(({ index, reason }) => [index, reason])),
    count,
    columns,
    badRecords,
  };
}

/** All but the records, as objects. */
function plain(answer: ReadonlyMap<string, Value>): unknown {
  const toObject = (value: Value | undefined): unknown => {
    if (isList(value)) return value.map(toObject);
    return isDict(value) ? Object.fromEntries([...value].map(([key, item]) => [key, toObject(item)])) : value;
  };
  return toObject(new Map([...answer].filter(([key]) => key !== 'records')));
}
