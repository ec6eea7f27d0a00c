'use client';

import { useQuery } from '@tanstack/react-query';
import { messageOf } from '@/lib/client/api';
import { formatCount, formatUsd } from '@/lib/client/format';
import { compareTexts, planText } from '@/lib/client/versions/compare-texts';
import { useEditor, useEditorActions } from '../editor/editor-context';

/** What a run of the present text would ask again, if the answers of another text were there: a sentence. */
export function useAsksAgain(before: string): string {
  const after = useEditor((state) => state.text);
  const seed = useEditor((state) => state.seed);
  const prices = useEditor((state) => state.prices);
  const { sources } = useEditorActions();
  const isSame = before === after;
  // Once for all the texts that are compared with it.
  const planned = useQuery({
    queryKey: ['plan-text', after, seed, prices],
    queryFn: ({ signal }) => planText(after, { seed, prices, sources, signal }),
    enabled: !isSame,
    ...once,
  });
  const { data: present } = planned;
  const compared = useQuery({
    queryKey: ['compare-texts', before, after, seed, prices],
    queryFn: ({ signal }) =>
      present == null ? null : compareTexts(before, present, { seed, sources, signal }),
    enabled: !isSame && present !== undefined,
    ...once,
  });
  if (isSame) return 'The two texts are the same.';
  const error = planned.error ?? compared.error;
  if (error !== null) return `What a run asks again isn’t known: ${messageOf(error)}`;
  if (present === null) return 'What a run asks again waits for the fix of the present text.';
  if (compared.data === undefined) return 'Planning both …';
  if (compared.data === null) return 'What a run asks again isn’t known: this text is no valid recipe.';
  const { rows, of, costUsd, looked } = compared.data;
  if (rows === 0) return 'Asks nothing again: no prompt differs.';
  const cost = costUsd === null || costUsd === 0 ? '' : `, about ${formatUsd(costUsd)}`;
  const basis = looked < of ? ` Counted on ${formatCount(looked)} planned rows spread over all.` : '';
  return `Asks again for ${formatCount(rows)} of ${formatCount(of)} rows${cost}.${basis}`;
}

/** The same texts and the same seed give the same, and an error of the plan stays one. */
const once = { staleTime: Infinity, gcTime: 0, retry: false, structuralSharing: false } as const;
