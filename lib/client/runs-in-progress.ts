'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import type { WireRun } from '@/lib/api/run-wire';
import { runQuery, runsQuery } from './runs';

const unfinished = 'pending,running,pausing,paused,cancelling';

/** Unfinished runs in their newest state, paused ones among them; those started elsewhere appear within 10 s. */
export function useRunsInProgress(): { runs: readonly WireRun[]; error: Error | null } {
  const list = useQuery({ ...runsQuery({ status: unfinished }), refetchInterval: 10_000 });
  const listed = list.data ?? [];
  // Events fold into the single runs; the list only tells which there are.
  const runs = useQueries({
    queries: listed.map((run) => ({ ...runQuery(run.id), initialData: run, enabled: false })),
    combine: (results) => results.map(({ data }) => data),
  });
  return { runs: runs.filter((run) => unfinished.includes(run.status)), error: list.error };
}
