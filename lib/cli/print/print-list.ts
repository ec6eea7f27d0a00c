import { print, strong, tell, terminalWidth } from './print';
import { table, type TableColumn } from './table';
import { oneLine } from './text-width';

/** Prints items as a table that fits the terminal; of none it says so beside the result. */
export function printList<Item>(
  what: string,
  items: readonly Item[],
  columns: readonly TableColumn<Item>[],
): void {
  if (items.length === 0) {
    tell(`There are no ${what}.`);
    return;
  }
  const { head, lines } = table(columns, items, terminalWidth());
  print(strong(head));
  for (const line of lines) print(line);
}

/** Prints facts, a line each; one without a value is left out. */
export function printFacts(facts: readonly (readonly [string, string | undefined])[]): void {
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const width = Math.max(...known.map(({ name }) => name.length));
  for (const { name, value } of known) print(`${strong(name.padEnd(width))}  ${oneLine(value)}`);
}
