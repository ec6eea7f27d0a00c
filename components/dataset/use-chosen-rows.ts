'use client';

import { useState } from 'react';
import { showToast } from '@/components/ui/toast';
import type { ChangeRowsBody } from '@/lib/api/dataset-wire';
import { messageOf } from '@/lib/client/api';
import { formatRows } from '@/lib/client/format';
import { useRowChanges } from '@/lib/client/rows/change-row';
import { choiceQuery, type RowChoice } from '@/lib/client/rows/row-choice';
import { allShown, noSelection, selectedCount, type RowSelection } from '@/lib/client/rows/row-selection';
import type { ChangeMessages } from './change-messages';
import type { ShownStatus } from './shown-status';

type Change = Pick<ChangeRowsBody, 'rating' | 'status'>;

/** The rows that are chosen in the grid, and what is done with all of them at once. */
export function useChosenRows(
  ids: { datasetId: number; runId: number },
  shown: { status: ShownStatus; choice: RowChoice; count: number; end: number },
  messages: ChangeMessages,
) {
  const { changeMany } = useRowChanges(ids.datasetId, ids.runId);
  const [selection, setSelection] = useState(noSelection);
  const [work, setWork] = useState<{ share: number; stop: () => void } | null>(null);
  const clear = () => setSelection(noSelection);
  const send = async (body: ChangeRowsBody) => {
    const stopper = new AbortController();
    const onProgress = (share: number) => setWork({ share, stop: () => stopper.abort() });
    onProgress(0);
    const { signal } = stopper;
    const { indices, failure } = await changeMany.mutateAsync({ body, end: shown.end, onProgress, signal });
    setWork(null);
    if (failure !== null) showToast({ tone: 'bad', text: messageOf(failure) });
    return indices;
  };
  const change = async (body: Change) => {
    const indices = await send({ ...rowsOf(selection, shown), ...body });
    if (indices.length === 0) return;
    clear();
    messages.tell({
      rows: indices,
      text: `${formatRows(indices.length)} ${changeWords(body)}.`,
      undo: () => void send({ indices, undo: true }),
    });
  };
  return {
    selection,
    setSelection,
    hasAny: selection !== noSelection,
    count: selectedCount(selection, shown.count),
    chooseAll: () => setSelection(allShown),
    clear,
    change: (body: Change) => void change(body),
    /** What is being done to many rows; null while nothing is. */
    work,
  };
}

function rowsOf(
  selection: RowSelection,
  { status, choice }: { status: ShownStatus; choice: RowChoice },
): Partial<ChangeRowsBody> {
  if (selection.kind === 'some') return { indices: [...selection.rows] };
  const { search, filter } = choiceQuery(choice);
  const of = { status, except: [...selection.except] };
  return { of: { ...of, ...(search && { search }), ...(filter && { filter }) } };
}

function changeWords({ rating, status }: Change): string {
  if (status !== undefined) return `are ${status} now`;
  return rating === 0 ? 'have no rating any more' : `are rated ${rating === 1 ? 'good' : 'bad'}`;
}
