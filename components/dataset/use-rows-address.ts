'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keepRowsQuery } from '@/lib/client/rows/last-rows-query';
import { choiceQuery, readFilters, type RowChoice } from '@/lib/client/rows/row-choice';
import { toStatus, type ShownStatus } from './shown-status';

/** What is looked at in the Rows tab, as it stands in the address. */
export type RowsPlace = {
  status: ShownStatus;
  choice: RowChoice;
  row: number | null;
  /** The column of the active cell; null for the one that says most. */
  cell: string | null;
  isOpen: boolean;
  /** The row at the top, while no cell is active. */
  top: number | null;
};

/** Keys come faster than an address may change: browsers refuse more than a few changes a second. */
const restMs = 250;

/** The place, kept here and written to the address once it rests; a reload and the tab's own name come back to it. */
export function useRowsAddress(datasetId: number) {
  const parameters = useSearchParams();
  const [place, setPlace] = useState(() => readPlace(parameters));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(place);
  useEffect(() => () => clearTimeout(timer.current), []);
  const keep = useCallback(
    () => keepRowsQuery(datasetId, placeQuery(newest.current, new URLSearchParams('tab=rows'))),
    [datasetId],
  );
  useEffect(keep, [keep]);
  const note = useCallback(
    (part: Partial<RowsPlace>) => {
      newest.current = { ...newest.current, ...part };
      keep();
      clearTimeout(timer.current);
      timer.current = setTimeout(() => writePlace(newest.current), restMs);
    },
    [keep],
  );
  const goTo = useCallback(
    (part: Partial<RowsPlace>) => {
      note(part);
      setPlace(newest.current);
    },
    [note],
  );
  /** Scrolling changes the address only: nothing on the page hangs on it. */
  const keepTop = useCallback((top: number) => note({ top }), [note]);
  return { place, goTo, keepTop };
}

/** Reads a place from the parameters of an address; what makes no sense there is left out. */
export function readPlace(parameters: Pick<URLSearchParams, 'get'>): RowsPlace {
  const row = readIndex(parameters.get('row'));
  return {
    status: toStatus(parameters.get('status')),
    choice: {
      search: parameters.get('search') ?? '',
      filters: readFilters(parameters.get('filter')),
      sort: parameters.get('sort'),
    },
    row,
    cell: parameters.get('cell'),
    isOpen: row !== null && parameters.get('open') === '1',
    top: readIndex(parameters.get('at')),
  };
}

/** The parameters that say a place; null for those that it doesn't need. */
export function placeParameters({
  status,
  choice,
  row,
  cell,
  isOpen,
  top,
}: RowsPlace): Record<string, string | null> {
  const { search, filter, sort } = choiceQuery(choice);
  return {
    status: status === 'accepted' ? null : status,
    search: search ?? null,
    filter: filter ?? null,
    sort: sort ?? null,
    row: row === null ? null : String(row),
    cell: row === null ? null : cell,
    open: row !== null && isOpen ? '1' : null,
    at: row === null && top !== null && top > 0 ? String(top) : null,
  };
}

function writePlace(place: RowsPlace): void {
  const query = new URLSearchParams(window.location.search);
  // The tab was left in the meantime: the address is no longer ours.
  if (query.get('tab') !== 'rows') return;
  window.history.replaceState(null, '', `?${placeQuery(place, query)}`);
}

/** The query of an address with the place in it. */
function placeQuery(place: RowsPlace, query: URLSearchParams): string {
  for (const [name, value] of Object.entries(placeParameters(place))) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return query.toString();
}

function readIndex(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
