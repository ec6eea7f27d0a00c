import { dataVersion, openDatabase, type Database } from '@/lib/store/database';
import { readRuns, type RunRecord } from '@/lib/store/runs';
import { readTrial, type TrialRecord } from '@/lib/store/trials';
import type { Log } from '@/lib/runtime/log';

/** How often the database is asked whether it changed, in milliseconds: at most four states a second. */
const pollMs = 250;

/**
 * The one watcher of a web process: it looks whether the database changed, reads what somebody watches, and
 * hands on what differs. Nothing is read while nobody watches.
 */
export type LiveFeed = {
  /** Calls back with each run's state now, and whenever it has changed. Returns how to stop. */
  watchRuns(ids: readonly number[], listener: (run: RunRecord) => void): () => void;
  /** Like `watchRuns`, for a trial. */
  watchTrial(id: number, listener: (trial: TrialRecord) => void): () => void;
  close(): Promise<void>;
};

type Watch =
  | { kind: 'runs'; ids: readonly number[]; listener: (run: RunRecord) => void; seen: Map<number, string> }
  | { kind: 'trial'; id: number; listener: (trial: TrialRecord) => void; seen: string | null };

export function createLiveFeed(options: { dataDir: string; log: Log }): LiveFeed {
  const watches = new Set<Watch>();
  let reader: Promise<Database> | null = null;
  let version: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let polling = false;
  let closed = false;

  async function poll(): Promise<void> {
    if (polling || closed) return;
    polling = true;
    try {
      // A connection of its own: the version of a connection doesn't show its own writes.
      reader ??= openDatabase({ dataDir: options.dataDir, readOnly: true });
      const db = await reader;
      const current = await dataVersion(db);
      const fresh = [...watches].filter((watch) => isFresh(watch));
      const changed = current !== version;
      version = current;
      await tell(db, changed ? [...watches] : fresh);
    } catch (error) {
      options.log.error({ err: error }, 'the database could not be watched');
    } finally {
      polling = false;
    }
  }

  function watch(added: Watch): () => void {
    watches.add(added);
    timer ??= setInterval(() => void poll(), pollMs);
    void poll(); // the first state at once; a failure is logged and tried again
    return () => {
      watches.delete(added);
      if (watches.size > 0 || timer === null) return;
      clearInterval(timer);
      timer = null;
    };
  }

  return {
    watchRuns: (ids, listener) => watch({ kind: 'runs', ids, listener, seen: new Map() }),
    watchTrial: (id, listener) => watch({ kind: 'trial', id, listener, seen: null }),
    async close() {
      closed = true;
      if (timer !== null) clearInterval(timer);
      watches.clear();
      await (await reader)?.close();
    },
  };

  async function tell(db: Database, toTell: readonly Watch[]): Promise<void> {
    const ids = new Set(toTell.flatMap((one) => (one.kind === 'runs' ? one.ids : [])));
    const runs = ids.size === 0 ? [] : await readRuns(db, [...ids]);
    const texts = new Map(runs.map((run) => [run.id, JSON.stringify(run)]));
    for (const one of toTell) {
      if (one.kind === 'trial') {
        await tellTrial(db, one);
        continue;
      }
      for (const run of runs) {
        const text = texts.get(run.id);
        if (text === undefined || !one.ids.includes(run.id) || one.seen.get(run.id) === text) continue;
        one.seen.set(run.id, text);
        if (watches.has(one)) one.listener(run);
      }
    }
  }

  async function tellTrial(db: Database, one: Extract<Watch, { kind: 'trial' }>): Promise<void> {
    const trial = await readTrial(db, one.id);
    if (!trial) return;
    const text = JSON.stringify(trial);
    if (one.seen === text) return;
    one.seen = text;
    if (watches.has(one)) one.listener(trial);
  }
}

function isFresh(watch: Watch): boolean {
  return watch.kind === 'trial' ? watch.seen === null : watch.seen.size === 0;
}
