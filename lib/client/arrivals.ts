'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireRow } from '@/lib/api/dataset-wire';
import { runState } from './run-words';
import { api } from './api';
import { toGridRow, type GridRow } from './grid-rows';
import { runQuery } from './runs';

/** A row in the order of its arrival; `isNew` when it came after the list was first shown. */
export type Arrival = GridRow & {
  isNew: boolean;
  /** How long its answers took, in ms; null where none was given for it. */
  tookMs: number | null;
  /** How often a failed row was tried. */
  tries: number | null;
};

/** So many are shown. */
export const mostArrivals = 50;

/** More are remembered than shown, so that a row that left the list isn't taken for a new one. */
const remembered = 500;

/** The newest rows of a run, newest first, renewed each second while it runs. */
export function useArrivals(datasetId: number, runId: number) {
  const queries = useQueryClient();
  const queryKey = ['datasets', datasetId, 'arrivals'];
  const run = useQuery({ ...runQuery(runId), enabled: false }).data;
  const moves = run !== undefined && runState(run).moves;
  return useQuery({
    queryKey,
    // The list follows the run: another state asks once more, so that the last rows are not missed.
    refetchInterval: moves ? 1000 : false,
    queryFn: async ({ signal }) => {
      const progress = queries.getQueryData(runQuery(runId).queryKey)?.progress;
      const open = progress === undefined ? 0 : progress.in_flight_rows + progress.waiting_rows;
      const from = Math.max(0, (progress?.planned ?? 0) - mostArrivals - open);
      const page = await api.datasets.rows(
        datasetId,
        { status: 'all', from_index: String(from), limit: '200', times: 'true' },
        signal,
      );
      return mergeArrivals(queries.getQueryData<readonly Arrival[]>(queryKey), page.data);
    },
    staleTime: 0,
    structuralSharing: false,
  });
}

/**
 * Puts rows that weren't known on top, the highest index first; what is known keeps its place. A row that was made
 * again comes anew when another end came of it.
 */
export function mergeArrivals(
  known: readonly Arrival[] | undefined,
  rows: readonly WireRow[],
): readonly Arrival[] {
  const seen = new Map(known?.map(({ index, status }) => [index, status]));
  const fresh = rows
    .filter(({ index, status }) => seen.get(index) !== status)
    .sort((a, b) => b.index - a.index)
    .map((row) => ({
      ...toGridRow(row),
      isNew: known !== undefined,
      tookMs: row.took_ms ?? null,
      tries: row.reason?.attempts ?? null,
    }));
  if (known !== undefined && fresh.length === 0) return known;
  const renewed = new Set(fresh.map(({ index }) => index));
  const kept = (known ?? []).filter(({ index }) => !renewed.has(index));
  return [...fresh, ...kept].slice(0, remembered);
}
