'use client';

import { useQuery } from '@tanstack/react-query';
import type { LineageEntry } from '@/lib/api/dataset-wire';
import type { PreviewSegment } from '@/lib/plan/preview-prompt';
import { api } from './api';
import { useRecipeVersion } from './recipe-version';

/** A message of a prompt in pieces that tell where each came from. */
export type MarkedMessage = { role: string; segments: readonly PreviewSegment[] };

/** The prompts of a row, by `markKey`. */
export type MarkedPrompts = ReadonlyMap<string, readonly MarkedMessage[]>;

/** The key of a prompt: an attribute of several calls has one for each step. */
export function markKey(attributeId: string, step = 'answer'): string {
  return `${step}/${attributeId}`;
}

type Origin = { recipeId: number | null; version: number | null; seed: number; index: number };

/**
 * The prompts of a row with their values marked, by attribute. They are planned again here from the version
 * and the seed; a prompt that comes out otherwise than the one that was sent is left out.
 */
export function useMarkedPrompts(
  { recipeId, version, seed, index }: Origin,
  lineage: readonly LineageEntry[] | undefined,
): MarkedPrompts {
  const yaml = useRecipeVersion(recipeId, version).data;
  const { data } = useQuery({
    queryKey: ['recipes', recipeId, 'prompts', version, seed, index, lineage?.length ?? 0],
    queryFn: () => markPrompts(yaml ?? '', seed, index, lineage ?? []),
    enabled: yaml !== undefined && lineage !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
  return data ?? none;
}

const none: MarkedPrompts = new Map();

async function markPrompts(
  yaml: string,
  seed: number,
  index: number,
  lineage: readonly LineageEntry[],
): Promise<MarkedPrompts> {
  const [{ planWithRecords }, { triedKey }] = await Promise.all([
    import('./editor/plan-with-records'),
    import('@/lib/plan/tried'),
  ]);
  const tried = new Map(
    lineage.flatMap(callsOf).flatMap(({ attributeId, step, messages, answer }) => {
      if (messages === undefined || answer === undefined) return [];
      const one = { row: index, attributeId, step, messages: messages.map(chatMessage), text: answer };
      return [[triedKey(one), one] as const];
    }),
  );
  const row = await planWithRecords(yaml, { read: api.sources.read, tried, seed, index });
  const marked = new Map<string, readonly MarkedMessage[]>();
  const sentAt = new Map(
    lineage.flatMap(callsOf).map(({ attributeId, step, messages }) => [markKey(attributeId, step), messages]),
  );
  for (const { attributeId, step, messages } of row?.prompts ?? []) {
    const key = markKey(attributeId, step);
    const sent = sentAt.get(key);
    const same =
      sent?.length === messages.length &&
      messages.every(({ segments }, at) => textOf(segments) === sent[at]?.content);
    if (same)
      marked.set(
        key,
        messages.map(({ role, segments }) => ({ role: role ?? '', segments })),
      );
  }
  return marked;
}

/** Each call of a value by its step. */
function callsOf({ attribute_id: attributeId, calls, messages, answer }: LineageEntry) {
  return (calls ?? [{ step: 'answer', messages, answer }]).map((call) => ({ attributeId, ...call }));
}

function textOf(segments: readonly PreviewSegment[]): string {
  return segments.map((segment) => (segment.type === 'pending' ? '' : segment.text)).join('');
}

function chatMessage({ role, content }: { role: string; content: string }) {
  const known = (['system', 'user', 'assistant', 'tool'] as const).find((name) => name === role);
  return { role: known ?? ('user' as const), content };
}
