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
  shown: { status: ShownStatus; choice: RowChoice; count: number },
  messages: ChangeMessages,
) {
  const { changeMany } = useRowChanges(ids.datasetId, ids.runId);
  const [selection, setSelection] = useState(noSelection);
  const clear = () => setSelection(noSelection);
  const change = (body: Change) =>
    changeMany.mutate(
      { ...rowsOf(selection, shown), ...body },
      {
        onSuccess({ indices }) {
          clear();
          messages.tell({
            rows: indices,
            text: `${formatRows(indices.length)} ${changeWords(body)}.`,
            undo: () => undo(indices),
          });
        },
        onError: (failure) => showToast({ tone: 'bad', text: messageOf(failure) }),
      },
    );
  const undo = (indices: number[]) =>
    changeMany.mutate(
      { indices, undo: true },
      { onError: (failure) => showToast({ tone: 'bad', text: messageOf(failure) }) },
    );
  return {
    selection,
    setSelection,
    hasAny: selection !== noSelection,
    count: selectedCount(selection, shown.count),
    chooseAll: () => setSelection(allShown),
    clear,
    change,
    isBusy: changeMany.isPending,
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
