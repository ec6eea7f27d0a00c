import type { Diagnostic } from '@/lib/recipe/diagnostic';

export type ValueKind = 'sampled' | 'sourced' | 'generated' | 'shaped';

/** A value that placeholders may name, with the last line (from 1) of its definition. */
export type KnownValue = { id: string; kind: ValueKind; lastLine: number; hint: string };

/** What Monaco's marks, completion and fixes need to know about the text on screen. */
export type RecipeFacts = { values: readonly KnownValue[]; problems: readonly Diagnostic[] };

export const noFacts: RecipeFacts = { values: [], problems: [] };
