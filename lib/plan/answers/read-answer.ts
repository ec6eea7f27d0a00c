import type { Value } from '@/lib/util/value';

/** What is read of an answer, or what is wrong with it in words that the model can act on. */
export type ReadAnswer =
  | { readonly ok: true; readonly value: ReadonlyMap<string, Value> }
  | { readonly ok: false; readonly message: string };
