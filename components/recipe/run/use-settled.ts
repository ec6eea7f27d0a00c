'use client';

import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a while, compared by content; null takes effect at once. */
export function useSettled<Value>(value: Value | null, restMs: number): Value | null {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState<{ text: string; value: Value | null }>({
    text: 'null',
    value: null,
  });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ text, value }), settled.value === null ? 0 : restMs);
    return () => clearTimeout(timer);
    // `value` is new on each render; its content is what counts.
    // oxlint-disable-next-line react/exhaustive-deps -- the text stands for the value
  }, [text, restMs]);
  return value === null ? null : settled.value;
}
