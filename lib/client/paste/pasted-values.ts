import { idFromName, unusedId } from '@/lib/recipe/form/unused-id';
import { typedWeight } from '../typed-number';
import type { Cells } from './read-cells';

/** What a pasted column is taken for. */
export type ColumnRole = 'id' | 'name' | 'description' | 'weight' | 'ignore';

/** A value as a recipe writes it. */
export type PastedValue = { id: string; name: string; description: string; sample_rate?: number };

/** How pasted cells are read; a person may change the roles before anything is added. */
export type Reading = { hasHeader: boolean; roles: ColumnRole[] };

const headerWords: Readonly<Record<string, ColumnRole>> = {
  id: 'id',
  key: 'id',
  code: 'id',
  slug: 'id',
  name: 'name',
  label: 'name',
  title: 'name',
  value: 'name',
  category: 'name',
  intent: 'name',
  class: 'name',
  text: 'name',
  description: 'description',
  meaning: 'description',
  definition: 'description',
  explanation: 'description',
  notes: 'description',
  weight: 'weight',
  share: 'weight',
  rate: 'weight',
  'sample rate': 'weight',
  probability: 'weight',
  percent: 'weight',
  '%': 'weight',
  count: 'weight',
  frequency: 'weight',
};

/** Guesses which column is what, from the header where there is one, else from what the cells look like. */
export function readingOf(cells: Cells): Reading {
  const width = Math.max(0, ...cells.map((row) => row.length));
  const named = Array.from({ length: width }, (_, at) => roleOfHeader(cells[0]?.[at] ?? ''));
  const known = named.filter((role) => role !== undefined).length;
  // One known word above a single column may be a value itself; then the next lines decide nothing either.
  const hasHeader = cells.length > 1 && known > 0 && known >= width / 2;
  if (hasHeader) return { hasHeader, roles: once(named.map((role) => role ?? 'ignore')) };
  return { hasHeader, roles: rolesByLook(cells, width) };
}

function roleOfHeader(cell: string): ColumnRole | undefined {
  const word = cell.trim().toLowerCase().replaceAll('_', ' ');
  return Object.hasOwn(headerWords, word) ? headerWords[word] : undefined;
}

/** Each role is had by one column: the first that asks for it. */
function once(roles: readonly ColumnRole[]): ColumnRole[] {
  return roles.map((role, at) => (role !== 'ignore' && roles.indexOf(role) < at ? 'ignore' : role));
}

function rolesByLook(cells: Cells, width: number): ColumnRole[] {
  const columns = Array.from({ length: width }, (_, at) => cells.map((row) => row[at] ?? ''));
  const roles = columns.map((column, at): ColumnRole | null => {
    if (!column.every((cell) => cell === '' || typedWeight(cell) !== null)) return null;
    // Whole numbers at the left are ids; numbers elsewhere are weights.
    return at === 0 && width > 1 && column.every((cell) => /^\d+$/.test(cell)) ? 'id' : 'weight';
  });
  if (width === 1) return ['name'];
  const texts = columns.flatMap((_, at) => (roles[at] === null ? [at] : []));
  const order = orderOfTexts(
    texts.map((at) => columns[at] ?? []),
    roles.includes('id'),
  );
  for (const [position, at] of texts.entries()) roles[at] = order[position] ?? 'ignore';
  return once(roles.map((role) => role ?? 'ignore'));
}

function orderOfTexts(columns: readonly (readonly string[])[], hasId: boolean): ColumnRole[] {
  if (columns.length === 0) return [];
  if (hasId || columns.length === 1) return ['name', 'description'];
  if (columns.length > 2) return ['id', 'name', 'description'];
  const [first = [], second = []] = columns;
  // "card_arrival, Card arrival" and "EN, English" name one thing twice; "Polite, full sentences" explains it.
  const namesTwice = first.every(
    (cell, at) => /^[\dA-Z]{1,4}$/.test(cell) || idFromName(second[at] ?? '') === cell.toLowerCase(),
  );
  return namesTwice ? ['id', 'name'] : ['name', 'description'];
}

/** The values that the cells stand for, with ids that are unique among themselves and the taken ones. */
export function pastedValues(cells: Cells, reading: Reading, taken: ReadonlySet<string>): PastedValue[] {
  const rows = reading.hasHeader ? cells.slice(1) : cells;
  const at = (role: ColumnRole) => reading.roles.indexOf(role);
  const places = { id: at('id'), name: at('name'), description: at('description'), weight: at('weight') };
  const used = new Set(taken);
  const values = rows.flatMap((row): PastedValue[] => {
    const cell = (place: number) => (place < 0 ? '' : (row[place] ?? '').trim());
    const name = cell(places.name) || cell(places.id) || cell(places.description);
    if (name === '') return [];
    const id = unusedId(cell(places.id) || idFromName(name) || 'value', used);
    used.add(id);
    const weight = typedWeight(cell(places.weight));
    return [
      {
        id,
        name,
        description: cell(places.description) || name,
        ...(weight === null ? {} : { sample_rate: weight }),
      },
    ];
  });
  return withRatesUpToOne(values);
}

/** Counts and percents are no shares yet: what adds up to more than 1 is divided by its sum. */
function withRatesUpToOne(values: readonly PastedValue[]): PastedValue[] {
  const sum = values.reduce((total, { sample_rate: rate = 0 }) => total + rate, 0);
  if (sum <= 1) return [...values];
  return values.map((value) =>
    value.sample_rate === undefined
      ? value
      : { ...value, sample_rate: Math.floor((value.sample_rate / sum) * 1_000_000) / 1_000_000 },
  );
}
