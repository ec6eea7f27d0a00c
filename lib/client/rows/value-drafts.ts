import { create } from 'zustand';

type Cell = { row: number; column: string };
type ValueDraft = Cell & { datasetId: number; text: string };

// Beside the page: whoever looks at another cell or tab meanwhile finds the text again.
const useDrafts = create<{ drafts: readonly ValueDraft[] }>(() => ({ drafts: [] }));

/** What was typed into cells of a dataset and not saved, the newest last. */
export function useValueDrafts(datasetId: number): ValueDraft[] {
  return useDrafts(({ drafts }) => drafts).filter((draft) => draft.datasetId === datasetId);
}

/** Keeps what is typed into a cell; null forgets it. */
export function keepValueDraft(datasetId: number, { row, column }: Cell, text: string | null): void {
  useDrafts.setState(({ drafts }) => {
    const others = drafts.filter(
      (draft) => draft.datasetId !== datasetId || draft.row !== row || draft.column !== column,
    );
    return { drafts: text === null ? others : [...others, { datasetId, row, column, text }] };
  });
}
