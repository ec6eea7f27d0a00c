import type { KeyboardEvent } from 'react';

type Sheet = {
  /** Adds a row at the end and goes there. */
  add: () => void;
  scrollTo: (position: number) => void;
};

/**
 * Keys of a sheet: Enter and the arrows up and down move in the column, left and right leave a cell at its ends,
 * Enter in the last row adds one. Cells are known by `data-row` and `data-column`.
 */
export function moveInSheet(event: KeyboardEvent<HTMLElement>, { add, scrollTo }: Sheet): void {
  const cell = event.target;
  if (!(cell instanceof HTMLInputElement) || event.nativeEvent.isComposing) return;
  const row = Number(cell.dataset['row']);
  const column = cell.dataset['column'];
  if (column === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const sheet = event.currentTarget;
  const cells = [...sheet.querySelectorAll<HTMLInputElement>(`input[data-row="${row}"][data-column]`)];
  const at = cells.indexOf(cell);
  const isText = cell.selectionStart !== null;
  const isAtStart = !isText || (cell.selectionStart === 0 && cell.selectionEnd === 0);
  const isAtEnd = !isText || cell.selectionStart === cell.value.length;
  switch (event.key) {
    case 'Enter':
    case 'ArrowDown':
      event.preventDefault();
      if (row + 1 < rowsOf(sheet)) focusCell(sheet, row + 1, column, () => scrollTo(row + 1));
      else if (event.key === 'Enter') {
        // What was typed is kept when the cell is left, and before the row is added.
        cell.blur();
        add();
      }
      break;
    case 'ArrowUp':
      event.preventDefault();
      if (row > 0) focusCell(sheet, row - 1, column, () => scrollTo(row - 1));
      break;
    case 'ArrowLeft':
      if (isAtStart && at > 0) go(event, cells[at - 1]);
      break;
    case 'ArrowRight':
      if (isAtEnd && at < cells.length - 1) go(event, cells[at + 1]);
      break;
  }
}

function rowsOf(sheet: HTMLElement): number {
  return Number(sheet.getAttribute('aria-rowcount')) - 1;
}

function go(event: KeyboardEvent, cell: HTMLInputElement | undefined) {
  if (cell === undefined) return;
  event.preventDefault();
  cell.focus();
  cell.select();
}

/** Goes to a cell as soon as it is drawn; one that is out of sight is brought into sight first. */
export function focusCell(
  sheet: HTMLElement | null,
  row: number,
  column: string,
  bringIntoSight: () => void,
  framesLeft = 30,
): void {
  const cell = sheet?.querySelector<HTMLInputElement>(`input[data-row="${row}"][data-column="${column}"]`);
  if (cell) {
    cell.focus();
    cell.select();
    return;
  }
  bringIntoSight();
  if (framesLeft > 0)
    requestAnimationFrame(() => focusCell(sheet, row, column, bringIntoSight, framesLeft - 1));
}
