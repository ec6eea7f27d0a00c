import type { ThreadKind } from '@/components/ui/chip';
import type { Diagnostic } from '@/lib/recipe/diagnostic';

/** Where a value comes from, in the words of chips. */
export type ValueKind = Extract<ThreadKind, 'sampled' | 'source' | 'generated' | 'transformed'>;

/** A value that placeholders may name, with the last line (from 1) of its definition. */
export type KnownValue = { id: string; kind: ValueKind; lastLine: number; hint: string };

/** What Monaco's marks, completion and fixes need to know about the text on screen. */
export type RecipeFacts = { values: readonly KnownValue[]; problems: readonly Diagnostic[] };

export const noFacts: RecipeFacts = { values: [], problems: [] };
