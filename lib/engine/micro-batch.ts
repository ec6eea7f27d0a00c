import type { Batch, RowOutcome } from './batch';
import type { Clock } from './clock';
import type { JournalEntry } from './journal-entry';
import type { RunProgress } from '@/lib/run/progress';

/**
 * Gathers what is to be written into few commits: one at a time, begun so early that it is durable `durableAfterMs`
 * after the first thing in it came, if it takes as long as the one before. While a commit takes longer, the next batch
 * grows; `isBehind` then tells the run to start no more calls, so that a kill at that moment loses little that was paid for.
 */
export type MicroBatch = {
  /** What is not durable yet is much, or has waited long. */
  readonly isBehind: boolean;
  addCompletion(entry: JournalEntry): void;
  addRow(outcome: RowOutcome): void;
  /** Write the progress even if there is nothing else to write. */
  touch(): void;
  /** Resolves when everything added so far is durable; rejects when a commit failed. */
  flush(): Promise<void>;
  /** Waits for a commit that is being made and makes no other: what is not written stays unwritten. */
  abandon(): Promise<void>;
};

/** What a micro-batch needs. `progress` is taken when a batch is sealed. */
export type MicroBatchPorts = {
  readonly clock: Clock;
  readonly commit: (batch: Batch) => Promise<void>;
  readonly progress: () => RunProgress;
  /** A commit is durable: there is room again. */
  readonly onCommitted: () => void;
  readonly onFailed: (error: unknown) => void;
};

const durableAfterMs = 50;
const maxCommitMs = 200;
const maxItems = 2048;
const maxCharacters = 8_000_000;

/** Makes an empty micro-batch. */
export function createMicroBatch(ports: MicroBatchPorts): MicroBatch {
  let completions: JournalEntry[] = [];
  let rows: RowOutcome[] = [];
  let characters = 0;
  let dirty = false;
  let dirtySince = 0;
  let committing: Promise<void> | null = null;
  let committingSince = 0;
  let lastCommitMs = 0;
  let timer: AbortController | null = null;
  let isOver = false;
  let failure: { error: unknown } | null = null;

  return {
    get isBehind() {
      if (completions.length + rows.length >= maxItems || characters >= maxCharacters) return true;
      return committing !== null && ports.clock.now() - committingSince > maxCommitMs;
    },
    addCompletion(entry) {
      completions.push(entry);
      characters += entry.text.length;
      schedule();
    },
    addRow(outcome) {
      rows.push(outcome);
      schedule();
    },
    touch: schedule,
    async flush() {
      cancelTimer();
      while (committing !== null || dirty) {
        if (committing === null) begin();
        await committing;
        if (failure !== null) throw failure.error;
      }
    },
    async abandon() {
      isOver = true;
      cancelTimer();
      await committing;
    },
  };

  function schedule(): void {
    if (!dirty) dirtySince = ports.clock.now();
    dirty = true;
    if (timer !== null || committing !== null || isOver) return;
    const own = new AbortController();
    timer = own;
    const beginAtMs = dirtySince + durableAfterMs - lastCommitMs;
    void ports.clock.sleep(Math.max(0, beginAtMs - ports.clock.now()), own.signal).then(() => {
      if (timer !== own) return;
      timer = null;
      begin();
    });
  }

  function cancelTimer(): void {
    const own = timer;
    timer = null;
    own?.abort();
  }

  function begin(): void {
    if (isOver || !dirty || committing !== null) return;
    const batch: Batch = { completions, rows, progress: ports.progress() };
    completions = [];
    rows = [];
    characters = 0;
    dirty = false;
    committingSince = ports.clock.now();
    committing = ports.commit(batch).then(
      () => {
        committing = null;
        lastCommitMs = ports.clock.now() - committingSince;
        if (dirty) schedule();
        ports.onCommitted();
      },
      (error: unknown) => {
        committing = null;
        isOver = true;
        dirty = false;
        failure = { error };
        ports.onFailed(error);
      },
    );
  }
}
