import type { Value } from '@/lib/util/value';

/** Why a row is not accepted: the name of the rule, its column, and what was found there, in words. */
export type Rejection = { readonly rule: string; readonly column: string; readonly message: string };

/** The cells of a row in the order of its columns. */
export type Cells = readonly (Value | undefined)[];
