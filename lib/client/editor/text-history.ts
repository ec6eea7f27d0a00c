/** The texts of an open recipe before and after the one that is shown. Whatever changed it, it is one history. */
export type TextHistory = {
  /** The oldest first. */
  past: readonly string[];
  /** The next one first. */
  future: readonly string[];
  last: { mergeKey: string; atMs: number } | null;
};

export const noHistory: TextHistory = { past: [], future: [], last: null };

/** Changes with the same key that follow each other within this time are one step. */
const mergeWithinMs = 1000;
const mostSteps = 500;
/** The oldest texts are dropped beyond this many characters in all. */
const mostCharacters = 20_000_000;

/** Notes the text that a change replaces. Without a key each change is a step of its own. */
export function recordText(
  history: TextHistory,
  { before, mergeKey = null, atMs }: { before: string; mergeKey?: string | null; atMs: number },
): TextHistory {
  const { last } = history;
  const isSameStep =
    mergeKey !== null && last?.mergeKey === mergeKey && atMs - last.atMs < mergeWithinMs && atMs >= last.atMs;
  return {
    past: isSameStep ? history.past : bounded([...history.past, before]),
    future: [],
    last: mergeKey === null ? null : { mergeKey, atMs },
  };
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
