'use client';

import { useEffect, useMemo, useState } from 'react';
import { formatCount } from '@/lib/client/format';
import type { PreviewRow } from '@/lib/plan/preview';
import { textOf } from '@/lib/plan/preview-prompt';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { useEditor } from '../../editor/editor-context';
import { countTokens } from '../../preview/tokens/token-counter';

/** How long the prompts of the planned rows are, as far as they are known: estimated until they are counted. */
export function PromptTokens({ attributeId }: { attributeId: string }) {
  const rows = useEditor((state) => state.rows);
  const prompts = useMemo(() => promptsOf(rows, attributeId), [rows, attributeId]);
  const [counted, setCounted] = useState<{ of: Prompts; tokens: readonly number[] } | null>(null);
  useEffect(() => {
    if (prompts.length === 0) return;
    let isOver = false;
    const timer = setTimeout(() => {
      void countTokens(prompts.flat()).then((counts) => {
        if (!isOver && counts !== null) setCounted({ of: prompts, tokens: sums(prompts, counts) });
      });
    }, restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [prompts]);
  const isExact = counted?.of === prompts;
  const tokens = isExact ? counted.tokens : sums(prompts, prompts.flat().map(estimateTokens));
  return <span className="small t3 num">{rangeWords(tokens, isExact)}</span>;
}

/** The texts of the messages, row by row. */
type Prompts = readonly (readonly string[])[];

/** Typing must rest this long before the exact count is asked for. */
const restMs = 250;

function promptsOf(rows: readonly PreviewRow[], attributeId: string): Prompts {
  return rows.flatMap(({ prompts }) =>
    prompts
      .filter((prompt) => prompt.kind === 'generated' && prompt.attributeId === attributeId)
      .filter((prompt) => prompt.pending.length === 0 && prompt.error === undefined)
      .map(({ messages }) => messages.map(({ segments }) => textOf(segments))),
  );
}

function sums(prompts: Prompts, counts: readonly number[]): number[] {
  let from = 0;
  return prompts.map(({ length }) => {
    const own = counts.slice(from, from + length);
    from += length;
    return own.reduce((sum, count) => sum + count, 0);
  });
}

function rangeWords(tokens: readonly number[], isExact: boolean): string {
  if (tokens.length === 0) return '';
  const [least, most] = [Math.min(...tokens), Math.max(...tokens)];
  const range = least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
  return `${isExact ? '' : 'about '}${range} ${most === 1 ? 'token' : 'tokens'}`;
}
