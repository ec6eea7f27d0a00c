import type { JournalEntry } from '../journal-entry';
import type { OpenRow, PendingCall } from './open-row';

/** Questions that all rows share: each is asked once, and whoever asks the same meanwhile or later gets that answer. */
export type SharedCalls = {
  /** The call to be made for this one, in no row; the answer that is known; or null: it waits for one that is out. */
  take(call: PendingCall): { readonly lead: PendingCall } | { readonly entry: JournalEntry } | null;
  /** The calls that waited for this lead; with an answer, it is kept for those that come. */
  settle(lead: PendingCall, entry?: JournalEntry): readonly PendingCall[];
};

/** Answers that are kept at hand; older ones are found in the journal. */
const mostKept = 10_000;

/** Makes the shared questions of one job. */
export function createSharedCalls(): SharedCalls {
  const waiting = new Map<string, PendingCall[]>();
  const kept = new Map<string, JournalEntry>();
  return {
    take(call) {
      const entry = kept.get(call.key);
      if (entry !== undefined) return { entry };
      const others = waiting.get(call.key);
      if (others !== undefined) {
        others.push(call);
        return null;
      }
      waiting.set(call.key, [call]);
      return { lead: { ...call, row: rowOfItsOwn(call.row.index) } };
    },
    settle(lead, entry) {
      const calls = waiting.get(lead.key) ?? [];
      waiting.delete(lead.key);
      if (entry !== undefined) {
        kept.set(lead.key, entry);
        const [oldest] = kept.keys();
        if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      }
      return calls;
    },
  };
}

/** A row that asked first may fail for another reason; the question goes on for the others. */
function rowOfItsOwn(index: number): OpenRow {
  return {
    index,
    values: new Map(),
    needs: [],
    unanswered: 1,
    inFlight: 0,
    failedCalls: 0,
    answers: [],
    failure: null,
    hasEnded: false,
    isShared: true,
  };
}
