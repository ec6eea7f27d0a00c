import { splitRange } from '@/lib/dataset/split';
import type { Log } from '@/lib/runtime/log';
import type { Database } from '@/lib/store/database';
<<<<<<< HEAD
import { marksVersion } from '@/lib/store/row-marks';
import type { RunRecord } from '@/lib/store/runs';
=======
>>>>>>> 2e30f8e005824511b5b2b7bbcaa533ef33fd9b21
import { AppError } from '@/lib/util/app-error';
import { makeReport, type Report, type ReportSubject } from './make-report';

/** The newest report of some rows, and how far the next one is. */
export type ReportState = {
  readonly report: Report | null;
  readonly atMs: number | null;
  /** Have rows changed since, and the next report isn't begun yet? */
  readonly stale: boolean;
  readonly working: { readonly rows: number; readonly of: number } | null;
};

/** Makes reports on request and keeps them until the rows have changed, by their run or by hand. */
export type Reports = {
  /** Waits a moment for a report that is quickly made; else tells how far it is. */
  of(subject: ReportSubject, version: string): Promise<ReportState>;
  /** The newest report; waits for the first one. Throws `unavailable` when it can't be made. */
  first(subject: ReportSubject, version: string): Promise<Report>;
  close(): Promise<void>;
};

type Kept = {
  report: Report | null;
  atMs: number | null;
  version: string;
  tookMs: number;
  work: { done: Promise<void>; rows: number; of: number } | null;
};

/** Shorter than a person notices. */
const waitMs = 150;

/** So many rows may be read within it. */
const quickRows = 10_000;

/** A run that goes on is looked at anew after this long, and never so often that it takes a tenth of the time. */
const leastAgeMs = 3000;

const mostKept = 50;

type ReportsWorld = { db: Database; dataDir: string; log: Log; now: () => number };

/** Makes the reports of one server, one after the other: several together would only make each other slow. */
export function createReports({ db, dataDir, log, now }: ReportsWorld): Reports {
  const kept = new Map<string, Kept>();
  const closing = new AbortController();
  let queue: Promise<void> = Promise.resolve();

  return {
<<<<<<< HEAD
    async of(run, version) {
      const rows = await rowsAsOf(run, version);
      const own = renewed(run, rows);
=======
    async of(subject, version) {
      const own = renewed(subject, version);
>>>>>>> 2e30f8e005824511b5b2b7bbcaa533ef33fd9b21
      if (own.work !== null && own.work.of <= quickRows) await Promise.race([own.work.done, sleep(waitMs)]);
      const { report, atMs, work } = own;
      const stale = report !== null && work === null && own.version !== rows;
      return { report, atMs, stale, working: work && { rows: work.rows, of: work.of } };
    },
<<<<<<< HEAD
    async first(run, version) {
      const own = renewed(run, await rowsAsOf(run, version));
=======
    async first(subject, version) {
      const own = renewed(subject, version);
>>>>>>> 2e30f8e005824511b5b2b7bbcaa533ef33fd9b21
      if (own.report === null) await own.work?.done;
      if (own.report === null) {
        throw new AppError(
          'unavailable',
          'The report of these rows could not be made. Try it again in a moment.',
        );
      }
      return own.report;
    },
    async close() {
      closing.abort();
      await queue;
    },
  };

<<<<<<< HEAD
  /** An edit of cells changes lengths and likeness, and leaves what the run counts. */
  async function rowsAsOf({ id }: RunRecord, version: string): Promise<string> {
    return `${version}/${await marksVersion(db, id)}`;
  }

  /** What is known of a run; a report of the rows as they are now is begun when it is due. */
  function renewed(run: RunRecord, version: string): Kept {
    const own = keptOf(run.id);
    if (own.work === null && isStale(own, version)) begin(own, run, version);
=======
  /** What is known of some rows; a report of them as they are now is begun when it is due. */
  function renewed(subject: ReportSubject, version: string): Kept {
    const own = keptOf(subject);
    if (own.work === null && isStale(own, version)) begin(own, subject, version);
>>>>>>> 2e30f8e005824511b5b2b7bbcaa533ef33fd9b21
    return own;
  }

  function keptOf({ run, part }: ReportSubject): Kept {
    // Where a part lies changes with the rows: it is still the same part.
    const key = part === undefined ? String(run.id) : `${run.id}/${part.split}/${part.status ?? 'all'}`;
    const own = kept.get(key) ?? { report: null, atMs: null, version: '', tookMs: 0, work: null };
    kept.delete(key);
    kept.set(key, own);
    const oldest = [...kept].find(([, { work }]) => work === null);
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest[0]);
    return own;
  }

  function isStale({ report, atMs, tookMs, version: known }: Kept, version: string): boolean {
    if (report === null || atMs === null) return true;
    return known !== version && now() - atMs >= Math.max(leastAgeMs, 10 * tookMs);
  }

  function begin(own: Kept, subject: ReportSubject, version: string): void {
    const { run } = subject;
    const work = { rows: 0, of: expectedRows(subject), done: Promise.resolve() };
    own.work = work;
    queue = queue.then(async () => {
      const startedMs = performance.now();
      try {
        const atMs = now();
        const report = await makeReport({ db, dataDir }, subject, {
          signal: closing.signal,
          onRows: (rows) => {
            work.rows = rows;
            work.of = Math.max(work.of, rows);
          },
        });
        Object.assign(own, { report, atMs, version, tookMs: performance.now() - startedMs });
      } catch (error) {
        if (!closing.signal.aborted) log.error({ err: error, run: run.id }, 'a report could not be made');
      } finally {
        own.work = null;
      }
    });
    work.done = queue;
  }
}

function expectedRows({ run: { progress }, part }: ReportSubject): number {
  if (part === undefined) return progress.generated + progress.failed;
  const { start, end } = splitRange(part.split, progress.accepted);
  return end - start;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
