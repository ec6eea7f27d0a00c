/** The cell that is read: by row index and column name. */
export type ActiveCell = { row: number; column: string };

export function isSameCell(one: ActiveCell | null, other: ActiveCell | null): boolean {
  return one !== null && other !== null && one.row === other.row && one.column === other.column;
}
