import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import { AppError } from '@/lib/util/app-error';
import { api } from '../api';
import { saveDraft } from '../recipes';

/** What was made of a draft, for taking it back. */
export type DraftChange = { before: string; after: string; revision: number };

/** Adds a rule to the draft of a recipe, and takes it back while nobody has changed the draft since. */
export function useKeepOnly(recipeId: number) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['recipes', recipeId] });
  const add = useMutation({
    async mutationFn(rule: Record<string, PlainValue>): Promise<DraftChange> {
      const { yaml, draft, draft_revision: revision } = await api.recipes.get(recipeId);
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
      return { before, after, revision: await saved(recipeId, after, revision) };
    },
    onSuccess,
  });
  const takeBack = useMutation({
    async mutationFn({ before, revision }: DraftChange) {
      await saved(recipeId, before, revision);
    },
    onSuccess,
  });
  return { add, takeBack };
}

async function saved(recipeId: number, yaml: string, revision: number): Promise<number> {
  const answer = await saveDraft(recipeId, { yaml, revision }, new AbortController().signal);
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
