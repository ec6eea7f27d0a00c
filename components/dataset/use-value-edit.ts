'use client';

import { useState } from 'react';
import { keepValueDraft, useValueDrafts } from '@/lib/client/rows/value-drafts';
import { isSameCell, type ActiveCell } from './grid/active-cell';

/** The cell that is being edited, and all that was typed into cells and not saved. */
export type ValueEdit = {
  /** Is the active cell being edited? */
  isOpen: boolean;
  /** What was typed into the active cell and not saved; undefined without. */
  draft: string | undefined;
  /** The cells that hold such a text and aren't being edited. */
  unsaved: readonly ActiveCell[];
  begin: (cell: ActiveCell) => void;
  /** Keeps what is typed into the active cell; null when it is what stands there. */
  keep: (text: string | null) => void;
  /** Forgets what was typed into a cell: it is saved. */
  forget: (cell: ActiveCell) => void;
  /** Closes the field; what was typed stays kept. */
  leave: () => void;
};

/** Edits one cell at a time. A cell that is left, in whatever way, keeps what was typed into it. */
export function useValueEdit(datasetId: number, active: ActiveCell | null, isRowOpen: boolean): ValueEdit {
  const [cell, setCell] = useState<ActiveCell | null>(null);
  const drafts = useValueDrafts(datasetId);
  const isOpen = isRowOpen && isSameCell(cell, active);
  if (cell !== null && !isOpen) setCell(null);
  return {
    isOpen,
    draft: drafts.find((draft) => isSameCell(draft, active))?.text,
    unsaved: drafts.filter((draft) => !isOpen || !isSameCell(draft, active)),
    begin: setCell,
    keep: (text) => active !== null && keepValueDraft(datasetId, active, text),
    forget: (saved) => keepValueDraft(datasetId, saved, null),
    leave: () => setCell(null),
  };
}
