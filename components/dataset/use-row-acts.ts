'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { copyText } from '@/components/ui/copy-text';
import { showToast } from '@/components/ui/toast';
import type { UpdateRowBody, WireRowWithLineage } from '@/lib/api/dataset-wire';
import { messageOf } from '@/lib/client/api';
import { wholeText } from '@/lib/client/cell-text';
import { rowQuery } from '@/lib/client/datasets';
import { formatCount } from '@/lib/client/format';
import { useRowChanges } from '@/lib/client/rows/change-row';
import type { ChangeMessages } from './change-messages';
import type { ActiveCell } from './grid/active-cell';

/** What is done to the row of the active cell, by keys and in its drawer; each change is told with the way back. */
export function useRowActs({
  datasetId,
  runId,
  active,
  statusOff,
  messages,
}: {
  datasetId: number;
  runId: number;
  active: ActiveCell | null;
  /** Why rows can't be accepted and rejected now. */
  statusOff: string | undefined;
  messages: ChangeMessages;
}) {
  const queries = useQueryClient();
  const { change, undo } = useRowChanges(datasetId, runId);
  const last = useRef(Promise.resolve());
  // One after the other: keys come faster than answers, and each looks at the row as the last one left it.
  const inTurn = (act: () => Promise<void>) => {
    last.current = last.current.then(act).catch(tellFailure);
  };
  const readRow = (index: number) => queries.query(rowQuery(datasetId, index));

  const takeBack = (index: number) =>
    inTurn(async () => {
      messages.withdraw([index]);
      await undo.mutateAsync(index);
    });
  const tell = (index: number, text: string) =>
    messages.tell({ rows: [index], text, undo: () => takeBack(index) });
  const changeRow = async (index: number, body: UpdateRowBody) => {
    messages.withdraw([index]);
    await change.mutateAsync({ index, body });
    tell(index, `Row ${formatCount(index)} ${changeWords(body)}.`);
  };
  const changeActive = (bodyOf: (row: WireRowWithLineage) => UpdateRowBody | null) => {
    if (active === null) return;
    const { row: index } = active;
    inTurn(async () => {
      const body = bodyOf(await readRow(index));
      if (body !== null) await changeRow(index, body);
    });
  };
  return {
    /** Gives the row a rating, or takes it away when it has this one. */
    rate: (rating: -1 | 1) => changeActive((row) => ({ rating: row.rating === rating ? 0 : rating })),
    /** Accepts the row, or rejects it when it is accepted; says why where neither can be. */
    turnStatus: () =>
      changeActive((row) => {
        const off = statusOff ?? noAnswer(row);
        if (off !== undefined) showToast({ tone: 'bad', text: `${off}.` });
        return off === undefined ? { status: row.status === 'accepted' ? 'rejected' : 'accepted' } : null;
      }),
    /** Puts a value into a cell; `onSaved` comes when it is there. */
    setValue: ({ row, column }: ActiveCell, value: unknown, onSaved?: () => void) =>
      inTurn(async () => {
        await changeRow(row, { values: { [column]: value } });
        onSaved?.();
      }),
    /** Does something with the value of the active cell. */
    withValue(act: (cell: ActiveCell, value: unknown) => void) {
      if (active !== null) inTurn(async () => act(active, (await readRow(active.row)).values[active.column]));
    },
    copy: ({ row, column }: ActiveCell) =>
      inTurn(async () => {
        const { values } = await readRow(row);
        await copyText(wholeText(values[column]), `${column} of row ${formatCount(row)} copied`);
      }),
    takeBack,
    /** Tells what became of a row otherwise, with the same way back. */
    tell,
    isSaving: change.isPending,
  };
}

/** Why a row can't be accepted and rejected by hand, whatever its run does. */
export function noAnswer(row: WireRowWithLineage | undefined): string | undefined {
  return row?.status === 'failed' ? 'This row has no answer' : undefined;
}

function tellFailure(failure: unknown) {
  showToast({ tone: 'bad', text: messageOf(failure) });
}

function changeWords({ values, rating, status }: UpdateRowBody): string {
  if (values !== undefined) return 'was changed';
  if (status !== undefined) return `is ${status} now`;
  return rating === 0 ? 'has no rating any more' : `is rated ${rating === 1 ? 'good' : 'bad'}`;
}
