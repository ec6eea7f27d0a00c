/** So many rows can be changed by one call. */
export const mostRowsAtOnce = 10_000;

/** Of so many rows the columns are counted: more of them sharpen no picture. */
export const mostCountedRows = 100_000;
