// @ts-check
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/**
 * A process of its own in which libraries read one file of XLSX, PDF or DOCX. They hold all of a file in memory and
 * can't be interrupted, and files come from anyone: what takes too long or too much memory ends this process, which a
 * second thread sees to, and nothing else. Plain JavaScript: it is started as it stands, from the sources and from the
 * product. It writes one JSON value a line: rows of a workbook, or the text of a document, then how it ended.
 *
 * @typedef {{ format: 'xlsx' | 'pdf' | 'docx', path: string, deadlineMs: number, memoryBytes: number }} ParseTask
 * @typedef {string | number | boolean | null | { at: string }} ParsedCell
 * @typedef {{ sheet: number }} SheetStart
 * @typedef {{ done: true } | { problem: 'password' | 'no-text' } | { unreadable: string }} ParseEnd
 * @typedef {ParsedCell[] | string | SheetStart | ParseEnd} ParsedLine
 */

/** How often the second thread looks, in ms. */
const lookEveryMs = 50;

if (isMainThread) await parse(/** @type {ParseTask} */ (JSON.parse(process.argv[2] ?? '')));
else watch(/** @type {WatchData} */ (workerData));

/** @param {ParseTask} task */
async function parse({ format, path, deadlineMs, memoryBytes }) {
  const watched = { deadlineMs, memoryBytes, parent: process.ppid };
  new Worker(new URL(import.meta.url), { workerData: watched }).unref();
  // What libraries say is for whoever develops them; standard output carries the records.
  const silent = () => undefined;
  Object.assign(console, { log: silent, info: silent, warn: silent, error: silent });
  const read = { xlsx: readSheets, pdf: readPdf, docx: readWord }[format];
  try {
    await say(await read(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await say({ unreadable: reason.split('\n')[0]?.slice(0, 200) ?? '' });
  }
}

/** @typedef {{ deadlineMs: number, memoryBytes: number, parent: number }} WatchData */

/** @param {WatchData} data */
function watch({ deadlineMs, memoryBytes, parent }) {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    if (performance.now() > endsAt) end('deadline');
    if (process.memoryUsage.rss() > memoryBytes) end('memory');
    // Who started this was killed.
    if (process.ppid !== parent) end('orphan');
    Atomics.wait(clock, 0, 0, lookEveryMs);
  }
}

/** @param {string} reason */
function end(reason) {
  writeSync(2, reason);
  process.kill(process.pid, 'SIGKILL');
}

/** @param {ParsedLine} line */
async function say(line) {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
}

/**
 * @param {string} path
 * @returns {Promise<ParseEnd>}
 */
async function readSheets(path) {
  const { default: readWorkbook } = await import('read-excel-file/node');
  // Blanks around a text are the file's own.
  const sheets = await readWorkbook(path, { trim: false });
  for (const [sheet, { data }] of sheets.entries()) {
    await say({ sheet });
    for (const row of data) await say(row.map(cellOf));
  }
  return { done: true };
}

/**
 * @param {unknown} cell
 * @returns {ParsedCell}
 */
function cellOf(cell) {
  if (cell instanceof Date) return { at: cell.toISOString() };
  return typeof cell === 'number' || typeof cell === 'boolean' || typeof cell === 'string' ? cell : null;
}

/**
 * @param {string} path
 * @returns {Promise<ParseEnd>}
 */
async function readPdf(path) {
  const { extractText, getDocumentProxy } = await import('unpdf');
  try {
    // Its warnings about fonts and the like are nobody's concern here.
    const document = await getDocumentProxy(new Uint8Array(await readFile(path)), { verbosity: 0 });
    const { text } = await extractText(document, { mergePages: false });
    const whole = text.join('\n\n');
    if (whole.trim() === '' && text.length > 0) return { problem: 'no-text' };
    await say(whole);
    return { done: true };
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') return { problem: 'password' };
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {Promise<ParseEnd>}
 */
async function readWord(path) {
  const { default: mammoth } = await import('mammoth');
  let text = '';
  // Its own raw text loses the breaks within a paragraph.
  await mammoth.convertToHtml(
    { path },
    {
      transformDocument: (/** @type {WordElement} */ document) => {
        text = textOf(document);
        return { ...document, children: [] };
      },
    },
  );
  await say(text.replace(/\n$/, ''));
  return { done: true };
}

/** @typedef {{ type: string, value?: string, breakType?: string, children?: WordElement[] }} WordElement */

/**
 * @param {WordElement} element
 * @returns {string}
 */
function textOf({ type, value, breakType, children }) {
  if (type === 'text') return value ?? '';
  if (type === 'tab') return '\t';
  if (type === 'break') return breakType === 'line' ? '\n' : '';
  return (children ?? []).map(textOf).join('') + (type === 'paragraph' ? '\n' : '');
}
