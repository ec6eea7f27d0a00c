'use client';

import { lazy, Suspense, useLayoutEffect, useRef } from 'react';

// Monaco, which it asks, is on its way for the text behind.
const ColouredYaml = lazy(async () => (await import('../yaml/coloured-yaml')).loadColouredYaml());

/** So far from its end a text isn't followed any more, in pixels: somebody reads. */
const followWithinPx = 40;

/** The text of a recipe as a model writes it, in place of the one that it will follow. */
export function ArrivingText({ text }: { text: string }) {
  const area = useRef<HTMLPreElement>(null);
  const isFollowed = useRef(true);
  useLayoutEffect(() => {
    if (isFollowed.current) area.current?.scrollTo({ top: area.current.scrollHeight });
  }, [text]);
  return (
    <pre
      ref={area}
      className="arriving-text mono"
      tabIndex={0}
      dir="auto"
      aria-label="The recipe as it is written"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isFollowed.current = scrollHeight - scrollTop - clientHeight < followWithinPx;
      }}
    >
      <Suspense fallback={text}>
        <ColouredYaml text={text} />
      </Suspense>
    </pre>
  );
}
