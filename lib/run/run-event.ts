import type { RowStatus } from '@/lib/dataset/row-status';
import type { FailureGroup } from './failure-group';
import type { RejectionGroup } from './rejection-group';
import type { LimitedBy } from './limited-by';
import type { RecentRows } from './recent-rows';

/**
 * What happens in a run, as far as its progress counts it. A row is open between `row-open` and `row-end` or
 * `row-return`; while open it is *waiting*, or *in flight* between `row-ask` and `row-wait`.
 */
export type RunEvent =
  /** A start, first or later: counts of rows come from what is stored, the rest goes on from the last progress. */
  | {
      readonly type: 'run-start';
      readonly rows: Readonly<Record<RowStatus, number>>;
      readonly failures?: readonly FailureGroup[];
      readonly rejections?: readonly RejectionGroup[];
    }
  | { readonly type: 'row-open' }
  | { readonly type: 'row-ask' }
  | { readonly type: 'row-wait' }
  | {
      readonly type: 'row-end';
      readonly row: number;
      readonly status: RowStatus;
      /** All its answers came from the journal. */
      readonly reused: boolean;
      readonly reason?: { readonly code: string; readonly message: string };
    }
  /** An open row is put back unfinished: the run stops here and takes it up again later. */
  | { readonly type: 'row-return' }
  | {
      readonly type: 'call-end';
      readonly promptTokens: number;
      readonly completionTokens: number;
      readonly costUsd: number;
    }
  | { readonly type: 'call-reuse'; readonly savedUsd: number }
  | { readonly type: 'call-retry' }
  | {
      readonly type: 'pace-measure';
      readonly at: number;
      readonly rowsPerSecond: number;
      readonly callsPerSecond: number;
      readonly concurrency: number;
      readonly limitedBy: LimitedBy | null;
      readonly limitedModel: string | null;
      readonly etaSeconds: number | null;
      readonly reservedUsd: number;
      readonly recent: RecentRows;
    };
