'use client';

import { useState } from 'react';

/**
 * The text of a field while somebody types. The recipe is read a moment after a key, so the field shows what was
 * typed until the recipe says the same; what comes from elsewhere (undo, another view) replaces it at once.
 */
export function useTyped(value: string, commit: (text: string) => void): TypedText {
  const [state, setState] = useState<Typed>({ seen: value, typed: null, sent: [] });
  const current = state.seen === value ? state : seeValue(state, value);
  if (current !== state) setState(current);
  return {
    text: current.typed ?? value,
    type: (text) => {
      setState((before) => ({ ...before, typed: text, sent: [...before.sent, text].slice(-50) }));
      commit(text);
    },
    settle: () => setState((before) => ({ ...before, typed: null, sent: [] })),
  };
}

type TypedText = {
  text: string;
  type: (text: string) => void;
  /** Back to what the recipe holds. */
  settle: () => void;
};

type Typed = {
  /** The value at the last look. */
  seen: string;
  typed: string | null;
  /** What was said on and hasn't come back yet. */
  sent: readonly string[];
};

function seeValue(state: Typed, value: string): Typed {
  const at = state.sent.lastIndexOf(value);
  if (at < 0) return { seen: value, typed: null, sent: [] };
  const sent = state.sent.slice(at + 1);
  return { seen: value, typed: sent.length === 0 ? null : state.typed, sent };
}
