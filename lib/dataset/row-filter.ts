/** How a condition compares. */
export const filterOps = ['eq', 'in', 'contains', 'gte', 'lte', 'empty'] as const;

/**
 * What of a value a condition compares: itself; its length, which is the characters of a text or the items of a list;
 * or its characters, which of a conversation are those of all contents together.
 */
export const filterMeasures = ['value', 'length', 'characters'] as const;

type FilterValue = string | number | boolean | null;

/** One condition on a column or on a fact of the row. */
export type RowFilter = {
  column: string;
  op: (typeof filterOps)[number];
  value?: FilterValue | readonly FilterValue[] | undefined;
  of?: (typeof filterMeasures)[number] | undefined;
};

/**
 * Facts of a row that conditions may name beside its columns: its status; the code of why it isn't accepted; what a person gave
 * it; whether a person changed it; the status that a person gave it against what it was before, `accepted` or
 * `rejected`; how many of its answers were reused; and those of near-duplicates.
 */
export const rowFacts = [
  '@status',
  '@reason',
  '@rating',
  '@edited',
  '@by_hand',
  '@reused',
  '@alike',
  '@repeats',
] as const;

/** Conditions whose subject isn't stored with the row: they are about what the report of a dataset found. */
export function isAboutDuplicates({ column }: RowFilter): boolean {
  return column === '@alike' || column === '@repeats';
}

/** Which rows, in which order; nothing stands for all in row order. */
export type RowChoice = {
  search?: string | undefined;
  filters: readonly RowFilter[];
  sort?: { column: string; descending: boolean } | undefined;
};

/** Does the choice take all rows as they stand? */
export function takesAll({ search, filters, sort }: RowChoice): boolean {
  return (search === undefined || search === '') && filters.length === 0 && sort === undefined;
}
