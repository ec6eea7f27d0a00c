'use client';

import { useEffect } from 'react';

/** What a person pressed, by what it is when it is drawn anew. */
type Pressed = { tag: string; href: string | null; words: string };

/** What was pressed last at each address, as long as the page lives. */
const pressedAt = new Map<string, Pressed>();

/** So long the page that is gone back to may take to draw what was pressed there. */
const patienceMs = 3000;

/**
 * The browser's Back leads to where a person was: the focus comes back to the link or button that led away, or to the
 * content of the page where that is no more. Nothing is done where something has the focus already.
 */
export function useReturnFocus(): void {
  useEffect(() => {
    let stop: () => void = () => undefined;
    const press = ({ target }: Event) => {
      const pressed = target instanceof Element ? target.closest<HTMLElement>('a[href], button') : null;
      if (pressed !== null) pressedAt.set(window.location.href, describe(pressed));
    };
    const goBack = () => {
      stop();
      stop = focusWhenDrawn(pressedAt.get(window.location.href));
    };
    document.addEventListener('click', press, true);
    window.addEventListener('popstate', goBack);
    return () => {
      stop();
      document.removeEventListener('click', press, true);
      window.removeEventListener('popstate', goBack);
    };
  }, []);
}

function describe(element: HTMLElement): Pressed {
  return {
    tag: element.tagName,
    href: element.getAttribute('href'),
    words: element.getAttribute('aria-label') ?? element.textContent,
  };
}

/** Gives what stops it. */
function focusWhenDrawn(wanted: Pressed | undefined): () => void {
  const isLost = () => document.activeElement === null || document.activeElement === document.body;
  const find = () => {
    const same = ({ tag, href, words }: Pressed) =>
      tag === wanted?.tag && href === wanted.href && words === wanted.words;
    return [...document.querySelectorAll<HTMLElement>(wanted?.tag ?? 'none')].find((one) =>
      same(describe(one)),
    );
  };
  const look = () => {
    const found = isLost() ? find() : undefined;
    found?.focus();
    if (found !== undefined && document.activeElement === found) stop();
  };
  const watch = new MutationObserver(look);
  const giveUp = () => {
    stop();
    if (isLost()) document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
  };
  const timer = setTimeout(giveUp, wanted === undefined ? 500 : patienceMs);
  const stop = () => {
    watch.disconnect();
    clearTimeout(timer);
    for (const event of ['keydown', 'pointerdown']) document.removeEventListener(event, stop, true);
  };
  // Who goes on by pointer or keys isn't moved elsewhere.
  for (const event of ['keydown', 'pointerdown']) document.addEventListener(event, stop, true);
  watch.observe(document.body, { childList: true, subtree: true });
  look();
  return stop;
}
