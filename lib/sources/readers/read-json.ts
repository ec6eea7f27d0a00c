import { decodePythonJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { isDict, isList, type Value } from '@/lib/util/value';
import { BadRecord, type SourceRecord } from '../source-table';
import { recordAt } from './read-jsonl';
import { longestLine, readText, type Bytes } from './read-text';

/**
 * A list of objects, read an object at a time, or an object of columns: each a list, or a mapping from row names. An
 * element that is no object is a bad record.
 * Throws AppError `source-unreadable`.
 */
export async function* readJson(bytes: Bytes): AsyncGenerator<SourceRecord | BadRecord> {
  const splitter = new ListSplitter();
  for await (const piece of readText(bytes)) {
    for (const element of splitter.take(piece)) {
      yield recordAt(element.text, `record ${element.number}`);
    }
  }
  const whole = splitter.end();
  if (whole !== null) yield* readColumns(decodeWhole(whole));
}

function decodeWhole(text: string): Value {
  try {
    return decodePythonJson(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [first = ''] = text.trimStart().split('\n', 1);
    if (!(recordAt(first, 'line 1') instanceof BadRecord)) {
      throw noTable('holds one object a line, which is JSONL. Give it a name that ends with .jsonl');
    }
    throw noTable(error.message.replace(/^Invalid JSON/, 'is no valid JSON:'));
  }
}

function* readColumns(value: Value): Generator<SourceRecord> {
  if (!isDict(value)) throw noTable('holds neither a list of objects nor columns');
  const columns = [...value].map(([name, cells]) => [name, cellsOf(name, cells)] as const);
  const rows = new Set(columns.flatMap(([, cells]) => [...cells.keys()]));
  for (const row of rows) {
    yield new Map(columns.map(([name, cells]) => [name, cells.get(row) ?? null]));
  }
}

function cellsOf(name: string, cells: Value): ReadonlyMap<string, Value> {
  if (isDict(cells)) return cells;
  if (isList(cells)) return new Map(cells.map((cell, row) => [String(row), cell]));
  throw noTable(
    `is one object, whose "${name}" is neither a list nor a mapping. Write a list of objects: [{…}]`,
  );
}

function noTable(message: string): AppError {
  return new AppError('source-unreadable', message);
}

/** An object of columns is read as a whole, so it has to fit into memory. */
const mostWhole = 256 * 1024 * 1024;

/** Cuts the text of a list into those of its elements as it comes; what is no list is kept as a whole. */
class ListSplitter {
  #kind: 'unknown' | 'list' | 'whole' | 'done' = 'unknown';
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #open: string[] = [];
  #length = 0;
  #number = 0;

  *take(piece: string): Generator<{ text: string; number: number }> {
    let at = 0;
    if (this.#kind === 'unknown') {
      at = piece.search(/\S/);
      if (at < 0) return;
      this.#kind = piece.charAt(at) === '[' ? 'list' : 'whole';
      if (this.#kind === 'list') at++;
    }
    if (this.#kind === 'whole') {
      this.#length += piece.length;
      if (this.#length > mostWhole) {
        throw noTable('is one object of more than 256 MB. Write a list of objects, or JSONL');
      }
      this.#open.push(piece);
      return;
    }
    let start = at;
    for (; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#kind === 'done') {
        if (/\S/.test(piece.slice(at))) throw noTable('goes on after the end of its list');
        return;
      }
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === 0x5c) this.#isEscaped = true;
        else if (code === 0x22) this.#inString = false;
      } else if (code === 0x22) this.#inString = true;
      else if (code === 0x5b || code === 0x7b) this.#depth++;
      else if ((code === 0x2c || code === 0x5d) && this.#depth === 0) {
        this.#open.push(piece.slice(start, at));
        const text = this.#open.join('');
        this.#open = [];
        this.#length = 0;
        start = at + 1;
        const isEnd = code === 0x5d;
        if (isEnd) this.#kind = 'done';
        // An empty list has no element before its end.
        if (!isEnd || text.trim() !== '' || this.#number > 0) yield { text, number: ++this.#number };
      } else if (code === 0x5d || code === 0x7d) this.#depth--;
    }
    if (this.#kind === 'done') return;
    this.#open.push(piece.slice(start));
    this.#length += piece.length - start;
    if (this.#length <= longestLine) return;
    const most = longestLine / 1_000_000;
    throw noTable(`record ${this.#number + 1} is longer than ${most} million characters`);
  }

  /** The whole text where it is no list. */
  end(): string | null {
    if (this.#kind === 'list') throw noTable('ends in the middle of its list');
    return this.#kind === 'whole' ? this.#open.join('') : null;
  }
}
