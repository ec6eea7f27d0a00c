/** The cell that is read: by row index and column name. */
export type ActiveCell = { row: number; column: string };
