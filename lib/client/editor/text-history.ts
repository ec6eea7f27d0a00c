import { changeBetween } from '@/lib/util/text-change';

/** The texts of an open recipe before and after the one that is shown. Whatever changed it, it is one history. */
export type TextHistory = {
  /** The oldest first. */
  past: readonly string[];
  /** The next one first. */
  future: readonly string[];
  /** The step that more changes may join: since when it goes on, and the time of its last change. */
  last: { mergeKey: string; sinceMs: number; atMs: number } | null;
};

export const noHistory: TextHistory = { past: [], future: [], last: null };

/** Changes with the same key that follow each other within this time may be one step. */
const mergeWithinMs = 1000;
/** A word begins a new step after a pause like this, or when the step has gone on for so long. */
const pauseMs = 400;
const phraseMs = 3000;
/** Where no word begins, a step goes on no longer than this. */
const longestStepMs = 5000;
const mostSteps = 500;
/** The oldest texts are dropped beyond this many characters in all. */
const mostCharacters = 20_000_000;

type Change = { before: string; after: string; mergeKey?: string | null; atMs: number };

/**
 * Notes the text that a change replaces. Without a key each change is a step of its own; changes with the same key
 * that follow each other are one for about a phrase.
 */
export function recordText(history: TextHistory, change: Change): TextHistory {
  const { before, mergeKey = null, atMs } = change;
  const { last } = history;
  const isSameStep = last !== null && last.mergeKey === mergeKey && goesOn(last, change);
  return {
    past: isSameStep ? history.past : bounded([...history.past, before]),
    future: [],
    last: mergeKey === null ? null : { mergeKey, sinceMs: isSameStep ? last.sinceMs : atMs, atMs },
  };
}

function goesOn(last: { sinceMs: number; atMs: number }, { before, after, atMs }: Change): boolean {
  const restMs = atMs - last.atMs;
  const ageMs = atMs - last.sinceMs;
  if (restMs < 0 || restMs >= mergeWithinMs || ageMs >= longestStepMs) return false;
  if (restMs < pauseMs && ageMs < phraseMs) return true;
  const { start, text } = changeBetween(before, after);
  const beginsWord = /^\S/.test(text) && /\s/.test(before.charAt(start - 1));
  return !beginsWord;
}

/** Goes one step back; null when there is none. */
export function undoText(history: TextHistory, now: string): { history: TextHistory; text: string } | null {
  const text = history.past.at(-1);
  if (text === undefined) return null;
  return { history: { past: history.past.slice(0, -1), future: [now, ...history.future], last: null }, text };
}

/** Takes the last step back that was undone; null when there is none. */
export function redoText(history: TextHistory, now: string): { history: TextHistory; text: string } | null {
  const [text, ...future] = history.future;
  if (text === undefined) return null;
  return { history: { past: [...history.past, now], future, last: null }, text };
}

function bounded(past: readonly string[]): readonly string[] {
  let characters = 0;
  for (let from = past.length - 1; from >= 0; from--) {
    characters += past[from]?.length ?? 0;
    if (characters > mostCharacters || past.length - from > mostSteps) return past.slice(from + 1);
  }
  return past;
}
