import type { Rejection } from '@/lib/quality/rejection';
import type { RowComparison } from '@/lib/quality/row-comparison';
import type { RowOutcome, RowReason } from '../batch';

/**
 * Decides in row order on rows that are compared with others: a row waits until every lower one that is open has
 * been decided, so that timing changes nothing. What has failed or broken a rule by itself waits for nobody.
 */
export type Acceptance = {
  /** A row is opened. Rows are opened in ascending order. */
  open(index: number): void;
  /** A row is finished; gives the rows on which is decided now, in row order. */
  end(outcome: RowOutcome): RowOutcome[];
};

/** Without a comparison each row is decided at once. */
export function createAcceptance(comparison: RowComparison | null): Acceptance {
  if (comparison === null) return { open: () => undefined, end: (outcome) => [outcome] };
  /** Open rows, lowest first; null = not finished. What was decided out of turn is not among them. */
  const waiting = new Map<number, RowOutcome | null>();

  return {
    open: (index) => void waiting.set(index, null),
    end(outcome) {
      const decided: RowOutcome[] = [];
      if (outcome.status === 'accepted') waiting.set(outcome.index, outcome);
      else {
        waiting.delete(outcome.index);
        decided.push(outcome);
      }
      // A Map keeps the order in which its keys were first set: that of the rows.
      for (const [index, candidate] of waiting) {
        if (candidate === null) break;
        waiting.delete(index);
        const rejection = comparison.decide(index, candidate.cells);
        decided.push(rejection === null ? candidate : rejectedRow(candidate, rejection));
      }
      return decided;
    },
  };
}

/** The outcome of a row that breaks a rule. */
export function rejectedRow(outcome: RowOutcome, rejection: Rejection): RowOutcome {
  return { ...outcome, status: 'rejected', reason: rejectionReason(rejection) };
}

/** Why a row that breaks a rule is rejected, as it stands in the row. */
export function rejectionReason({ rule, column, message }: Rejection): RowReason {
  return { attributeId: column, code: rule, message: `${column} ${message}`, attempts: 0 };
}
