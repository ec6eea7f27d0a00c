import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  CreateProviderBody,
  ProviderId,
  TestProviderBody,
  UpdateModelBody,
  UpdateProviderBody,
} from '@/lib/api/model-wire';
import { api } from './api';
import { deleteWithUndo } from './deletes';
import { refreshNeeds } from './recipes';

/** The endpoints that models are asked at, with the ends of their keys. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async ({ signal }) => (await api.providers.list(signal)).data,
});

export function useProviders() {
  return useQuery(providersQuery);
}

/** Every known model with its provider and price. */
export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: async ({ signal }) => (await api.models.list(signal)).data,
});

export function useModels() {
  return useQuery(modelsQuery);
}

/** The models as the server knows them now: one that an estimate has just met is among them. */
export function useModelsNow() {
  return useQuery({ ...modelsQuery, staleTime: 0 });
}

/** Endpoints that answer on this machine. Asked on demand: it knocks at several ports. */
export const discoveredQuery = queryOptions({
  queryKey: ['providers', 'discovered'],
  queryFn: async ({ signal }) => (await api.providers.discover(signal)).data,
  staleTime: 30_000,
});

export function useDiscovered() {
  return useQuery(discoveredQuery);
}

/** How often the server is asked how it is. */
export const healthEveryMs = 5000;

/** How the server, its worker and its local model are doing. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => api.health(signal),
  refetchInterval: healthEveryMs,
});

export function useHealth() {
  return useQuery(healthQuery);
}

/** The model on this machine; asked more often while it is being fetched or loaded. */
const localModelQuery = queryOptions({
  queryKey: ['local-model'],
  queryFn: ({ signal }) => api.models.local(signal),
  refetchInterval: ({ state: { data } }) =>
    data?.status === 'starting' || data?.download.status === 'running' ? 1000 : 5000,
});

export function useLocalModel() {
  return useQuery(localModelQuery);
}

/** Begins to fetch the small model. */
export function useGetLocalModel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.models.getLocal(),
    onSuccess: (model) => queries.setQueryData(localModelQuery.queryKey, model),
  });
}

export function useCreateProvider() {
  const refresh = useRefreshProviders();
  return useMutation({
    mutationFn: (body: CreateProviderBody) => api.providers.create(body),
    onSuccess: refresh,
  });
}

export function useUpdateProvider() {
  const refresh = useRefreshProviders();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: ProviderId } & UpdateProviderBody) => api.providers.update(id, body),
    onSuccess: refresh,
  });
}

export function useDeleteProvider() {
  const refresh = useRefreshProviders();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) =>
      deleteWithUndo({ kind: 'provider', id, text: `Deleted “${name}” and its key.` }, () =>
        api.providers.remove(id),
      ),
    onSuccess: refresh,
  });
}

/** Takes a delete back within ten seconds, key included. */
export function useRestoreProvider() {
  const refresh = useRefreshProviders();
  return useMutation({
    mutationFn: ({ id }: { id: number }) => api.providers.restore(id),
    onSuccess: refresh,
  });
}

/** One small call to a provider: does it answer, does it take the key, which models has it? */
export function useTestProvider() {
  const refresh = useRefreshProviders();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: ProviderId } & TestProviderBody) => api.providers.test(id, body),
    onSuccess: refresh,
  });
}

/** Sets the price of a model, in USD for a million tokens; null takes it back to the list's. */
export function useUpdateModel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: number } & UpdateModelBody) => api.models.update(id, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: modelsQuery.queryKey }),
  });
}

function useRefreshProviders() {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: providersQuery.queryKey }),
      queries.invalidateQueries({ queryKey: modelsQuery.queryKey }),
      refreshNeeds(queries),
    ]);
  };
}
