import type { RowFilter } from '@/lib/dataset/row-filter';
import { rowFilters } from '@/lib/api/dataset-wire';
import { formatCount, formatFigure } from '../format';

/** Which rows of a dataset are shown, and in which order. Empty texts and lists stand for all, in row order. */
export type RowChoice = {
  search: string;
  filters: readonly RowFilter[];
  /** A column, or `-column` for the other way round. */
  sort: string | null;
};

export const everyRow: RowChoice = { search: '', filters: [], sort: null };

export function isEveryRow({ search, filters, sort }: RowChoice): boolean {
  return search === '' && filters.length === 0 && sort === null;
}

/** How many conditions a choice has, as a person counts them: one a column. The order of rows is none. */
export function conditionCount({ search, filters }: RowChoice): number {
  return new Set(filters.map(({ column }) => column)).size + (search === '' ? 0 : 1);
}

/** A choice as the API and the address take it. */
export function choiceQuery({ search, filters, sort }: RowChoice): {
  search?: string;
  filter?: string;
  sort?: string;
} {
  return {
    ...(search === '' ? {} : { search }),
    ...(filters.length === 0 ? {} : { filter: JSON.stringify(filters) }),
    ...(sort === null ? {} : { sort }),
  };
}

/** The conditions in a text; none when it can't be read. */
export function readFilters(text: string | null): RowFilter[] {
  if (text === null) return [];
  try {
    return rowFilters.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    // An address that somebody cut short shows all rows.
    return [];
  }
}

/** Adds a value to the condition on a column, or takes it out when it is there; a condition without values goes. */
export function toggleValue(
  filters: readonly RowFilter[],
  column: string,
  value: string | number | boolean,
): RowFilter[] {
  const before = chosenValues(filters, column);
  const values = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const others = filters.filter((filter) => filter.column !== column || filter.op !== 'in');
  return values.length === 0 ? others : [...others, { column, op: 'in', value: values }];
}

type Chosen = string | number | boolean | null;

/** The values of a column that were chosen one by one. */
export function chosenValues(filters: readonly RowFilter[], column: string): Chosen[] {
  return filters.flatMap(({ column: name, op, value }): Chosen[] => {
    if (name !== column || value === undefined || (op !== 'in' && op !== 'eq')) return [];
    return isValueList(value) ? [...value] : [value];
  });
}

function isValueList(value: Chosen | readonly Chosen[]): value is readonly Chosen[] {
  return Array.isArray(value);
}

type Measure = NonNullable<RowFilter['of']>;

/** Sets the range of a column's values or lengths, or takes it away when it is the one that is set. */
export function toggleRange(
  filters: readonly RowFilter[],
  column: string,
  range: { from: number; to: number; of: Measure },
): RowFilter[] {
  const others = filters.filter(({ column: name, op }) => name !== column || (op !== 'gte' && op !== 'lte'));
  const chosen = chosenRange(filters, column);
  if (chosen !== null && chosen.from === range.from && chosen.to === range.to) return others;
  return [
    ...others,
    { column, op: 'gte', value: range.from, of: range.of },
    { column, op: 'lte', value: range.to, of: range.of },
  ];
}

/** The range that a column is held to; null without one. */
export function chosenRange(
  filters: readonly RowFilter[],
  column: string,
): { from: number; to: number; of: Measure } | null {
  const bound = (op: 'gte' | 'lte') => filters.find((filter) => filter.column === column && filter.op === op);
  const [from, to] = [bound('gte'), bound('lte')];
  if (from === undefined && to === undefined) return null;
  return {
    from: typeof from?.value === 'number' ? from.value : -Infinity,
    to: typeof to?.value === 'number' ? to.value : Infinity,
    of: from?.of ?? to?.of ?? 'value',
  };
}

/** Holds a column to a range; a side that is undefined is open, and without both there is none. */
export function setRange(
  filters: readonly RowFilter[],
  column: string,
  { from, to, of }: { from: number | undefined; to: number | undefined; of: Measure },
): RowFilter[] {
  return [
    ...filters.filter(({ column: name, op }) => name !== column || (op !== 'gte' && op !== 'lte')),
    ...(from === undefined ? [] : [{ column, op: 'gte' as const, value: from, of }]),
    ...(to === undefined ? [] : [{ column, op: 'lte' as const, value: to, of }]),
  ];
}

/** Sets the one condition of its kind on a column, or takes it away. */
export function setCondition(
  filters: readonly RowFilter[],
  column: string,
  op: 'contains' | 'eq' | 'empty',
  value: string | true | undefined,
): RowFilter[] {
  const isOfKind = (filter: RowFilter) =>
    filter.column === column && (filter.op === op || (op === 'eq' && filter.op === 'in'));
  const others = filters.filter((filter) => !isOfKind(filter));
  if (value === undefined) return others;
  return [...others, value === true ? { column, op } : { column, op, value }];
}

/** The value of a condition on a column; true for one that needs none, undefined without the condition. */
export function conditionValue(filters: readonly RowFilter[], column: string, op: RowFilter['op']): unknown {
  const found = filters.find((filter) => filter.column === column && filter.op === op);
  return found && (found.value ?? true);
}

/** The next order when a column's head is pressed: up, down, as it was. */
export function nextSort(sort: string | null, column: string): string | null {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? null : column;
}

/** The order by a column that a key asks for; as it was when the rows stand in it already. */
export function toggleSort(sort: string | null, column: string, direction: 'up' | 'down'): string | null {
  const asked = direction === 'up' ? column : `-${column}`;
  return sort === asked ? null : asked;
}

/** Conditions in words, one a column, each with the ones that belong to it; `name` is null where the words say all. */
export function conditionWords(
  filters: readonly RowFilter[],
  nameOf: (column: string, value: unknown) => string,
): { column: string; name: string | null; words: string }[] {
  const columns = [...new Set(filters.map(({ column }) => column))];
  return columns.map((column) => {
    const range = chosenRange(filters, column);
    const values = chosenValues(filters, column);
    const others = filters.filter(
      (filter) => filter.column === column && ['contains', 'empty'].includes(filter.op),
    );
    const fact = facts[column];
    const parts = [
      ...(values.length > 0
        ? [
            fact === undefined
              ? `is ${values.map((value) => nameOf(column, value)).join(', ')}`
              : values.map(fact.words).join(' or '),
          ]
        : []),
      ...(range === null ? [] : [rangeWords(range)]),
      ...others.map(({ op, value }) => {
        if (op === 'contains') return `contains “${String(value)}”`;
        return value === false ? (fact?.some ?? 'is not empty') : (fact?.none ?? 'is empty');
      }),
    ];
    return { column, name: fact === undefined ? column : fact.name, words: parts.join(' and ') };
  });
}

/** What a condition on a fact of a row says: of a value, and of rows that have any or none. */
const facts: Readonly<
  Record<string, { name: string | null; words: (value: Chosen) => string; some?: string; none?: string }>
> = {
  '@status': { name: null, words: String },
  '@reason': { name: 'reason', words: (value) => `is ${String(value)}` },
  '@rating': {
    name: null,
    words: (value) => (value === 1 ? 'rated good' : value === -1 ? 'rated bad' : 'not rated'),
  },
  '@edited': { name: null, words: (value) => (value === 0 || value === false ? 'not edited' : 'edited') },
  '@by_hand': {
    name: null,
    words: (value) => `${String(value)} by hand`,
    some: 'accepted or rejected by hand',
    none: 'not accepted or rejected by hand',
  },
  '@reused': {
    name: null,
    words: (value) => (value === null ? 'all answers new' : `${String(value)} answers reused`),
    some: 'with reused answers',
    none: 'all answers new',
  },
  '@alike': {
    name: 'near-duplicates of',
    words: (value) => `row ${formatCount(Number(value))}`,
    some: 'another row',
    none: 'no other row',
  },
  '@repeats': {
    name: 'near-duplicates of',
    words: (value) => `row ${formatCount(Number(value))}, without it`,
    some: 'an earlier row',
    none: 'no earlier row',
  },
};

function rangeWords({ from, to, of }: { from: number; to: number; of: Measure }): string {
  const range =
    from === -Infinity
      ? `up to ${formatFigure(to)}`
      : to === Infinity
        ? `from ${formatFigure(from)}`
        : `${formatFigure(from)} to ${formatFigure(to)}`;
  return of === 'value' ? range : `${of} ${range}`;
}
