import { decodePythonJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { isDict, type Value } from '@/lib/util/value';
import { BadRecord, type SourceRecord } from '../source-table';
import { longestLine, readLines, type Bytes } from './read-text';

/**
 * One object a line; empty lines are passed over. A line that is none is a bad record. Throws AppError
 * `source-unreadable` for what is no text.
 */
export async function* readJsonl(bytes: Bytes): AsyncGenerator<SourceRecord | BadRecord> {
  for await (const { text, number } of readLines(bytes)) {
    if (text === null) {
      const most = longestLine / 1_000_000;
      yield new BadRecord(`line ${number} is longer than ${most} million characters`);
    } else if (text.trim() !== '') yield recordAt(text, `line ${number}`);
  }
}

/** The record that a JSON text holds, or what is wrong with it. */
export function recordAt(text: string, place: string): SourceRecord | BadRecord {
  try {
    const value = decodeAt(text, place);
    return isDict(value) ? value : new BadRecord(`${place} is no JSON object. Each record is an object`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new BadRecord(error.message);
  }
}

/** Reads the JSON text of one record. Throws AppError `source-unreadable`. */
function decodeAt(text: string, place: string): Value {
  try {
    // Python's own json and pandas write these words.
    return decodePythonJson(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = error.message.replace(/^Invalid JSON in line \d+, column (\d+): /, 'at column $1 ');
    throw new AppError('source-unreadable', `${place} is no valid JSON: ${reason}`);
  }
}
