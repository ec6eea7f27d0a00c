'use client';

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { WireRun, WireRunHistory } from '@/lib/api/run-wire';
import { api } from './api';
import { runState } from './run-words';

type HistoryPoint = WireRunHistory['points'][number];

/** The course of a run, as it is stored. */
export const runHistoryQuery = (id: number) =>
  queryOptions({
    queryKey: ['runs', id, 'history'],
    queryFn: ({ signal }) => api.runs.history(id, signal),
    staleTime: Infinity,
  });

/**
 * The course of a run from its start on: what is stored, joined by what this tab sees. Each new state of the run
 * brings the stored one up to date.
 */
export function useRunHistory(run: WireRun): WireRunHistory | undefined {
  const queries = useQueryClient();
  const { id, status, progress } = run;
  const wentOnAt = run.went_on?.at;
  // Now and then anew while it goes on: the stored one is thinned, this one only grows.
  const history = useQuery({
    ...runHistoryQuery(id),
    refetchInterval: runState(run).moves ? 60_000 : false,
  }).data;
  const isKnown = history !== undefined;
  useEffect(() => {
    if (!isKnown) return;
    queries.setQueryData(runHistoryQuery(id).queryKey, (known) => known && joinPoint(known, progress));
  }, [queries, id, progress, isKnown]);
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: runHistoryQuery(id).queryKey });
  }, [queries, id, status, wentOnAt]);
  return history;
}

/** Adds the newest numbers of a run, unless the history has them; never changes what is there. */
export function joinPoint(history: WireRunHistory, progress: WireRun['progress']): WireRunHistory {
  const last = history.points.at(-1);
  const atMs = Date.parse(progress.updated_at);
  const isNew = last === undefined || atMs - Date.parse(last.at) >= history.interval_ms;
  // Before the first start there is nothing to tell of.
  if (!isNew || progress.planned === 0) return history;
  return { ...history, points: [...history.points, pointOf(progress)] };
}

function pointOf(progress: WireRun['progress']): HistoryPoint {
  return {
    at: progress.updated_at,
    generated: progress.generated,
    accepted: progress.accepted,
    rejected: progress.rejected,
    failed: progress.failed,
    prompt_tokens: progress.prompt_tokens,
    completion_tokens: progress.completion_tokens,
    cost_usd: progress.cost_usd,
    rows_per_second: progress.rows_per_second,
    calls_per_second: progress.calls_per_second,
    concurrency: progress.concurrency,
    limited_by: progress.limited_by,
  };
}

/** The speed at a moment of a run, in rows that ended a second; null while nothing was driven. */
export type SpeedPoint = {
  atMs: number;
  rowsPerSecond: number | null;
  accepted: number;
  costUsd: number;
  isSlowedDown: boolean;
};

/** Over less than this a row more or less makes a zigzag; the speed measured over ten seconds says more. */
const smoothSeconds = 10;

/** The speeds between the points of a history, with a gap wherever the run stood still. */
export function speedsOf({ points, marks }: WireRunHistory): SpeedPoint[] {
  const starts = marks.flatMap(({ type, at }) =>
    type === 'go-on' || type === 'start' ? [Date.parse(at)] : [],
  );
  return points.map((point, index) => {
    const atMs = Date.parse(point.at);
    const before = points[index - 1];
    const beforeMs = before === undefined ? undefined : Date.parse(before.at);
    const stoodStill = beforeMs !== undefined && starts.some((start) => start > beforeMs && start <= atMs);
    const seconds = beforeMs === undefined ? 0 : (atMs - beforeMs) / 1000;
    const ended =
      point.generated + point.failed - (before === undefined ? 0 : before.generated + before.failed);
    return {
      atMs,
      rowsPerSecond:
        before === undefined || stoodStill || seconds <= 0
          ? null
          : seconds < smoothSeconds
            ? point.rows_per_second
            : Math.max(0, ended) / seconds,
      accepted: point.accepted,
      costUsd: point.cost_usd,
      isSlowedDown: point.limited_by === 'rate-limited',
    };
  });
}
