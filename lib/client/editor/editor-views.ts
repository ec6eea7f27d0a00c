/** The three views of one text. */
export const editorViews = ['form', 'graph', 'yaml'] as const;
export type EditorView = (typeof editorViews)[number];
