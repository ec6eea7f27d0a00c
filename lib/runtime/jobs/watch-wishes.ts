import { dataVersion, type Database } from '@/lib/store/database';
import type { Log } from '../log';

/** Tells when something in the database was changed by another process, or by this one with `poke`. */
export type WishWatch = {
  /** Calls back after each change; returns how to stop. */
  listen(listener: () => void): () => void;
  /** This process wrote a wish itself: its own writes are not seen from outside. */
  poke(): void;
  stop(): void;
};

const pollMs = 100;

/** One poller for all jobs of a process: a `PRAGMA data_version` ten times a second while anybody listens. */
export function watchWishes(db: Database, log: Log): WishWatch {
  const listeners = new Set<() => void>();
  let version: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isReading = false;
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  const look = async () => {
    if (isReading) return;
    isReading = true;
    try {
      const newest = await dataVersion(db);
      // The first look tells too: a wish may have come between a job's reading of it and this.
      const changed = newest !== version;
      version = newest;
      if (changed) notify();
    } catch (error) {
      log.warn({ err: error }, 'the database could not be asked for changes');
    } finally {
      isReading = false;
    }
  };
  return {
    listen(listener) {
      listeners.add(listener);
      timer ??= setInterval(() => void look(), pollMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    poke: notify,
    stop() {
      listeners.clear();
      clearInterval(timer);
    },
  };
}
