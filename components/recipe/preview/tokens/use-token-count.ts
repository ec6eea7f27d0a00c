'use client';

import { useEffect, useState } from 'react';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { countTokens } from './token-counter';

/** Typing must rest this long before the exact count is asked for. */
const restMs = 250;

/** The tokens of texts: exact once they are counted, until then what their characters make likely. */
export function useTokenCount(texts: readonly string[]): { tokens: number; isExact: boolean } {
  const key = texts.join('\u0000');
  const [counted, setCounted] = useState<{ key: string; tokens: number } | null>(null);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      void countTokens(key.split('\u0000')).then((counts) => {
        if (isOver || counts === null) return;
        setCounted({ key, tokens: counts.reduce((sum, count) => sum + count, 0) });
      });
    }, restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return counted?.key === key
    ? { tokens: counted.tokens, isExact: true }
    : { tokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0), isExact: false };
}
