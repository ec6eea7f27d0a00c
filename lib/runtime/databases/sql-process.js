// @ts-check
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { createChance, createClock } from './sql-world.js';

/**
 * A process of its own in which the SQL of recipes runs, on databases in memory. It carries out one request after the
 * other; a statement that takes too long or too much memory ends it, which a second thread sees to: SQLite can't be
 * interrupted from its own. Plain JavaScript: it is started as it stands, from the sources and from the product.
 *
 * Every database begins as its environment's image. Conversations that only look share one that can't be written;
 * one that writes gets a copy. Chance and time are made here, so that a use that is repeated gives the same again.
 *
 * @typedef {{ statementMs: number, memoryBytes: number, databaseBytes: number, now: string }} SqlLimits
 * @typedef {{ text: string, names: readonly string[] }} SqlStep
 * @typedef {null | string | number | bigint} SqlValue
 * @typedef {{ sql: readonly string[] } | { file: string }} SqlSetup
 * @typedef {{
 *   environmentId: string, copy: string | null, isReadOnly: boolean, steps: readonly SqlStep[],
 *   values: Readonly<Record<string, SqlValue>>, seed: readonly number[]
 * }} SqlUse
 * @typedef {{ columns: string[], rows: SqlValue[][] } | { changes: number }} SqlResult
 * @typedef {{ writes: boolean, givesRows: boolean } | { problem: string }} SqlCheck
 * @typedef {(
 *   | { type: 'read', file: string }
 *   | { type: 'open', environmentId: string, setup: SqlSetup }
 *   | { type: 'check', environmentId: string, steps: readonly SqlStep[] }
 *   | { type: 'use', use: SqlUse }
 *   | { type: 'release', copy: string }
 * )} SqlRequest
 * @typedef {{ bytes: number } | { problem: string, at: number }} SqlOpened
 * @typedef {SqlOpened | { image: Uint8Array } | { checks: SqlCheck[] } | { result: SqlResult } | { problem: string } | { released: true }} SqlReply
 */

/** What a tool gives is read by a model: more than this is of no use to it. */
const mostRows = 500;
const mostCharacters = 100_000;

/** How often the second thread looks, in ms. */
const lookEveryMs = 20;

if (isMainThread) serve(/** @type {SqlLimits} */ (JSON.parse(process.argv[2] ?? '')));
else watch(/** @type {WatchData} */ (workerData));

/** @param {SqlLimits} limits */
function serve(limits) {
  /** When the statement that runs has to be done, in ns of the machine's clock; 0 = none runs. */
  const deadline = new BigInt64Array(new SharedArrayBuffer(8));
  const watcher = new Worker(new URL(import.meta.url), {
    workerData: { deadline, memoryBytes: limits.memoryBytes, parent: process.ppid },
  });
  watcher.unref();
  const databases = createDatabases(limits, (work) => {
    Atomics.store(deadline, 0, process.hrtime.bigint() + BigInt(limits.statementMs) * 1_000_000n);
    Atomics.notify(deadline, 0);
    try {
      return work();
    } finally {
      Atomics.store(deadline, 0, 0n);
    }
  });
  process.on('message', (request) => {
    process.send?.(databases.carryOut(/** @type {SqlRequest} */ (request)));
  });
  // Nobody is left to work for.
  process.on('disconnect', () => process.exit());
}

/** @typedef {{ deadline: BigInt64Array<SharedArrayBuffer>, memoryBytes: number, parent: number }} WatchData */

/** @param {WatchData} data */
function watch({ deadline, memoryBytes, parent }) {
  for (;;) {
    // Woken by the next statement.
    Atomics.wait(deadline, 0, 0n);
    const running = Atomics.load(deadline, 0);
    if (running === 0n) continue;
    if (process.hrtime.bigint() > running) end('deadline');
    if (process.memoryUsage.rss() > memoryBytes) end('memory');
    // Who started this was killed: a statement without an end would go on for nobody.
    if (process.ppid !== parent) end('orphan');
    Atomics.wait(deadline, 0, running, lookEveryMs);
  }
}

/** @param {string} reason */
function end(reason) {
  writeSync(2, reason);
  process.kill(process.pid, 'SIGKILL');
}

/**
 * @param {SqlLimits} limits
 * @param {<Result>(work: () => Result) => Result} timed
 */
function createDatabases({ databaseBytes, now }, timed) {
  /** @type {Map<string, { image: Buffer, shared: Sqlite.Database }>} */
  const environments = new Map();
  /** @type {Map<string, Sqlite.Database>} */
  const copies = new Map();
  const clock = createClock(now);
  let chance = createChance([1, 2, 3, 4]);

  return {
    /**
     * @param {SqlRequest} request
     * @returns {SqlReply}
     */
    carryOut(request) {
      switch (request.type) {
        case 'read':
          return read(request.file);
        case 'open':
          return open(request.environmentId, request.setup);
        case 'check':
          return { checks: check(environment(request.environmentId).image, request.steps) };
        case 'use':
          return carryOutUse(request.use);
        case 'release':
          copies.get(request.copy)?.close();
          copies.delete(request.copy);
          return { released: true };
      }
    },
  };

  /** @param {string} id */
  function environment(id) {
    const found = environments.get(id);
    if (found === undefined) throw new Error(`the environment ${id} is not open`);
    return found;
  }

  /** @param {string} file @returns {SqlReply} */
  function read(file) {
    try {
      return { image: imageOfFile(file) };
    } catch (error) {
      return { problem: messageOf(error) };
    }
  }

  /**
   * @param {string} id
   * @param {SqlSetup} setup
   * @returns {SqlOpened}
   */
  function open(id, setup) {
    chance = createChance([1, 2, 3, 4]);
    let at = -1;
    try {
      const image =
        'file' in setup ? imageOfFile(setup.file) : imageOf(setup.sql, (position) => (at = position));
      const shared = opened(image);
      shared.pragma('query_only = ON');
      environments.set(id, { image, shared });
      return { bytes: image.length };
    } catch (error) {
      return { problem: messageOf(error), at };
    }
  }

  /**
   * @param {readonly string[]} sql
   * @param {(position: number) => void} onStatement
   */
  function imageOf(sql, onStatement) {
    const db = guarded(new Sqlite(':memory:'));
    try {
      for (const [position, text] of sql.entries()) {
        onStatement(position);
        timed(() => {
          const statement = db.prepare(text);
          if (statement.reader) statement.all();
          else statement.run();
        });
      }
      return db.serialize();
    } finally {
      db.close();
    }
  }

  /** @param {string} path */
  function imageOfFile(path) {
    const file = new Sqlite(path, { readonly: true, fileMustExist: true });
    try {
      const number = (/** @type {string} */ name) => Number(file.pragma(name, { simple: true }));
      const size = number('page_count') * number('page_size');
      if (size > databaseBytes) throw new Error(`is larger than ${Math.floor(databaseBytes / 2 ** 20)} MB`);
      const image = file.serialize();
      // Its header says where the newest pages are: here, and not in a file beside it.
      image.fill(1, 18, 20);
      return image;
    } finally {
      file.close();
    }
  }

  /** @param {Buffer} image */
  function opened(image) {
    const db = guarded(new Sqlite(image));
    db.pragma('foreign_keys = ON');
    return db;
  }

  /** @param {SqlUse} wanted @returns {SqlReply} */
  function carryOutUse({ environmentId, copy, isReadOnly, steps, values, seed }) {
    const { image, shared } = environment(environmentId);
    let db = shared;
    if (copy !== null) {
      db = copies.get(copy) ?? opened(image);
      copies.set(copy, db);
      db.pragma(`query_only = ${isReadOnly ? 'ON' : 'OFF'}`);
    }
    chance = createChance(seed);
    try {
      if (!isReadOnly) db.exec('SAVEPOINT use');
      /** @type {SqlResult} */
      let result = { changes: 0 };
      for (const step of steps) result = timed(() => runStep(db, step, values));
      if (!isReadOnly && db.inTransaction) db.exec('RELEASE use');
      return { result };
    } catch (error) {
      if (!isReadOnly && db.inTransaction) db.exec('ROLLBACK TO use; RELEASE use');
      return { problem: messageOf(error) };
    }
  }

  /**
   * @param {Sqlite.Database} db
   * @param {SqlStep} step
   * @param {Readonly<Record<string, SqlValue>>} values
   * @returns {SqlResult}
   */
  function runStep(db, { text, names }, values) {
    const statement = db.prepare(text).safeIntegers();
    const bound =
      names.length === 0 ? [] : [Object.fromEntries(names.map((name) => [name, values[name] ?? null]))];
    if (!statement.reader) return { changes: statement.run(...bound).changes };
    const columns = statement.columns().map(({ name }) => name);
    /** @type {SqlValue[][]} */
    const rows = [];
    let characters = 0;
    for (const row of statement.raw().iterate(...bound)) {
      const cells = /** @type {unknown[]} */ (row).map(cellOf);
      for (const cell of cells) characters += typeof cell === 'string' ? cell.length : 8;
      if (rows.length >= mostRows) throw new Error(`it gives more than ${mostRows} rows`);
      if (characters > mostCharacters) throw new Error(`it gives more than ${mostCharacters} characters`);
      rows.push(cells);
    }
    return { columns, rows };
  }

  /**
   * @param {Buffer} image
   * @param {readonly SqlStep[]} steps
   * @returns {SqlCheck[]}
   */
  function check(image, steps) {
    const db = opened(image);
    try {
      return steps.map(({ text }) => {
        try {
          return timed(() => {
            const statement = db.prepare(text);
            // What a statement makes is there for the next one.
            if (/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:CREATE|DROP|ALTER)\b/i.test(text)) statement.run();
            return { writes: !statement.readonly, givesRows: statement.reader };
          });
        } catch (error) {
          return { problem: messageOf(error) };
        }
      });
    } finally {
      db.close();
    }
  }

  /**
   * A database without a way out: no file, no clock and no chance but ours.
   * @param {Sqlite.Database} db
   */
  function guarded(db) {
    db.pragma('temp_store = MEMORY');
    const pageBytes = /** @type {number} */ (db.pragma('page_size', { simple: true }));
    db.pragma(`max_page_count = ${Math.floor(databaseBytes / pageBytes)}`);
    const varies = { deterministic: false, safeIntegers: true };
    db.function('random', varies, () => chance.int64());
    db.function('randomblob', varies, (size) => chance.bytes(Number(size)));
    db.function('load_extension', { varargs: true }, () => {
      throw new Error('load_extension is not allowed');
    });
    // Always the same moment: these may stand where only what never changes may.
    const constant = { varargs: true, deterministic: true, safeIntegers: true };
    for (const name of clock.functions) db.function(name, constant, (...given) => clock.call(name, given));
    for (const name of clock.constants) {
      db.function(name, { deterministic: true }, () => clock.call(name.replace('current_', ''), []));
    }
    return db;
  }
}

/** @param {unknown} value @returns {SqlValue} */
function cellOf(value) {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  return Buffer.isBuffer(value) ? value.toString('hex').toUpperCase() : null;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
