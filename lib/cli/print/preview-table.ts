import { table } from './table';

/** As many rows and columns as a terminal has room for. */
const mostRows = 3;
const mostColumns = 6;

/** The first rows as a table that fits a terminal: texts on one line, cut where they are too long. */
export function previewTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const shown = columns.slice(0, mostColumns);
  if (shown.length === 0) return '';
  const { head, rule, lines } = table(
    shown.map((name, at) => ({
      head: name,
      text: (cells: readonly string[]) => cells[at] ?? '',
      isLong: true,
    })),
    rows.slice(0, mostRows),
    width,
  );
  const more = columns.length > shown.length ? [`and ${columns.length - shown.length} more columns`] : [];
  return [head, rule, ...lines, ...more].join('\n');
}
