'use client';

import { useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query';
import type { RowsQuery } from '@/lib/api/dataset-wire';
import { api } from './api';
import { toGridRow, type GridRow } from './grid-rows';
import { choiceQuery, type RowChoice } from './rows/row-choice';

/** Which rows are listed, as they stood at a moment: a later `asOf` reads them again. */
export type RowSet = {
  datasetId: number;
  status: NonNullable<RowsQuery['status']>;
  choice: RowChoice;
  asOf: number;
};

/** The rows with indices from `window × size` to below the next window's, for each window asked for. */
export function useIndexedWindows(set: RowSet, windows: readonly number[], size: number) {
  const queries = useQueryClient();
  const key = (window: number, asOf: number) => ['rows', set.datasetId, set.status, asOf, 'indexed', window];
  return useQueries({
    queries: windows.map((window) => ({
      queryKey: key(window, set.asOf),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const query = { status: set.status, from_index: String(window * size), limit: String(size) };
        const { data } = await api.datasets.rows(set.datasetId, query, signal);
        return data.filter(({ index }) => index < (window + 1) * size).map(toGridRow);
      },
      staleTime: Infinity,
      // Older rows stay on screen while newer ones are read.
      placeholderData: () => queries.getQueryData<GridRow[]>(key(window, set.asOf - 1)),
    })),
    combine: (results) => ({
      rows: new Map(windows.map((window, at) => [window, results[at]?.data])),
      error: results.find(({ error }) => error !== null)?.error ?? null,
      isWorking: results.some(({ isFetching }) => isFetching),
      retry: () => results.forEach((result) => result.isError && void result.refetch()),
    }),
  });
}

/** All rows of a set, one window of `size` after the other; each says how many there are in all. */
export function useListedWindows(set: RowSet, size: number, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['rows', set.datasetId, set.status, set.asOf, 'listed', set.choice, size],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        status: set.status,
        ...choiceQuery(set.choice),
        limit: String(size),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      const page = await api.datasets.rows(set.datasetId, query, signal);
      return { rows: page.data.map(toGridRow), next: page.next_cursor, total: page.total };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: Infinity,
    enabled,
  });
}
