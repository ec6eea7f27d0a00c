import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { DraftRecipeBody } from '@/lib/api/operation-wire';
import { api } from './api';
import { keepOnDevice } from './device-storage';
import { useKept } from './use-kept';

/** The description that is being written, and who shall draft by it; `model` is empty for the one that fits best. */
const keptTask = z.object({ task: z.string(), model: z.string() });
export type KeptTask = z.infer<typeof keptTask>;

/** What a recipe is being drafted from, and by which operation; it is asked again with the same. */
const drafting = keptTask.extend({ operation: z.number() });
export type Drafting = z.infer<typeof drafting>;

const taskPlace = 'seedloom-draft-recipe';
const draftingPlace = (recipeId: number) => `seedloom-drafting:${recipeId}`;
const pollMs = 400;

/** The description that is being written: kept on the device, so that nothing typed is lost. */
export function useKeptTask() {
  const [kept, keep] = useKept(taskPlace, keptTask);
  return { kept: kept ?? { task: '', model: '' }, keep };
}

/** Leaves a description, or none, for the page of recipes. */
export function keepTask(task: KeptTask | null): void {
  keepOnDevice(taskPlace, task && JSON.stringify(task));
}

/** How the drafting of a recipe began; null for a recipe that nobody drafts. Over reloads, until it is settled. */
export function useKeptDrafting(recipeId: number) {
  const [kept, keep] = useKept(draftingPlace(recipeId), drafting);
  return { kept, keep };
}

/** Remembers that a recipe is being drafted, for its editor. */
export function keepDrafting(recipeId: number, begun: Drafting): void {
  keepOnDevice(draftingPlace(recipeId), JSON.stringify(begun));
}

/** The operation as it is now, asked again until it is done; not while the page is hidden. */
export function useOperation(id: number | null) {
  return useQuery({
    queryKey: ['operations', id],
    queryFn: ({ signal }) => api.operations.get(id ?? 0, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.done === true ? false : pollMs),
  });
}

export function useDraftRecipe() {
  return useMutation({ mutationFn: (body: DraftRecipeBody) => api.operations.draftRecipe(body) });
}

export function useStopOperation() {
  return useMutation({ mutationFn: (id: number) => api.operations.stop(id) });
}
