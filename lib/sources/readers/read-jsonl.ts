import { decodeJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { isDict, type Value } from '@/lib/util/value';
import type { SourceRecord } from '../source-table';
import { readLines, type Bytes } from './read-text';

/** One object a line; empty lines are passed over. Throws AppError `source-unreadable` with the line. */
export async function* readJsonl(bytes: Bytes): AsyncGenerator<SourceRecord> {
  for await (const { text, number } of readLines(bytes)) {
    if (text.trim() === '') continue;
    yield recordOf(decodeAt(text, `line ${number}`), `line ${number}`);
  }
}

/** A value that was read, which has to be an object. */
export function recordOf(value: Value, place: string): SourceRecord {
  if (isDict(value)) return value;
  throw new AppError('source-unreadable', `${place} is no JSON object. Each record is an object`);
}

/** Reads the JSON text of one record. */
export function decodeAt(text: string, place: string): Value {
  try {
    return decodeJson(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = error.message.replace(/^Invalid JSON in line \d+, column (\d+): /, 'at column $1 ');
    throw new AppError('source-unreadable', `${place} is no valid JSON: ${reason}`);
  }
}
