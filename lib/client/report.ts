'use client';

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { RowFilter } from '@/lib/dataset/row-filter';
import type { ReportAnswer } from '@/lib/api/report-wire';
import { exactLengthsBelow } from '@/lib/report/length-counts';
import { api } from './api';
import { formatCount, formatMoment } from './format';

/** The report of a dataset: the newest that is finished, and how far the next one is. */
export const reportQuery = (datasetId: number) =>
  queryOptions({
    queryKey: ['datasets', datasetId, 'report'],
    queryFn: ({ signal }) => api.datasets.report(datasetId, signal),
    staleTime: 0,
  });

/** Keeps a report at what the rows are now: each second while one is made, each few seconds while it is out of date. */
export function useReport(datasetId: number | null, moves: boolean) {
  return useQuery({
    ...reportQuery(datasetId ?? 0),
    enabled: datasetId !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.working ? 1000 : moves || state.data?.stale ? 4000 : false),
  });
}

/** Of which moment a report is, and what becomes of it; begins with a space. */
export function asOfWords({ at, working, stale }: Omit<ReportAnswer, 'report'>, moves: boolean): string {
  const moment = at === null ? '' : ` as of ${formatMoment(at)}`;
  if (working !== null) return `${moment} · ${workingWords(working)}`;
  if (moves) return `${moment} · renewed while the run goes on`;
  return stale ? `${moment} · rows have changed since, counted again in a moment` : moment;
}

/** A median of lengths in characters, "96" or "about 181": long ones are counted in classes. */
export function medianWords(median: number): string {
  return `${median < exactLengthsBelow ? '' : 'about '}${formatCount(median)}`;
}

/** How far a report is that is being made. */
export function workingWords({ rows, of }: NonNullable<ReportAnswer['working']>): string {
  return of === 0 ? 'counting' : `counting, ${Math.min(100, Math.round((100 * rows) / of))} %`;
}

/** Where rows are looked at: a filter as the API takes it, a status, one row. */
export type RowsPlace = {
  status?: 'accepted' | 'rejected' | 'failed' | 'spare' | 'all';
  filter?: readonly RowFilter[];
  row?: number;
};

/** Rows with answers that were given before. */
export const withReusedAnswers: RowFilter = { column: '@reused', op: 'empty', value: false };

/** The rows that were lost for a cause: those that failed with a code, or that a rule rejected. */
export function causePlace({ status, code }: { status: 'failed' | 'rejected'; code: string }): RowsPlace {
  return { status, filter: [{ column: '@reason', op: 'eq', value: code }] };
}

/** What the address of the Rows tab says of a place. */
export function placeQuery({ status, filter, row }: RowsPlace): Record<string, string> {
  return {
    ...(status === undefined || status === 'accepted' ? {} : { status }),
    ...(filter === undefined || filter.length === 0 ? {} : { filter: JSON.stringify(filter) }),
    ...(row === undefined ? {} : { row: String(row), open: '1' }),
  };
}

/** The address of rows in a dataset's Rows tab. */
export function rowsAddress(datasetId: number, place: RowsPlace): string {
  return `/datasets/${datasetId}?${new URLSearchParams({ tab: 'rows', ...placeQuery(place) }).toString()}`;
}
