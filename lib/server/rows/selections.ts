import type { IndexRange } from '@/lib/dataset/index-range';
import type { RowChoice } from '@/lib/dataset/row-filter';
import { createRowOrder, createSortedRowOrder } from '@/lib/dataset/row-order';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { Log } from '@/lib/runtime/log';
import type { Database } from '@/lib/store/database';
import { findRows, type RowList } from '@/lib/store/find-rows';
import { lastRowIndex } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';

/** Which rows of a run; `lists` are waited for before any row is looked at. */
export type SelectionRequest = {
  status?: RowStatus | undefined;
  choice: RowChoice;
  /** Only rows of this range are looked at; without it all. */
  range?: IndexRange | undefined;
  lists: () => Promise<readonly RowList[]>;
};

/** The rows that fit, in their order, as far as they have been found. */
export type Selection = {
  /** All rows have been looked at. */
  readonly isDone: boolean;
  /** How many rows are known to fit. */
  readonly count: number;
  /** Sorted ones are there when all rows were looked at; others as far as they were found. */
  readonly indices: Uint32Array;
  /** Resolves when `count` rows are found, all rows were looked at, or the time is over. */
  until(count: number, options: { withinMs: number; signal: AbortSignal }): Promise<void>;
};

export type Selections = {
  /** `key` tells the request from all others, and rows from how they were before. Throws for an unknown column. */
  of(run: RunRecord, request: SelectionRequest, key: string): Selection;
  close(): void;
};

/** For so long at a time other requests wait. */
const sliceMs = 10;
const mostKept = 16;
const mostAtOnce = 3;

/**
 * Looks through the rows of runs slice by slice, with other requests in between, and keeps what it found: pages,
 * counts and files of the same choice are then read by index, as quickly at the end as at the start.
 */
export function createSelections(db: Database, log: Log): Selections {
  const kept = new Map<string, Scan>();
  return {
    of(run, request, key) {
      const before = kept.get(key);
      kept.delete(key);
      const scan = before === undefined || before.hasFailed ? startScan(db, log, run, request) : before;
      kept.set(key, scan);
      tidy(kept);
      return scan;
    },
    close() {
      for (const scan of kept.values()) scan.stop();
    },
  };
}

/** The newest stay; of those still at work only the newest few go on. */
function tidy(kept: Map<string, Scan>): void {
  const newestFirst = [...kept].reverse();
  let atWork = 0;
  for (const [place, [key, scan]] of newestFirst.entries()) {
    if (!scan.isDone) atWork += 1;
    if (place < mostKept && (scan.isDone || atWork <= mostAtOnce)) continue;
    scan.stop();
    kept.delete(key);
  }
}

type Scan = Selection & { readonly hasFailed: boolean; stop(): void };

function startScan(db: Database, log: Log, run: RunRecord, request: SelectionRequest): Scan {
  const { status, choice, range, lists: known } = request;
  const stopped = new AbortController();
  const listeners = new Set<() => void>();
  const order = choice.sort === undefined ? createRowOrder() : createSortedRowOrder(choice.sort);
  let isDone = false;
  let failure: unknown = null;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const work = async () => {
    const lists = await known();
    const end = Math.min(((await lastRowIndex(db, run.id)) ?? -1) + 1, range?.toIndex ?? Infinity);
    let size = 1000;
    for (let fromIndex = range?.fromIndex ?? 0; fromIndex < end && !stopped.signal.aborted;) {
      const begunMs = performance.now();
      const toIndex = Math.min(end, fromIndex + size);
      const { columns, id: runId } = run;
      order.add(await findRows(db, { runId, columns, status, choice, lists, fromIndex, toIndex }));
      fromIndex = toIndex;
      const tookMs = performance.now() - begunMs;
      size = Math.min(50_000, Math.max(100, Math.round(tookMs > sliceMs ? size / 2 : size * 1.5)));
      tell();
      await new Promise(setImmediate);
    }
    const pauses = order.settle();
    while (pauses.next().done !== true) {
      if (stopped.signal.aborted) return;
      await new Promise(setImmediate);
    }
    isDone = !stopped.signal.aborted;
  };
  void work()
    .catch((error: unknown) => {
      failure = error;
      log.debug({ err: error, run: run.id }, 'rows could not be looked through');
    })
    .finally(tell);

  return {
    get isDone() {
      return isDone;
    },
    get hasFailed() {
      return failure !== null || stopped.signal.aborted;
    },
    get count() {
      return order.count;
    },
    get indices() {
      return order.indices;
    },
    stop() {
      stopped.abort();
      tell();
    },
    async until(count, { withinMs, signal }) {
      // A sorted choice isn't known before all rows are.
      const isEnough = () =>
        isDone || stopped.signal.aborted || (choice.sort === undefined && order.count >= count);
      await new Promise<void>((resolve) => {
        const finish = () => {
          listeners.delete(look);
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          resolve();
        };
        const look = () => {
          if (failure !== null || isEnough()) finish();
        };
        const timer = setTimeout(finish, withinMs);
        listeners.add(look);
        signal.addEventListener('abort', finish);
        look();
      });
      if (failure !== null) throw failure instanceof Error ? failure : new Error('rows could not be read');
    },
  };
}
