import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import type {
  ResumeRunBody,
  RetryRunBody,
  RunsQuery,
  StartRunBody,
  UpdateRunBody,
  WireRun,
} from '@/lib/api/run-wire';
import { api } from './api';
import { deleteWithUndo } from './deletes';

const runKeys = { all: ['runs'] as const, one: (id: number) => ['runs', id] as const };

/** Runs, newest first; `filter` names statuses or a recipe. */
export const runsQuery = (filter: RunsQuery = {}) =>
  queryOptions({
    queryKey: [...runKeys.all, 'list', filter],
    queryFn: async ({ signal }) => (await api.runs.list({ limit: '200', ...filter }, signal)).data,
  });

export function useRuns(filter: RunsQuery = {}) {
  return useQuery(runsQuery(filter));
}

/** Runs whose name holds a text, a page at a time, newest first. What is shown stays until the next answer is there. */
export function useRunPages(search: string) {
  return useInfiniteQuery({
    queryKey: [...runKeys.all, 'list', 'pages', search],
    queryFn: ({ pageParam, signal }) =>
      api.runs.list(
        {
          limit: '100',
          ...(search === '' ? {} : { search }),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor: next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** Runs by their ids, in that order; one that isn't there is left out. */
export function useRunsById(ids: readonly number[]): { runs: WireRun[]; isPending: boolean } {
  return useQueries({
    queries: ids.map(runQuery),
    combine: (results) => ({
      runs: results.flatMap(({ data }) => data ?? []),
      isPending: results.some(({ isPending }) => isPending),
    }),
  });
}

/** One run in its newest state; `useRunEvents` keeps it new. */
export const runQuery = (id: number) =>
  queryOptions({ queryKey: runKeys.one(id), queryFn: ({ signal }) => api.runs.get(id, signal) });

export function useRun(id: number) {
  return useQuery(runQuery(id));
}

/**
 * Takes over the state that an event told. An answer still on the way was asked for before it and may be older; no
 * other event comes when the run has come to rest.
 */
export function takeRun(queries: QueryClient, run: WireRun): void {
  const { queryKey } = runQuery(run.id);
  void queries.cancelQueries({ queryKey, exact: true }); // at once; the promise only tells when all have noticed
  queries.setQueryData(queryKey, run);
}

/** What a run would ask and cost. The last estimate stays while the next one is on its way. */
export const runEstimateQuery = (body: StartRunBody | null) =>
  queryOptions({
    queryKey: [...runKeys.all, 'estimate', body],
    queryFn: ({ signal }) => {
      if (body === null) throw new TypeError('An estimate needs a recipe.');
      return api.runs.estimate(body, signal);
    },
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  });

export function useRunEstimate(body: StartRunBody | null) {
  return useQuery(runEstimateQuery(body));
}

export function useStartRun() {
  const learn = useLearnRun();
  return useMutation({ mutationFn: (body: StartRunBody) => api.runs.start(body), onSuccess: learn });
}

export function usePauseRun() {
  const learn = useLearnRun();
  return useMutation({ mutationFn: ({ id }: { id: number }) => api.runs.pause(id), onSuccess: learn });
}

export function useResumeRun() {
  const learn = useLearnRun();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: number } & ResumeRunBody) => api.runs.resume(id, body),
    onSuccess: learn,
  });
}

export function useCancelRun() {
  const learn = useLearnRun();
  return useMutation({ mutationFn: ({ id }: { id: number }) => api.runs.cancel(id), onSuccess: learn });
}

/** Asks for failed rows again; `codes` limits it to some causes. */
export function useRetryRun() {
  const learn = useLearnRun();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: number } & RetryRunBody) => api.runs.retry(id, body),
    onSuccess: learn,
  });
}

/** Raises the cap or the number of rows. */
export function useUpdateRun() {
  const learn = useLearnRun();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: number } & UpdateRunBody) => api.runs.update(id, body),
    onSuccess: learn,
  });
}

/** Deletes an ended run with its rows, which can be taken back for ten seconds. */
export function useDeleteRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number }) =>
      deleteWithUndo({ kind: 'run', id, text: `Run ${id} is deleted.` }, () => api.runs.remove(id)),
    onSettled: () => refreshLists(queries),
  });
}

export function useRestoreRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number }) => api.runs.restore(id),
    onSettled: () => refreshLists(queries),
  });
}

function useLearnRun() {
  const queries = useQueryClient();
  return async (run: WireRun) => {
    const { queryKey } = runQuery(run.id);
    queries.setQueryData(queryKey, run);
    // An event may have told of a newer state before this answer came: the last word is asked for.
    await Promise.all([queries.invalidateQueries({ queryKey }), refreshLists(queries)]);
  };
}

/** Everything that lists runs or counts by them. */
export async function refreshLists(queries: QueryClient): Promise<void> {
  await Promise.all(
    [['runs', 'list'], ['datasets'], ['recipes', 'list']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}
