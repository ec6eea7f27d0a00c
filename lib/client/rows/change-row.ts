import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChangeRowsBody, UpdateRowBody } from '@/lib/api/dataset-wire';
import { api } from '../api';
import { toGridRow, type GridRow } from '../grid-rows';
import type { ListedPage } from '../row-pages';
import { changeSlices } from './change-slices';

/** Changes rows by hand and shows it at once wherever the row is on screen. */
export function useRowChanges(datasetId: number, runId: number) {
  const queries = useQueryClient();
  const settle = (row: GridRow | null, isRating = false) => {
    void queries.invalidateQueries({ queryKey: ['datasets', datasetId] });
    void queries.invalidateQueries({ queryKey: ['runs', runId] });
    // A rating changes nothing of what the columns hold.
    if (!isRating) void queries.invalidateQueries({ queryKey: ['statistics', datasetId] });
    if (row !== null) replaceRow(queries, datasetId, row);
  };
  const change = useMutation({
    mutationFn: ({ index, body }: { index: number; body: UpdateRowBody }) =>
      api.datasets.changeRow(datasetId, index, body),
    onSuccess: (row, { body: { values, status } }) =>
      settle(toGridRow(row), values === undefined && status === undefined),
  });
  const undo = useMutation({
    mutationFn: (index: number) => api.datasets.undoRow(datasetId, index),
    onSuccess: (row) => settle(toGridRow(row)),
  });
  const changeMany = useMutation({
    mutationFn: (change: ManyRowsChange) => changeInSlices(datasetId, change),
    onSettled() {
      settle(null);
      void queries.invalidateQueries({ queryKey: ['rows', datasetId] });
    },
  });
  return { change, undo, changeMany };
}

/** The change of any number of rows, of those below `end`. */
type ManyRowsChange = {
  body: ChangeRowsBody;
  end: number;
  /** Told which share is done. */
  onProgress: (share: number) => void;
  /** Stops after the part that is under way. */
  signal: AbortSignal;
};

/** Gives the rows that were changed, and what kept the rest from it. */
async function changeInSlices(
  datasetId: number,
  { body, end, onProgress, signal }: ManyRowsChange,
): Promise<{ indices: number[]; failure: unknown }> {
  const slices = changeSlices(body, end);
  const indices: number[] = [];
  try {
    for (const [at, slice] of slices.entries()) {
      if (signal.aborted) break;
      indices.push(...(await api.datasets.changeRows(datasetId, slice)).indices);
      onProgress((at + 1) / slices.length);
    }
  } catch (failure) {
    return { indices, failure };
  }
  return { indices, failure: null };
}

/** Puts a changed row in place in the pages that are read, so that the grid needn't be read anew. */
function replaceRow(queries: ReturnType<typeof useQueryClient>, datasetId: number, row: GridRow) {
  const swap = (rows: readonly GridRow[]) => rows.map((one) => (one.index === row.index ? row : one));
  queries.setQueriesData<unknown>({ queryKey: ['rows', datasetId] }, (data: unknown) => {
    if (isRows(data)) return swap(data);
    return isListed(data) ? { ...data, rows: swap(data.rows) } : data;
  });
}

function isRows(data: unknown): data is GridRow[] {
  return Array.isArray(data);
}

function isListed(data: unknown): data is ListedPage {
  return typeof data === 'object' && data !== null && 'rows' in data && Array.isArray(data.rows);
}
