import type { Diagnostic } from '@/lib/recipe/diagnostic';

export type ValueKind = 'sampled' | 'sourced' | 'generated' | 'shaped';

/** A value that placeholders may name, with the line (from 1) where the recipe defines it. */
export type KnownValue = { id: string; kind: ValueKind; line: number; hint: string };

/** What Monaco's marks, completion and fixes need to know about the text on screen. */
export type RecipeFacts = { values: readonly KnownValue[]; problems: readonly Diagnostic[] };

export const noFacts: RecipeFacts = { values: [], problems: [] };
