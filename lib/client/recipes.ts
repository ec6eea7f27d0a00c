import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import type {
  CreateRecipeBody,
  SaveRecipeBody,
  WireRecipe,
  WireRecipeSummary,
  WireRecipeVersions,
} from '@/lib/api/recipe-wire';
import { AppError } from '@/lib/util/app-error';
import { api, messageOf } from './api';
import { deleteWithUndo } from './deletes';
import type { DraftText, SaveAnswer, TheirText } from './draft-saver';

const recipeKeys = { all: ['recipes'] as const, one: (id: number) => ['recipes', id] as const };

/** So many pages of 500 are read at most: beyond that a list is no longer of use. */
const mostPages = 10;

/** All own recipes with what they lack, their latest run and what they have cost, the newest first. */
export const recipesQuery = queryOptions({
  queryKey: [...recipeKeys.all, 'list'],
  queryFn: async ({ signal }) => {
    const recipes: WireRecipeSummary[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const { data, next_cursor: next } = await api.recipes.list(
        { limit: '500', ...(cursor !== undefined && { cursor }) },
        signal,
      );
      recipes.push(...data);
      if (next === null) break;
      cursor = next;
    }
    return recipes;
  },
});

export function useRecipes() {
  return useQuery(recipesQuery);
}

/** One recipe with its latest version and its draft. */
export const recipeQuery = (id: number) =>
  queryOptions({
    queryKey: recipeKeys.one(id),
    queryFn: ({ signal }) => api.recipes.get(id, signal),
  });

export function useRecipe(id: number) {
  return useQuery(recipeQuery(id));
}

/** Everything that is known of what recipes lack. */
const needsKey = [...recipeKeys.all, 'needs'];

/**
 * Whom a recipe asks and what it lacks for that. Asked anew when what the text says of the model has changed and is
 * saved, since the server looks at the text it has.
 */
export function useRecipeNeeds(id: number, inference: string, isSaved: boolean) {
  return useQuery({
    queryKey: [...needsKey, id, inference],
    queryFn: ({ signal }) => api.recipes.needs(id, signal),
    enabled: isSaved,
    placeholderData: keepPreviousData,
  });
}

/** What recipes lack may have changed: a provider was added, a key was stored or forgotten. */
export async function refreshNeeds(queries: QueryClient): Promise<void> {
  await Promise.all(
    [needsKey, recipesQuery.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })),
  );
}

const versionsKey = (id: number) => [...recipeKeys.one(id), 'versions'];

/** The versions of a recipe, newest first, by the hundred. */
export function useRecipeVersions(id: number, options: { enabled: boolean }) {
  return useInfiniteQuery({
    queryKey: versionsKey(id),
    queryFn: ({ signal, pageParam: cursor }) =>
      api.recipes.versions(id, { limit: '100', ...(cursor !== '' && { cursor }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor: cursor }) => cursor,
    select: versionsOf,
    ...options,
  });
}

function versionsOf({ pages }: { pages: readonly WireRecipeVersions[] }) {
  return pages.flatMap(({ data }) => data);
}

/** The ready-made recipes. They come with the server, so they don't change while it runs. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await api.templates(signal)).data,
  staleTime: Infinity,
});

export function useTemplates() {
  return useQuery(templatesQuery);
}

/** Stores a new recipe. */
export function useCreateRecipe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateRecipeBody) => api.recipes.create(body),
    onSuccess: (recipe) => {
      queries.setQueryData(recipeQuery(recipe.id).queryKey, recipe);
      return queries.invalidateQueries({ queryKey: recipesQuery.queryKey });
    },
  });
}

/** Stores a copy of a recipe as it stands now, its draft included. */
export function useDuplicateRecipe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: { id: number }) => {
      const { name, yaml, draft } = await api.recipes.get(id);
      return api.recipes.create({ name: `${name} copy`.slice(0, 200), yaml: draft ?? yaml });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: recipesQuery.queryKey }),
  });
}

/** Gives a recipe another name; its text, its draft and its version stay. */
export function useRenameRecipe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) => api.recipes.rename(id, name),
    onSuccess: ({ id, name }) => {
      // The name alone: an open editor knows a newer text than this answer.
      queries.setQueryData(recipeQuery(id).queryKey, (known) => known && { ...known, name });
      return queries.invalidateQueries({ queryKey: recipesQuery.queryKey });
    },
  });
}

/** Makes a text the recipe's next version; a text equal to the latest one makes none. */
export function useSaveVersion(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveRecipeBody) => api.recipes.save(id, body),
    onSuccess(recipe) {
      queries.setQueryData(recipeQuery(id).queryKey, recipe);
      void queries.invalidateQueries({ queryKey: versionsKey(id) });
    },
  });
}

/** Deletes a recipe, which can be taken back for ten seconds. */
export function useDeleteRecipe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) =>
      deleteWithUndo({ kind: 'recipe', id, text: `Deleted “${name}”.` }, () => api.recipes.remove(id)),
    onSettled: () => queries.invalidateQueries({ queryKey: recipesQuery.queryKey }),
  });
}

export function useRestoreRecipe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number }) => api.recipes.restore(id),
    onSettled: () => queries.invalidateQueries({ queryKey: recipesQuery.queryKey }),
  });
}

/**
 * Sends a draft of a recipe that was last known at `version`; every way this can end is an answer that the draft's saver
 * understands. The next visit opens with what was stored.
 */
export async function saveDraft(
  queries: QueryClient,
  { id, version, text, signal }: { id: number; version: number; text: DraftText; signal: AbortSignal },
): Promise<SaveAnswer> {
  try {
    const body = { yaml: text.yaml, base_revision: text.revision };
    const { revision, diagnostics } = await api.recipes.saveDraft(id, body, signal);
    const hadSecret = diagnostics.some(({ code }) => code === 'secret-moved');
    if (!hadSecret) {
      noteDraft(queries, id, { yaml: text.yaml, revision });
      return { kind: 'saved', revision };
    }
    const { extractSecrets } = await import('@/lib/recipe/secrets');
    const changedTo = extractSecrets(text.yaml).text;
    noteDraft(queries, id, { yaml: changedTo, revision });
    return { kind: 'saved', revision, changedTo };
  } catch (error) {
    if (!(error instanceof AppError) || lostCodes.has(error.code)) return { kind: 'unreachable' };
    if (error.code === 'stale-draft') return theirDraft({ id, version, signal });
    return { kind: 'refused', message: messageOf(error) };
  }
}

function noteDraft(queries: QueryClient, id: number, { yaml, revision }: DraftText): void {
  const { queryKey } = recipeQuery(id);
  // An answer on its way tells of the text before.
  void queries.cancelQueries({ queryKey, exact: true });
  queries.setQueryData(
    queryKey,
    (known) => known && { ...known, draft: yaml === known.yaml ? undefined : yaml, draft_revision: revision },
  );
}

const lostCodes = new Set(['server-unreachable', 'answer-unreadable', 'unavailable', 'internal']);

async function theirDraft({
  id,
  version,
  signal,
}: {
  id: number;
  version: number;
  signal: AbortSignal;
}): Promise<SaveAnswer> {
  try {
    return { kind: 'stale', theirs: theirText(await api.recipes.get(id, signal), version) };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** The text that a recipe has on the server, seen by somebody who last knew it at a version. */
export function theirText({ yaml, draft, draft_revision, version }: WireRecipe, known: number): TheirText {
  const newVersion = draft === undefined && version > known ? version : null;
  return { yaml: draft ?? yaml, revision: draft_revision, newVersion };
}
