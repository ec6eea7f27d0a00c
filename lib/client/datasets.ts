import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { BundleQuery, DownloadQuery, PushBody, WirePush } from '@/lib/api/dataset-wire';
import { api } from './api';

const datasetKey = (id: number) => ['datasets', id] as const;

/** One dataset: its columns and how many rows it has in each state. */
export const datasetQuery = (id: number) =>
  queryOptions({ queryKey: datasetKey(id), queryFn: ({ signal }) => api.datasets.get(id, signal) });

export function useDataset(id: number) {
  return useQuery(datasetQuery(id));
}

/** Gives a dataset, and the run that makes it, another name. */
export function useRenameDataset() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; runId: number; name: string }) => api.datasets.rename(id, name),
    onSuccess: (_, { id, runId }) =>
      Promise.all(
        [datasetKey(id), ['runs', runId], ['runs', 'list']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** One row with the origin of each of its values. */
export const rowQuery = (id: number, index: number) =>
  queryOptions({
    queryKey: [...datasetKey(id), 'row', index],
    queryFn: ({ signal }) => api.datasets.row(id, index, signal),
  });

/** No row has this index: what is known of one is never taken for what isn't asked for. */
const noRow = -1;

export function useRow(id: number, index: number | null) {
  return useQuery({ ...rowQuery(id, index ?? noRow), enabled: index !== null });
}

/** Why each of these rows wasn't accepted; undefined where it isn't known yet, or was accepted by hand since. */
export function useRowReasons(id: number, indices: readonly number[]): (string | undefined)[] {
  return useQueries({
    queries: indices.map((index) => ({ ...rowQuery(id, index), staleTime: Infinity })),
    combine: (results) => results.map(({ data }) => data?.reason?.message),
  });
}

/** How the first rows of a dataset look in a file. */
export function useFileStart(id: number, query: DownloadQuery, rows: number) {
  return useQuery({
    queryKey: [...datasetKey(id), 'file', query, rows],
    queryFn: ({ signal }) => api.datasets.downloadText(id, { ...query, limit: String(rows) }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The address of a dataset with all that belongs to it, as a zip. */
export function bundleUrl(id: number, query: BundleQuery = {}): string {
  return api.datasets.bundleUrl(id, query);
}

/** Puts the files of a bundle into a dataset of the Hugging Face hub; given up by the signal. */
export function pushDataset(
  id: number,
  query: BundleQuery,
  body: PushBody,
  signal: AbortSignal,
): Promise<WirePush> {
  return api.datasets.push(id, query, body, signal);
}

/** The address of a dataset as a file. */
export function downloadUrl(id: number, query: DownloadQuery = {}): string {
  return api.datasets.downloadUrl(id, query);
}
