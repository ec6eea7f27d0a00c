import { decodeJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { isDict, isList, type Value } from '@/lib/util/value';

/** Records of a source as `sources:read` gives them. */
export type SourceRecords = {
  records: readonly ReadonlyMap<string, Value>[];
  count: number;
  columns: readonly string[];
};

/** Reads the answer of `sources:read` with its numbers as they are written. Throws AppError `answer-unreadable`. */
export function readSourceRecords(text: string): SourceRecords {
  const answer = decodeJson(text);
  const [records, count, columns] = isDict(answer)
    ? ['records', 'count', 'columns'].map((key) => answer.get(key))
    : [];
  if (typeof count !== 'number' || !isList(records) || !isList(columns) || !records.every(isDict)) {
    throw new AppError('answer-unreadable', 'The answer of sources:read has another shape.');
  }
  return { records, count, columns: columns.filter((name) => typeof name === 'string') };
}
