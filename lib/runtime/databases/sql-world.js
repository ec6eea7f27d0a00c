// @ts-check
import Sqlite from 'better-sqlite3';

/**
 * SQLite's functions of time, asked for one moment instead of the present.
 * @param {string} now
 */
export function createClock(now) {
  const db = new Sqlite(':memory:');
  /** @type {Map<string, Sqlite.Statement>} */
  const statements = new Map();
  const functions = ['date', 'time', 'datetime', 'julianday', 'unixepoch', 'strftime', 'timediff'];
  return {
    functions,
    constants: ['current_date', 'current_time', 'current_timestamp'],
    /** @param {string} name @param {readonly unknown[]} given */
    call(name, given) {
      const called = name === 'timestamp' ? 'datetime' : name;
      const format = called === 'strftime' ? given.slice(0, 1) : [];
      const rest = given.slice(format.length);
      const isPresent = rest.length === 0 || /^subsec(?:ond)?$/i.test(String(rest[0]));
      const moment = [...(isPresent ? ['now'] : []), ...rest].map((value) =>
        typeof value === 'string' && /^now$/i.test(value) ? now : value,
      );
      const values = [...format, ...moment];
      const text = `SELECT ${called}(${values.map(() => '?').join(', ')})`;
      const statement = statements.get(text) ?? db.prepare(text).pluck().safeIntegers();
      statements.set(text, statement);
      return statement.get(...values);
    },
  };
}

/**
 * Chance that is the same for the same seed of four numbers of 32 bits (sfc32, by Chris Doty-Humphrey, public domain).
 * @param {readonly number[]} seed
 */
export function createChance(seed) {
  let [a = 0, b = 0, c = 0, d = 0] = seed.map((number) => number | 0);
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  return {
    int64: () => BigInt.asIntN(64, (BigInt(next()) << 32n) | BigInt(next())),
    /** @param {number} size */
    bytes(size) {
      const length = Math.max(1, Math.min(Number.isFinite(size) ? Math.trunc(size) : 1, 1_000_000));
      return Buffer.from(Array.from({ length }, () => next() & 255));
    },
  };
}
