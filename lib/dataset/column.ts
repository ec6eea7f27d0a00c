/** Where a column's values come from. */
export type ColumnKind = 'sampled' | 'source' | 'generated' | 'conversation' | 'transformed';

/** One column of a dataset. `output` tells whether it is part of what the recipe gives out. */
export type Column = { name: string; kind: ColumnKind; output: boolean };
