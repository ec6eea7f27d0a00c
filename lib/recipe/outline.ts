import type { TextRange } from './diagnostic';

/** One attribute of a recipe as the editor's outline shows it. */
export type OutlineEntry = {
  kind: 'sampled' | 'generated' | 'transformed';
  id: string;
  /** Where the attribute stands, from its dash to the end of its last line. */
  range: TextRange;
  idRange: TextRange;
  path: (string | number)[];
  /** A few words beside the id: how many values, which shape. */
  note: string;
  errors: number;
  warnings: number;
};

/** What is known of a recipe's parts although it may be broken elsewhere. */
export type Outline = {
  entries: OutlineEntry[];
  modelName: string | null;
  modelRange: TextRange | null;
  modelErrors: number;
  modelWarnings: number;
  /** How many columns are given out; null = all. */
  outputColumns: number | null;
};
