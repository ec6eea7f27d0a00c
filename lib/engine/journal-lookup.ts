import type { Journal } from './engine-job';
import type { JournalEntry } from './journal-entry';

/** Looks keys up in the journal, many at once: one search at a time, the next one takes what has gathered. */
export type JournalLookup<Item> = {
  /** Keys that have not been answered for yet. */
  readonly size: number;
  add(key: string, item: Item): void;
};

const maxKeys = 500;

/** What comes of looking up. After an error nothing more is looked up. */
export type LookupResults<Item> = {
  readonly onFound: (item: Item, entry: JournalEntry | undefined) => void;
  /** All keys of one search have been answered for. */
  readonly onSearched: () => void;
  readonly onFailed: (error: unknown) => void;
};

/** Makes a queue in front of the journal. */
export function createJournalLookup<Item>(
  journal: Journal,
  results: LookupResults<Item>,
): JournalLookup<Item> {
  let waiting: { key: string; item: Item }[] = [];
  let searching = 0;

  return {
    get size() {
      return waiting.length + searching;
    },
    add(key, item) {
      waiting.push({ key, item });
      // A microtask later everything that is being opened together has been added.
      if (waiting.length === 1 && searching === 0) void Promise.resolve().then(searchAll);
    },
  };

  async function searchAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, maxKeys);
        waiting = waiting.slice(maxKeys);
        searching = batch.length;
        const entries = await journal.find(batch.map(({ key }) => key));
        for (const { key, item } of batch) {
          searching -= 1;
          results.onFound(item, entries.get(key));
        }
        results.onSearched();
      }
    } catch (error) {
      waiting = [];
      results.onFailed(error);
    }
  }
}
