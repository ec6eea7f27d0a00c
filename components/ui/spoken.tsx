'use client';

import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What is told aloud at the moment, each by who tells it. */
const spoken = createStore<ReadonlyMap<string, string>>(() => new Map());

/** Tells words aloud as soon as they come; '' is silence. All go to the one live region that each page has. */
export function useSpoken(words: string): void {
  const id = useId();
  useEffect(() => {
    if (words === '') return;
    spoken.setState(new Map([...spoken.getState(), [id, words]]), true);
    return () => spoken.setState(new Map([...spoken.getState()].filter(([other]) => other !== id)), true);
  }, [id, words]);
}

/** As `useSpoken`, of words that stand on the page anyway: what they are at first is read there. */
export function useSpokenChange(words: string): void {
  const [first] = useState(words);
  const [hasChanged, setHasChanged] = useState(false);
  if (!hasChanged && words !== first) setHasChanged(true);
  useSpoken(hasChanged ? words : '');
}

/** The words of all who tell something, for the live region of the page. */
export function SpokenTexts() {
  return [...useStore(spoken)].map(([id, words]) => (
    <span key={id} className="hidden-text">
      {words}
    </span>
  ));
}
