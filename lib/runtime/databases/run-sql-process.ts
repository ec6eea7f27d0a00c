import type { ChildProcess } from 'node:child_process';
import { referenceDay } from '@/lib/random/faker/counted-faker';
import { childProgram } from '../install-root';
import type { SqlLimits, SqlReply, SqlRequest } from './sql-process';

/** A running process for the SQL of recipes. What it holds is gone with it. */
export type SqlProcess = {
  /** Carries out one request; the next may be made when it is answered. Rejects with SqlProcessEnded. */
  ask(request: SqlRequest): Promise<SqlReply>;
  readonly hasEnded: boolean;
  close(): void;
};

/** What the databases of a job may use. */
export const sqlLimits = {
  statementMs: 5000,
  /** Of the process as a whole. */
  memoryBytes: 768 * 2 ** 20,
  /** Of one database. */
  databaseBytes: 64 * 2 ** 20,
  /** Of all copies together; those that rest longest are made again when they are needed. */
  copiesBytes: 256 * 2 ** 20,
};

/** The process ended while it carried something out: a statement took too long, too much memory, or neither. */
export class SqlProcessEnded extends Error {
  override readonly name = 'SqlProcessEnded';
  readonly reason: 'deadline' | 'memory' | 'unknown';

  constructor(reason: SqlProcessEnded['reason']) {
    super(`The process for SQL has ended: ${reason}`);
    this.reason = reason;
  }
}

/** Starts a process. It reads no environment, and ends with this one. */
export function startSqlProcess(limits = sqlLimits): SqlProcess {
  // The same moment as that of made-up persons: what a run makes does not depend on the day.
  const { statementMs, memoryBytes, databaseBytes } = limits;
  const told: SqlLimits = { statementMs, memoryBytes, databaseBytes, now: referenceDay };
  // The build of the pages takes the program of an imported `fork` for a module, and doesn't find it.
  const { fork } = process.getBuiltinModule('node:child_process');
  const program = childProgram('databases', 'sql-process.js');
  const child = fork(program.path, [JSON.stringify(told)], {
    env: program.env,
    execArgv: ['--max-old-space-size=256'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  let hasEnded = false;
  let waiting: { resolve(reply: SqlReply): void; reject(error: Error): void } | null = null;
  child.stderr?.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(0, 1000)));
  child.on('message', (reply: SqlReply) => {
    const asked = waiting;
    waiting = null;
    letGo(child);
    asked?.resolve(reply);
  });
  // Not `exit`: what it said last has to be there.
  child.on('close', fail);
  child.on('error', fail);
  letGo(child);

  return {
    ask(request) {
      if (waiting !== null) throw new Error('the process for SQL carries out one request at a time');
      return new Promise((resolve, reject) => {
        if (hasEnded) return reject(new SqlProcessEnded('unknown'));
        waiting = { resolve, reject };
        child.ref();
        child.channel?.ref();
        child.send(request, (error) => {
          if (error !== null) fail();
        });
      });
    },
    get hasEnded() {
      return hasEnded;
    },
    close() {
      child.kill('SIGKILL');
    },
  };

  function fail(): void {
    hasEnded = true;
    const asked = waiting;
    waiting = null;
    asked?.reject(new SqlProcessEnded(said === 'deadline' || said === 'memory' ? said : 'unknown'));
  }
}

/** Whoever waits for nothing may end. */
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
