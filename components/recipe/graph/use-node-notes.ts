'use client';

import { useMemo } from 'react';
import { formatCount } from '@/lib/client/format';
import { textOf } from '@/lib/plan/preview-prompt';
import type { DraftRecipe } from '@/lib/recipe/draft';
import { usableTools } from '@/lib/recipe/form/tools/usable-tools';
import type { GraphNode } from '@/lib/recipe/graph/recipe-graph';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { useEditor } from '../editor/editor-context';

type Notes = { note: string; errors: number; warnings: number };

/** What stands below a node's id, and how many problems it has. */
export function useNodeNotes(): (node: GraphNode) => Notes {
  const entries = useEditor((state) => state.read.outline.entries);
  const problems = useEditor((state) => state.problems);
  const row = useEditor((state) => state.rows[0]);
  const draft = useEditor((state) => state.read.draft);
  return useMemo(() => {
    const entryAt = new Map(entries.map((entry) => [entry.path.join(), entry]));
    const tokens = new Map(
      (row?.prompts ?? []).map(({ attributeId, messages, pending, error }) => [
        attributeId,
        pending.length > 0 || error !== undefined
          ? null
          : messages.reduce((sum, { segments }) => sum + estimateTokens(textOf(segments)), 0),
      ]),
    );
    return ({ kind, id, path }) => {
      const entry = entryAt.get(path.join());
      const own = problems.filter((problem) => path.every((step, at) => problem.path[at] === step));
      const prompt = tokens.get(id);
      const note =
        kind === 'source' || kind === 'document'
          ? sourceWords(entry?.note ?? '')
          : kind === 'sampled'
            ? valueWords(entry?.note ?? '')
            : kind === 'generated'
              ? `${entry?.note ?? '1 call'}${typeof prompt === 'number' ? `, about ${formatCount(prompt)} tokens` : ''}`
              : kind === 'conversation'
                ? [entry?.note ?? '', toolWords(draft, Number(path.at(-1)))].filter(Boolean).join(', ')
                : (entry?.note ?? '');
      return {
        note,
        errors: own.filter(({ severity }) => severity === 'error').length,
        warnings: own.filter(({ severity }) => severity === 'warning').length,
      };
    };
  }, [entries, problems, row, draft]);
}

/** How many tools the assistant of a conversation may use. */
function toolWords(draft: DraftRecipe, index: number): string {
  const conversation = draft.strategy_params?.multiturn_attributes?.[index];
  const count = conversation === undefined ? 0 : usableTools(draft, conversation).length;
  return count === 0 ? '' : `${formatCount(count)} ${count === 1 ? 'tool' : 'tools'}`;
}

/** How many examples, or which kind of file. */
function sourceWords(note: string): string {
  return /^\d+$/.test(note) ? `${formatCount(Number(note))} ${note === '1' ? 'example' : 'examples'}` : note;
}

function valueWords(count: string): string {
  return /^\d+$/.test(count) ? `${formatCount(Number(count))} ${count === '1' ? 'value' : 'values'}` : count;
}
