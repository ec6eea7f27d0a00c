/** So many rows can be changed by one call. */
export const mostRowsAtOnce = 10_000;
