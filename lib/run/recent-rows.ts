/** What became of the newest rows since the run was last taken up, by cause; at most 200 rows. */
export type RecentRows = {
  readonly rows: number;
  readonly causes: readonly {
    readonly status: 'failed' | 'rejected';
    readonly code: string;
    readonly count: number;
  }[];
};
