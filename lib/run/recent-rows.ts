import type { ValueCount } from './yield-watch';

/** What became of rows since the run was last taken up: of the newest by cause, at most 200, and of values that lose most. */
export type RecentRows = {
  readonly rows: number;
  readonly causes: readonly {
    readonly status: 'failed' | 'rejected';
    readonly code: string;
    readonly count: number;
  }[];
  /** Drawn values whose rows are lost far more often than those of others. */
  readonly starving: readonly ValueCount[];
};
