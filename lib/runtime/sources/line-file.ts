import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const flushAt = 1 << 20;

/** Writes texts, one a line, with the offset of each beside them. */
export class LineWriter {
  readonly #lines: FileHandle;
  readonly #offsets: FileHandle;
  readonly #onBytes: (bytes: Buffer) => void;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #starts: number[] = [];
  #position = 0;
  #count = 0;

  private constructor(lines: FileHandle, offsets: FileHandle, onBytes: (bytes: Buffer) => void) {
    this.#lines = lines;
    this.#offsets = offsets;
    this.#onBytes = onBytes;
  }

  /** Makes `path` and, with the offsets, `path.offsets`. */
  static async create(path: string, onBytes: (bytes: Buffer) => void): Promise<LineWriter> {
    return new LineWriter(await open(path, 'w', 0o600), await open(`${path}.offsets`, 'w', 0o600), onBytes);
  }

  get count(): number {
    return this.#count;
  }

  async add(text: string): Promise<void> {
    const bytes = Buffer.from(`${text}\n`);
    this.#starts.push(this.#position);
    this.#position += bytes.length;
    this.#count++;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= flushAt) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    // The end of the last line is the start of one that isn't there.
    this.#starts.push(this.#position);
    await this.#flush();
    for (const file of [this.#lines, this.#offsets]) {
      await file.sync();
      await file.close();
    }
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending);
    const starts = new Float64Array(this.#starts);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#starts = [];
    this.#onBytes(bytes);
    await this.#lines.appendFile(bytes);
    await this.#offsets.appendFile(new Uint8Array(starts.buffer));
  }
}

/** Reads lines by their number, without holding the file or its offsets in memory. */
export class LineReader {
  readonly #lines: number;
  readonly #offsets: number;
  readonly #span = new Float64Array(2);
  readonly count: number;

  constructor(path: string) {
    this.#lines = openSync(path, 'r');
    this.#offsets = openSync(`${path}.offsets`, 'r');
    this.count = fstatSync(this.#offsets).size / 8 - 1;
  }

  line(number: number): string {
    readSync(this.#offsets, this.#span, 0, 16, number * 8);
    const [start = 0, end = 0] = this.#span;
    const bytes = Buffer.allocUnsafe(end - start - 1);
    let done = 0;
    while (done < bytes.length) {
      const read = readSync(this.#lines, bytes, done, bytes.length - done, start + done);
      if (read === 0) throw new Error('a snapshot of a source is cut off');
      done += read;
    }
    return bytes.toString('utf8');
  }

  close(): void {
    closeSync(this.#lines);
    closeSync(this.#offsets);
  }
}
