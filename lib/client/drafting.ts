import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import type { DraftRecipeBody } from '@/lib/api/operation-wire';
import { api } from './api';
import { keepOnDevice, readFromDevice } from './device-storage';

/** What a person asks a model to draft: kept on the device, so that nothing typed is lost on the way. */
export type KeptDraft = {
  readonly task: string;
  /** The id of a model; empty for the one that fits best. */
  readonly model: string;
  /** The operation that drafts it; null while nothing does. */
  readonly operation: number | null;
};

const nothingKept: KeptDraft = { task: '', model: '', operation: null };
const storageKey = 'seedloom-draft-recipe';
const pollMs = 700;

/** The draft that is being written or made, over reloads. */
export function useKeptDraft() {
  // The server knows nothing of it: the first drawing is without, the next one has it.
  const stored = useSyncExternalStore(listenToNobody, readStored, () => null);
  const [changed, setChanged] = useState<KeptDraft | null>(null);
  const keep = (next: KeptDraft) => {
    setChanged(next);
    keepOnDevice(storageKey, JSON.stringify(next));
  };
  return { kept: changed ?? readKept(stored), keep };
}

/** The draft has become a recipe: the next one begins empty. */
export function forgetKeptDraft(): void {
  keepOnDevice(storageKey, null);
}

const listenToNobody = () => () => undefined;

const readStored = () => readFromDevice(storageKey);

function readKept(text: string | null): KeptDraft {
  try {
    const { task, model, operation } = Object(JSON.parse(text ?? '{}')) as Record<string, unknown>;
    return {
      task: typeof task === 'string' ? task : '',
      model: typeof model === 'string' ? model : '',
      operation: typeof operation === 'number' ? operation : null,
    };
  } catch {
    return nothingKept;
  }
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
