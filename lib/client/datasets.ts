import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DownloadQuery, RowsQuery } from '@/lib/api/dataset-wire';
import { api } from './api';

const datasetKeys = { all: ['datasets'] as const, one: (id: number) => ['datasets', id] as const };

/** All datasets, newest first. */
export const datasetsQuery = queryOptions({
  queryKey: [...datasetKeys.all, 'list'],
  queryFn: async ({ signal }) => (await api.datasets.list({ limit: '500' }, signal)).data,
});

export function useDatasets() {
  return useQuery(datasetsQuery);
}

/** One dataset: its columns and how many rows it has in each state. */
export const datasetQuery = (id: number) =>
  queryOptions({ queryKey: datasetKeys.one(id), queryFn: ({ signal }) => api.datasets.get(id, signal) });

export function useDataset(id: number) {
  return useQuery(datasetQuery(id));
}

/** One window of rows. */
export const rowsQuery = (id: number, query: RowsQuery) =>
  queryOptions({
    queryKey: [...datasetKeys.one(id), 'rows', query],
    queryFn: ({ signal }) => api.datasets.rows(id, query, signal),
  });

/** One row with the origin of each of its values. */
export const rowQuery = (id: number, index: number) =>
  queryOptions({
    queryKey: [...datasetKeys.one(id), 'row', index],
    queryFn: ({ signal }) => api.datasets.row(id, index, signal),
  });

export function useRow(id: number, index: number | null) {
  return useQuery({ ...rowQuery(id, index ?? 0), enabled: index !== null });
}

export function useRenameDataset() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) => api.datasets.rename(id, name),
    onSuccess: (dataset) => {
      queries.setQueryData(datasetQuery(dataset.id).queryKey, dataset);
      return queries.invalidateQueries({ queryKey: datasetsQuery.queryKey });
    },
  });
}

/** The address of a dataset as a file. */
export function downloadUrl(id: number, query: DownloadQuery = {}): string {
  return api.datasets.downloadUrl(id, query);
}
