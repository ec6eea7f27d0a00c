import { fitText, oneLine, textWidth } from './text-width';

/** A column of a table: its head, and the text of an item. */
export type TableColumn<Item> = {
  head: string;
  text: (item: Item) => string;
  side?: 'left' | 'right';
  /** May be cut where the table is too wide. */
  isLong?: boolean;
};

const gap = '  ';
const leastWidth = 8;

/**
 * Items as lines that fit so many columns. Long texts are cut first; what still has no room is left out from the
 * right, so the first columns are those that matter.
 */
export function table<Item>(
  columns: readonly TableColumn<Item>[],
  items: readonly Item[],
  width: number,
): { head: string; rule: string; lines: string[] } {
  const cells = items.map((item) => columns.map(({ text }) => oneLine(text(item))));
  const wanted = columns.map(({ head }, at) =>
    Math.max(textWidth(head), ...cells.map((line) => textWidth(line[at] ?? ''))),
  );
  const widths = fit(columns, wanted, width);
  const lineOf = (texts: readonly string[]) =>
    widths
      .map((own, at) => fitText(texts[at] ?? '', own, columns[at]?.side))
      .join(gap)
      .trimEnd();
  return {
    head: lineOf(columns.map(({ head }) => head)),
    rule: widths.map((own) => '─'.repeat(own)).join(gap),
    lines: cells.map(lineOf),
  };
}

/** The widths of the columns that are shown: long ones get the same room, as far as they want it. */
function fit<Item>(
  columns: readonly TableColumn<Item>[],
  wanted: readonly number[],
  width: number,
): number[] {
  const widths = [...wanted];
  const isTooWide = () => sum(widths) + gap.length * (widths.length - 1) > width;
  for (let room = width; isTooWide() && room >= leastWidth; room--) {
    for (const [at, { isLong }] of columns.entries()) {
      if (isLong) widths[at] = Math.min(wanted[at] ?? 0, room);
    }
  }
  while (isTooWide() && widths.length > 1) widths.pop();
  return isTooWide() ? [width] : widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
