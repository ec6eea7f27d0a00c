import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { BadRecord, type SourceRecord } from '../source-table';
import { longestLine, readText, type Bytes } from './read-text';

/**
 * CSV or TSV with a head line. Cells stay the texts that they are; an empty one without quotes is null. A row with more
 * cells than the head is a bad record. Throws AppError `source-unreadable` with the line.
 */
export async function* readDelimited(
  bytes: Bytes,
  delimiter: ',' | '\t',
): AsyncGenerator<SourceRecord | BadRecord> {
  let columns: readonly string[] | null = null;
  for await (const { cells, line } of readRows(bytes, delimiter)) {
    if (columns === null) {
      columns = columnNames(cells);
      continue;
    }
    if (cells.length > columns.length) {
      yield new BadRecord(`line ${line} has ${cells.length} cells, but the head has ${columns.length}`);
      continue;
    }
    yield new Map(columns.map((name, position) => [name, cells[position] ?? null]));
  }
}

/** Each name once, and none empty: the names that pandas gives. */
export function columnNames(head: readonly Value[]): string[] {
  const taken = new Set<string>();
  return head.map((cell, position) => {
    const wanted = typeof cell === 'string' && cell !== '' ? cell : `Unnamed: ${position}`;
    let name = wanted;
    for (let number = 1; taken.has(name); number++) name = `${wanted}.${number}`;
    taken.add(name);
    return name;
  });
}

type Row = { cells: (string | null)[]; line: number };

async function* readRows(bytes: Bytes, delimiter: string): AsyncGenerator<Row> {
  const machine = new RowMachine(delimiter);
  for await (const piece of readText(bytes)) yield* machine.take(piece);
  yield* machine.end();
}

/** Cuts text into rows of cells as it comes: quotes around a cell, doubled inside one, any end of lines. */
class RowMachine {
  readonly #delimiter: string;
  readonly #special: RegExp;
  #cells: (string | null)[] = [];
  #cell: string[] = [];
  #length = 0;
  #state: 'start' | 'plain' | 'quoted' | 'quote-in-quoted' = 'start';
  #wasQuoted = false;
  #line = 1;
  #rowLine = 1;
  #endedByReturn = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#special = new RegExp(`[${delimiter}\\r\\n]`, 'g');
  }

  *take(piece: string): Generator<Row> {
    let at = 0;
    while (at < piece.length) {
      if (this.#state === 'quoted') {
        const quote = piece.indexOf('"', at);
        const text = piece.slice(at, quote < 0 ? piece.length : quote);
        this.#push(text);
        for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#line++;
        at = quote < 0 ? piece.length : quote + 1;
        if (quote >= 0) this.#state = 'quote-in-quoted';
        continue;
      }
      const character = piece.charAt(at);
      if (this.#endedByReturn) {
        this.#endedByReturn = false;
        if (character === '\n') {
          at++;
          continue;
        }
      }
      if (character === '"' && this.#state !== 'plain') {
        if (this.#state === 'quote-in-quoted') this.#push('"');
        this.#state = 'quoted';
        this.#wasQuoted = true;
        at++;
        continue;
      }
      if (character === this.#delimiter) {
        this.#endCell();
        at++;
      } else if (character === '\n' || character === '\r') {
        this.#endedByReturn = character === '\r';
        yield* this.#endRow();
        at++;
      } else {
        this.#special.lastIndex = at;
        const next = this.#special.exec(piece)?.index ?? piece.length;
        this.#push(piece.slice(at, next));
        this.#state = 'plain';
        at = next;
      }
    }
  }

  *end(): Generator<Row> {
    if (this.#state === 'quoted') {
      throw new AppError(
        'source-unreadable',
        `the quote that is opened in line ${this.#rowLine} is never closed`,
      );
    }
    if (this.#cells.length > 0 || this.#cell.length > 0 || this.#wasQuoted) yield* this.#endRow();
  }

  #push(text: string): void {
    if (text === '') return;
    this.#cell.push(text);
    this.#length += text.length;
    if (this.#length <= longestLine) return;
    const most = longestLine / 1_000_000;
    const message = `the row that begins in line ${this.#rowLine} is longer than ${most} million characters. Is a quote never closed?`;
    throw new AppError('source-unreadable', message);
  }

  #endCell(): void {
    const text = this.#cell.join('');
    this.#cells.push(text === '' && !this.#wasQuoted ? null : text);
    this.#cell = [];
    this.#state = 'start';
    this.#wasQuoted = false;
  }

  *#endRow(): Generator<Row> {
    const isBlank = this.#cells.length === 0 && this.#cell.length === 0 && !this.#wasQuoted;
    this.#endCell();
    const cells = this.#cells;
    const line = this.#rowLine;
    this.#cells = [];
    this.#length = 0;
    this.#line++;
    this.#rowLine = this.#line;
    if (!isBlank) yield { cells, line };
  }
}
