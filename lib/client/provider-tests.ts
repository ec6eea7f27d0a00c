'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProviderTest } from '@/lib/api/model-wire';
import { messageOf } from './api';
import { useTestProvider } from './models';

/** The newest test of a provider in this tab, and when it was. */
export type TestRecord = { result: ProviderTest; model: string | null; atMs: number };

type TestRecords = Readonly<Record<number, TestRecord>>;
const queryKey = ['provider-tests'];
const none: TestRecords = {};

/** Tests of this tab by provider id. */
export function useProviderTests(): TestRecords {
  // Nobody else knows them: a test is an answer to this person, kept while the tab lives.
  const { data } = useQuery({
    queryKey,
    queryFn: () => none,
    enabled: false,
    initialData: none,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return data;
}

/** Tests a provider and keeps what came of it; a server that can't be asked counts as a failed test. */
export function useRecordedTest() {
  const queries = useQueryClient();
  const test = useTestProvider();
  const run = async (id: number, model?: string): Promise<ProviderTest> => {
    const result = await test
      .mutateAsync(model === undefined ? { id } : { id, model })
      .catch((error: unknown): ProviderTest => ({
        ok: false,
        latency_ms: null,
        models: [],
        stated_limits: null,
        cost_usd: 0,
        error: { code: 'not-tested', message: messageOf(error) },
      }));
    queries.setQueryData<TestRecords>(queryKey, (known) => ({
      ...known,
      [id]: { result, model: model ?? null, atMs: Date.now() },
    }));
    return result;
  };
  return { run, isPending: test.isPending, testing: test.isPending ? test.variables : undefined };
}
