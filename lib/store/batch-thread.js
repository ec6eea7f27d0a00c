// @ts-check
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/**
 * A thread with a connection of its own that carries out prepared statements one after the other, each durable when it
 * is answered for. Plain JavaScript: it is started from the sources in tests and from the bundle in the product.
 *
 * @typedef {{ path: string, busyTimeoutMs: number, write: string, read: string }} ThreadData
 * @typedef {{ id: number, write?: unknown[], read?: unknown[] }} ThreadRequest without values it only gets ready
 * @typedef {{ id: number, found: boolean } | { id: number, error: { message: string, code: string } }} ThreadReply
 */
const { path, busyTimeoutMs, write, read } = /** @type {ThreadData} */ (workerData);

/** @type {{ writing: Sqlite.Statement, reading: Sqlite.Statement } | undefined} */
let statements;

parentPort?.on('message', (/** @type {ThreadRequest} */ request) => {
  parentPort?.postMessage(carryOut(request));
});

/**
 * @param {ThreadRequest} request
 * @returns {ThreadReply}
 */
function carryOut({ id, write: written, read: asked = [] }) {
  try {
    statements ??= prepare();
    if (written === undefined) return { id, found: false };
    statements.writing.run(...written);
    return { id, found: statements.reading.get(...asked) !== undefined };
  } catch (error) {
    const code = error instanceof Sqlite.SqliteError ? error.code : '';
    return { id, error: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

/** Not before the first request: what goes wrong is the answer to it, and the next one tries again. */
function prepare() {
  const db = new Sqlite(path, { fileMustExist: true, timeout: busyTimeoutMs });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  return { writing: db.prepare(write), reading: db.prepare(read) };
}
