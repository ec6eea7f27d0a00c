/** As many rows and columns as a terminal has room for. */
const mostRows = 3;
const mostColumns = 6;
const gap = '  ';

/** The first rows as a table that fits a terminal: texts on one line, cut where they are too long. */
export function previewTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const shown = columns.slice(0, mostColumns);
  if (shown.length === 0) return '';
  const lines = [shown, ...rows.slice(0, mostRows)].map((cells) =>
    shown.map((_, index) => (cells[index] ?? '').replace(/\s+/g, ' ').trim()),
  );
  const room = Math.max(8, Math.floor((width + gap.length) / shown.length) - gap.length);
  const wanted = shown.map((_, index) => Math.max(...lines.map((cells) => widthOf(cells[index] ?? ''))));
  // What short columns leave goes to the long ones.
  const short = wanted.filter((one) => one <= room);
  const left = width - gap.length * (shown.length - 1) - short.reduce((sum, one) => sum + one, 0);
  const long = Math.max(room, Math.floor(left / Math.max(1, wanted.length - short.length)));
  const widths = wanted.map((one) => (one <= room ? one : Math.min(one, long)));
  const [head = [], ...body] = lines.map((cells) =>
    cells.map((cell, index) => fit(cell, widths[index] ?? 0)),
  );
  const rule = widths.map((one) => '─'.repeat(one));
  const more = columns.length > shown.length ? [`and ${columns.length - shown.length} more columns`] : [];
  return [...[head, rule, ...body].map((cells) => cells.join(gap).trimEnd()), ...more].join('\n');
}

function fit(text: string, width: number): string {
  const characters = Array.from(text);
  if (characters.length <= width) return text + ' '.repeat(width - characters.length);
  return `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
