import { rowFilters } from '@/lib/api/dataset-wire';
import type { Column } from '@/lib/dataset/column';
import { isAboutDuplicates, rowFacts, type RowChoice } from '@/lib/dataset/row-filter';
import { AppError } from '@/lib/util/app-error';
import { checkedValue } from '../read-request';

type ChoiceQuery = { search?: string | undefined; filter?: string | undefined; sort?: string | undefined };

/** The choice of rows that a query asks for. Throws `bad-request` naming what can't be understood. */
export function readRowChoice(query: ChoiceQuery, columns: readonly Column[]): RowChoice {
  const filters = query.filter === undefined || query.filter === '' ? [] : readFilters(query.filter);
  const known = new Set<string>([...columns.map(({ name }) => name), ...rowFacts]);
  for (const filter of filters) {
    const { column, op } = filter;
    if (!known.has(column)) throw unknownColumn('filter', column, known);
    if (isAboutDuplicates(filter) && op !== 'eq' && op !== 'in' && op !== 'empty') {
      throw new AppError('bad-request', `filter: ${op} on "${column}": it goes with eq, in and empty only.`);
    }
  }
  const sort = query.sort === undefined || query.sort === '' ? undefined : readSort(query.sort, known);
  return { search: query.search, filters, sort };
}

function readFilters(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError(
      'bad-request',
      'filter: is not JSON. It is a list such as [{"column": "tone", "op": "eq", "value": "calm"}].',
    );
  }
  return checkedValue(rowFilters, value, ['filter']);
}

function readSort(text: string, known: ReadonlySet<string>) {
  // A column whose own name begins with a dash goes before the dash that turns the order round.
  const descending = !known.has(text) && text.startsWith('-');
  const column = descending ? text.slice(1) : text;
  if (!known.has(column)) throw unknownColumn('sort', column, known);
  return { column, descending };
}

function unknownColumn(parameter: string, column: string, known: ReadonlySet<string>): AppError {
  return new AppError(
    'bad-request',
    `${parameter}: there is no column "${column}"; there are ${[...known].join(', ')}.`,
  );
}
