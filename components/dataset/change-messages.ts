import { dismissToast, showToast } from '@/components/ui/toast';

/** Tells what was done to rows, with the way back. */
export type ChangeMessages = {
  /** A message of one row takes the place of the last one and goes by itself: the change is in sight. */
  tell: (change: { rows: readonly number[]; text: string; undo: () => void }) => void;
  /** Undo takes back the last change of a row: when it changes again, what was told of an older one goes. */
  withdraw: (rows: readonly number[]) => void;
};

/** So long the change of a row in sight can be taken back by its message; later by the key or in the history. */
const stayMs = 10_000;

/** The messages of one grid, for all that changes its rows. */
export function changeMessages(): ChangeMessages {
  let told: readonly { id: number; rows: ReadonlySet<number> }[] = [];
  const drop = (isOver: (rows: ReadonlySet<number>) => boolean) => {
    for (const { id, rows } of told) if (isOver(rows)) dismissToast(id);
    told = told.filter(({ rows }) => !isOver(rows));
  };
  const withdraw = (rows: readonly number[]) => drop((before) => rows.some((row) => before.has(row)));
  return {
    withdraw,
    tell({ rows, text, undo }) {
      const isOne = rows.length === 1;
      withdraw(rows);
      if (isOne) drop((before) => before.size === 1);
      const id = showToast({ text, action: { label: 'Undo', run: undo }, ...(isOne ? { stayMs } : {}) });
      told = [...told, { id, rows: new Set(rows) }];
    },
  };
}
