'use client';

import { useState, type ComponentProps } from 'react';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { useRegenerate } from '@/lib/client/rows/regenerate';
import { isSameCell, type ActiveCell } from '../grid/active-cell';
import type { RegeneratePanel } from './regenerate-panel';

/** Asks the active cell anew, its price first. */
export function useAskAnew({
  datasetId,
  runId,
  active,
  onAnswered,
}: {
  datasetId: number;
  runId: number;
  active: ActiveCell | null;
  onAnswered: (cell: ActiveCell) => void;
}): {
  showPrice: (cell: ActiveCell) => void;
  /** Takes the panel away, unless there is none or the model is being asked; tells whether it did. */
  leave: () => boolean;
  /** What the panel shows; null while it isn't asked for at the active cell. */
  panel: Omit<ComponentProps<typeof RegeneratePanel>, 'isFree'> | null;
} {
  const [pricedCell, setPricedCell] = useState<ActiveCell | null>(null);
  const { ask, cancel } = useRegenerate(datasetId, runId);
  const start = ({ row, column }: ActiveCell) =>
    ask.mutate(
      { index: row, column },
      {
        onSuccess({ status }) {
          setPricedCell(null);
          if (status === 'cancelled') showToast({ text: 'Cancelled. The row is as it was.' });
          else onAnswered({ row, column });
        },
      },
    );
  const isShown = active !== null && isSameCell(active, pricedCell);
  return {
    showPrice(cell) {
      ask.reset();
      setPricedCell(cell);
    },
    leave() {
      if (!isShown || ask.isPending) return false;
      setPricedCell(null);
      return true;
    },
    panel: !isShown
      ? null
      : {
          datasetId,
          cell: active,
          isWorking: ask.isPending,
          isCancelling: cancel.isPending,
          error: ask.error === null ? null : messageOf(ask.error),
          onStart: () => start(active),
          onCancel: () => cancel.mutate(),
          onLeave: () => setPricedCell(null),
        },
  };
}
