import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { KeyScope } from '@/lib/api/key-scope';
import { api } from './api';

const queryKey = ['api-keys'] as const;

/** The keys of this server, without the keys themselves. */
export function useApiKeys() {
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await api.keys.list(signal)).data,
  });
}

/** Makes a key; its answer is the only one that holds it. */
export function useCreateApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, scope }: { name: string; scope: KeyScope }) =>
      api.keys.create({ scope, ...(name !== '' && { name }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
}

/** Revokes a key at once. */
export function useRevokeApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.keys.remove(id),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
}
