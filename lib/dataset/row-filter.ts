/** How a condition compares. */
export const filterOps = ['eq', 'in', 'contains', 'gte', 'lte', 'empty'] as const;

type FilterValue = string | number | boolean | null;

/**
 * One condition on a column. `of: 'length'` compares the number of characters of a text, or of items of a list,
 * instead of the value. Columns that begin with `@` are facts of the row: `@reason` is the code of why it isn't
 * accepted, `@rating` what a person gave it, `@edited` whether a person changed it.
 */
export type RowFilter = {
  column: string;
  op: (typeof filterOps)[number];
  value?: FilterValue | readonly FilterValue[] | undefined;
  of?: 'value' | 'length' | undefined;
};

/** Facts of a row that conditions may name beside its columns. */
export const rowFacts = ['@reason', '@rating', '@edited'] as const;

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
