import { emptyProgress, type RunProgress } from '@/lib/run/progress';
import type { RejectionGroup } from '@/lib/run/rejection-group';
import type { Batch, RowOutcome } from '../batch';
import type { Clock } from '../clock';
import type { Journal } from '../engine-job';
import { collectFinishedRows, type FinishedRows } from '../finished-rows';
import type { JournalEntry } from '../journal-entry';

/** A database of one run in memory that can break off after any statement, as a killed process does. */
export type MemoryStore = {
  readonly entries: Map<string, JournalEntry>;
  readonly rows: Map<number, RowOutcome>;
  readonly progress: RunProgress;
  readonly batches: Batch[];
  commit(batch: Batch): Promise<void>;
  journal(): Journal;
  /** What a new start would read. */
  finished(): FinishedRows;
};

/** `statements` = how many are carried out before the process is gone; each batch has up to three. */
export function createMemoryStore(
  clock: Clock,
  commitMs = 5,
): MemoryStore & { dieAfter(statements: number): Promise<void> } {
  const entries = new Map<string, JournalEntry>();
  const rows = new Map<number, RowOutcome>();
  const batches: Batch[] = [];
  let progress = emptyProgress;
  let statementsLeft = Number.POSITIVE_INFINITY;
  let died: (() => void) | null = null;

  return {
    entries,
    rows,
    batches,
    get progress() {
      return progress;
    },
    async commit(batch) {
      await clock.sleep(commitMs, new AbortController().signal);
      if (statement()) for (const entry of batch.completions) insertEntry(entry);
      if (statement()) for (const row of batch.rows) insertRow(row);
      if (statement()) progress = batch.progress;
      if (statementsLeft > 0) batches.push(batch);
      else await forever;
    },
    journal() {
      const stored = new Map(entries);
      return {
        has: stored.size > 0,
        find: async (keys) => new Map(keys.flatMap((key) => entryOf(stored, key))),
      };
    },
    finished() {
      const outcomes = [...rows.values()].toSorted((a, b) => a.index - b.index);
      return { ...collectFinishedRows(outcomes), rejections: rejectionsOf(outcomes) };
    },
    dieAfter(statements) {
      statementsLeft = statements;
      return new Promise((resolve) => {
        died = resolve;
      });
    },
  };

  function statement(): boolean {
    if (statementsLeft === 0) return false;
    statementsLeft -= 1;
    if (statementsLeft === 0) died?.();
    return true;
  }

  function insertEntry(entry: JournalEntry): void {
    if (entries.has(entry.key)) throw new Error(`${entry.key} was paid for twice`);
    entries.set(entry.key, entry);
  }

  function insertRow(row: RowOutcome): void {
    if (rows.has(row.index)) throw new Error(`row ${row.index} was made twice`);
    rows.set(row.index, row);
  }
}

function rejectionsOf(outcomes: readonly RowOutcome[]): RejectionGroup[] {
  const rejected = outcomes.filter(({ status }) => status === 'rejected');
  const rules = new Set(rejected.map(({ reason }) => reason?.code ?? ''));
  return [...rules].map((rule) => {
    const own = rejected.filter(({ reason }) => reason?.code === rule);
    return { rule, count: own.length, exampleRow: own[0]?.index ?? 0 };
  });
}

function entryOf(stored: ReadonlyMap<string, JournalEntry>, key: string): [string, JournalEntry][] {
  const entry = stored.get(key);
  return entry === undefined ? [] : [[key, entry]];
}

const forever = new Promise<void>(() => undefined);
