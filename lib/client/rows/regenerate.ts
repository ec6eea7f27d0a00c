import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { AppError } from '@/lib/util/app-error';
import { api } from '../api';

/** How often a regeneration is looked after. */
const lookEveryMs = 400;

/** What asking a cell anew would ask and cost. */
export function useRegenerationPrice(datasetId: number, index: number, column: string) {
  return useQuery({
    queryKey: ['datasets', datasetId, 'row', index, 'price', column],
    queryFn: ({ signal }) =>
      api.datasets.regenerate(datasetId, index, { attribute_id: column, dry_run: true }, signal),
    staleTime: 0,
    retry: false,
  });
}

/**
 * Asks a cell anew and waits until the row has changed, or it was cancelled; a failure says why, and the row is as it
 * was.
 */
export function useRegenerate(datasetId: number, runId: number) {
  const queries = useQueryClient();
  const started = useRef<ReturnType<typeof api.datasets.regenerate> | null>(null);
  const ask = useMutation({
    async mutationFn({ index, column }: { index: number; column: string }) {
      started.current = api.datasets.regenerate(datasetId, index, { attribute_id: column });
      let state = await started.current;
      while (state.status === 'pending' || state.status === 'running') {
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
        state = await api.datasets.regeneration(datasetId, state.id ?? 0);
      }
      if (state.error !== undefined) throw new AppError('regeneration-failed', state.error.message);
      return state;
    },
    onSettled() {
      started.current = null;
      for (const queryKey of [
        ['rows', datasetId],
        ['datasets', datasetId],
        ['statistics', datasetId],
        ['runs', runId],
      ]) {
        void queries.invalidateQueries({ queryKey });
      }
    },
  });
  const cancel = useMutation({
    async mutationFn() {
      // A cancel may be faster than the answer that tells what to cancel; where nothing began, `ask` says why.
      const state = await started.current?.catch(() => null);
      if (typeof state?.id === 'number') await api.datasets.cancelRegeneration(datasetId, state.id);
    },
  });
  return { ask, cancel };
}
