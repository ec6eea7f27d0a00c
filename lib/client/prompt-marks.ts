'use client';

import { useQuery } from '@tanstack/react-query';
import type { LineageEntry } from '@/lib/api/dataset-wire';
import type { PreviewSegment } from '@/lib/plan/preview';
import { useRecipeVersion } from './recipe-version';

/** A message of a prompt in pieces that tell where each came from. */
export type MarkedMessage = { role: string; segments: readonly PreviewSegment[] };

type Origin = { recipeId: number | null; version: number | null; seed: number; index: number };

/**
 * The prompts of a row with their values marked, by attribute. They are planned again here from the version
 * and the seed; a prompt that comes out otherwise than the one that was sent is left out.
 */
export function useMarkedPrompts(
  { recipeId, version, seed, index }: Origin,
  lineage: readonly LineageEntry[] | undefined,
): ReadonlyMap<string, readonly MarkedMessage[]> {
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

const none: ReadonlyMap<string, readonly MarkedMessage[]> = new Map();

async function markPrompts(
  yaml: string,
  seed: number,
  index: number,
  lineage: readonly LineageEntry[],
): Promise<ReadonlyMap<string, readonly MarkedMessage[]>> {
  const [{ readRecipe }, { compileRecipe }, { previewRows }] = await Promise.all([
    import('@/lib/recipe/read-recipe'),
    import('@/lib/plan/compile'),
    import('@/lib/plan/preview'),
  ]);
  const { recipe } = readRecipe(yaml);
  if (recipe === null) return none;
  const tried = new Map(
    lineage.flatMap(({ attribute_id: id, messages, answer }) =>
      messages === undefined || answer === undefined
        ? []
        : [[`${index}/${id}`, { messages: messages.map(chatMessage), text: answer }] as const],
    ),
  );
  const [row] = previewRows(compileRecipe(recipe), { seed, start: index, rows: 1, tried });
  const marked = new Map<string, readonly MarkedMessage[]>();
  for (const { attributeId, messages } of row?.prompts ?? []) {
    const sent = lineage.find(({ attribute_id: id }) => id === attributeId)?.messages;
    const same =
      sent?.length === messages.length &&
      messages.every(({ segments }, at) => textOf(segments) === sent[at]?.content);
    if (same)
      marked.set(
        attributeId,
        messages.map(({ role, segments }) => ({ role: role ?? '', segments })),
      );
  }
  return marked;
}

function textOf(segments: readonly PreviewSegment[]): string {
  return segments.map((segment) => (segment.type === 'pending' ? '' : segment.text)).join('');
}

function chatMessage({ role, content }: { role: string; content: string }) {
  const known = (['system', 'user', 'assistant', 'tool'] as const).find((name) => name === role);
  return { role: known ?? ('user' as const), content };
}
