/** Rows that one rule rejected. */
export type RejectionGroup = { readonly rule: string; readonly count: number; readonly exampleRow: number };
