import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import { AppError } from '@/lib/util/app-error';
import { api } from '../api';
import type { DraftText } from '../draft-saver';
import { saveDraft } from '../recipes';

/** What was made of a draft, for taking it back. */
export type DraftChange = { before: string; after: string; revision: number; version: number };

/** Adds a rule to the draft of a recipe, and takes it back while nobody has changed the draft since. */
export function useKeepOnly(recipeId: number) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['recipes', recipeId] });
  const add = useMutation({
    async mutationFn(rule: Record<string, PlainValue>): Promise<DraftChange> {
      const { yaml, draft, draft_revision, version } = await api.recipes.get(recipeId);
      const before = draft ?? yaml;
      // Loaded when needed: rows show without the editor of recipes.
      const { applyEdit } = await import('@/lib/recipe/edit/apply-edit');
      const after = applyEdit(before, { type: 'insert', path: ['quality', 'rules'], value: rule });
      if (after === before) {
        throw new AppError(
          'recipe-invalid',
          'The recipe’s draft can’t be read. Mend it in the editor first.',
        );
      }
      const text = { yaml: after, revision: draft_revision };
      return { before, after, version, revision: await saved(queries, { id: recipeId, version, text }) };
    },
    onSuccess,
  });
  const takeBack = useMutation({
    async mutationFn({ before, revision, version }: DraftChange) {
      await saved(queries, { id: recipeId, version, text: { yaml: before, revision } });
    },
    onSuccess,
  });
  return { add, takeBack };
}

async function saved(
  queries: QueryClient,
  change: { id: number; version: number; text: DraftText },
): Promise<number> {
  const answer = await saveDraft(queries, { ...change, signal: new AbortController().signal });
  switch (answer.kind) {
    case 'saved':
      return answer.revision;
    case 'stale':
      throw new AppError('stale-draft', 'The recipe’s draft was changed meanwhile; it stays as it is now.');
    case 'unreachable':
      throw new AppError('server-unreachable', 'Seedloom doesn’t answer. The recipe was not changed.');
    case 'refused':
      throw new AppError('bad-request', answer.message);
  }
}
