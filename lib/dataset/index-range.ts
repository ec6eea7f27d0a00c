/** Rows by their index, from `fromIndex` up to, not including, `toIndex`. */
export type IndexRange = { readonly fromIndex: number; readonly toIndex: number };
