'use client';

import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
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

/** The rows of one window of a choice, and how many fit in all, as far as they have been found. */
export type ListedPage = { rows: GridRow[]; total: { value: number; exact: boolean } };

/** The server still looks through the rows: asked again after this long. */
const lookAgainMs = 700;

/** The rows that stand at `window × size` and after it among those that fit. The first window tells the newest total. */
export function useListedWindows(set: RowSet, windows: readonly number[], size: number) {
  const queries = useQueryClient();
  const key = (window: number, asOf: number) => [
    'rows',
    set.datasetId,
    set.status,
    asOf,
    'listed',
    set.choice,
    window,
  ];
  return useQueries({
    queries: windows.map((window) => ({
      queryKey: key(window, set.asOf),
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ListedPage> => {
        const place = { limit: String(size), offset: String(window * size) };
        const query = { status: set.status, ...choiceQuery(set.choice), ...place };
        const page = await api.datasets.rows(set.datasetId, query, signal);
        return { rows: page.data.map(toGridRow), total: page.total };
      },
      staleTime: Infinity,
      refetchInterval: ({ state: { data } }: { state: { data?: ListedPage | undefined } }) =>
        data !== undefined && !data.total.exact && (window === 0 || data.rows.length < size)
          ? lookAgainMs
          : false,
      placeholderData: () => queries.getQueryData<ListedPage>(key(window, set.asOf - 1)),
    })),
    combine: (results) => ({
      // A page that came before its rows were found is none yet.
      rows: new Map(
        windows.map((window, at) => {
          const page = results[at]?.data;
          const isThere = page !== undefined && (page.rows.length > 0 || page.total.exact);
          return [window, isThere ? page.rows : undefined] as const;
        }),
      ),
      total: results[0]?.data?.total,
      error: results.find(({ error }) => error !== null)?.error ?? null,
      isWorking: results.some(({ isFetching, data }) => isFetching || data?.total.exact === false),
      retry: () => results.forEach((result) => result.isError && void result.refetch()),
    }),
  });
}

/** Where a row stands among those that fit, or the next one that does; null asks nothing. */
export function useRowPlace(set: RowSet, row: number | null): number | undefined {
  return useQuery({
    queryKey: ['rows', set.datasetId, set.status, set.asOf, 'place', set.choice, row],
    queryFn: async ({ signal }) => {
      const query = { status: set.status, ...choiceQuery(set.choice), at_row: String(row), limit: '1' };
      const { data, offset = 0, total } = await api.datasets.rows(set.datasetId, query, signal);
      return { place: offset, isCertain: total.exact || data[0]?.index === row };
    },
    enabled: row !== null,
    staleTime: Infinity,
    refetchInterval: ({ state: { data } }) => (data?.isCertain === false ? lookAgainMs : false),
    select: ({ place, isCertain }) => (isCertain ? place : undefined),
  }).data;
}
