'use client';

import { useCommands } from '@/components/ui/commands';

/** What keys and the palette do with the rows. Each acts on the active cell, where there is one. */
export type RowActs = {
  search: () => void;
  moveBy: (step: 1 | -1) => void;
  open: () => void;
  edit: () => void;
  askAnew: () => void;
  rate: (rating: -1 | 1) => void;
  turnStatus: () => void;
  sort: (direction: 'up' | 'down') => void;
  /** Null while the rows stand in their order anyway. */
  unsort: (() => void) | null;
  filterByValue: () => void;
  filterByColumn: () => void;
  choose: (isRange: boolean) => void;
  chooseAll: () => void;
  takeBack: () => void;
  leave: () => void;
  isAutoAdvance: boolean;
  setAutoAdvance: (isOn: boolean) => void;
};

/** Gives the Rows tab its keys. */
export function useRowCommands(acts: RowActs): void {
  const { isAutoAdvance, unsort } = acts;
  const judge = (act: () => void) => () => {
    act();
    if (isAutoAdvance) acts.moveBy(1);
  };
  useCommands('Rows', [
    { keys: '/', name: 'Search the rows', run: acts.search, inPalette: false },
    { keys: '↑ ↓ ← →', name: 'Move from cell to cell' },
    { keys: 'J', name: 'Next row', run: () => acts.moveBy(1), inPalette: false },
    { keys: 'K', name: 'Previous row', run: () => acts.moveBy(-1), inPalette: false },
    { keys: 'Enter', name: 'Open the row', run: acts.open, inPalette: false },
    { keys: 'E', name: 'Edit the value', run: acts.edit },
    { keys: 'R', name: 'Ask anew for the value', run: acts.askAnew },
    { keys: '+', name: 'Rate the row good', run: judge(() => acts.rate(1)) },
    { keys: '-', name: 'Rate the row bad', run: judge(() => acts.rate(-1)) },
    { keys: 'A', name: 'Accept the row, or reject it', run: judge(acts.turnStatus) },
    {
      name: isAutoAdvance ? 'Stay at a row after it is rated' : 'Go on to the next row after one is rated',
      run: () => acts.setAutoAdvance(!isAutoAdvance),
    },
    { keys: 'F', name: 'Filter by this value', run: acts.filterByValue },
    { keys: 'Shift F', name: 'Filter by this column', run: acts.filterByColumn },
    { keys: 'S', name: 'Sort by this column', run: () => acts.sort('up') },
    { keys: 'Shift S', name: 'Sort by this column, greatest first', run: () => acts.sort('down') },
    ...(unsort === null ? [] : [{ name: 'Put the rows in row order', run: unsort }]),
    { keys: 'X', name: 'Choose the row', run: () => acts.choose(false), inPalette: false },
    { keys: 'Shift X', name: 'Choose all rows up to here', run: () => acts.choose(true), inPalette: false },
    { keys: 'Ctrl A', name: 'Choose all that are shown', run: acts.chooseAll },
    { keys: 'Ctrl C', name: 'Copy the value' },
    { keys: 'Ctrl Z', name: 'Take the last change of the row back', run: acts.takeBack },
    { keys: 'Esc', name: 'Choose none, close the row', run: acts.leave, inPalette: false },
  ]);
}
