import { z } from 'zod';
import type { Column } from '@/lib/dataset/column';
import type { RowChoice, RowFilter } from '@/lib/dataset/row-filter';
import type { KeyedRow } from '@/lib/dataset/row-order';
import type { RowStatus } from '@/lib/dataset/row-status';
import { AppError } from '@/lib/util/app-error';
import type { Database } from './database';
import { statusByHand } from './mark-counts';
import { joinSql, jsonColumn, query, queryOne, sql, type Sql } from './sql';

/** Rows that are known by their indices, in ascending order: only these are taken, or all but these. */
export type RowList = { readonly rows: Uint32Array; readonly isExcluded: boolean };

export type FindRequest = {
  readonly runId: number;
  readonly columns: readonly Column[];
  readonly status?: RowStatus | undefined;
  readonly choice: RowChoice;
  /** What else the rows must meet. */
  readonly lists?: readonly RowList[] | undefined;
  /** Rows from this index up to, not including, `toIndex`. */
  readonly fromIndex: number;
  readonly toIndex: number;
};

/**
 * The rows of a range of indices that fit a choice, in row order. Values of the choice are bound, never spliced.
 * Letters of ASCII are the same in either case, others as they are, in lower or in upper case.
 */
export async function findRows(db: Database, request: FindRequest): Promise<KeyedRow[]> {
  const { columns, choice } = request;
  if (takesNone(request)) return [];
  const key = choice.sort === undefined ? sql`NULL` : sortKey(choice.sort.column, columns);
  // One text for all rows: a million results one by one cost more than finding them.
  const found = await queryOne(
    db,
    foundRows,
    sql`SELECT json_group_array("index") AS indices, json_group_array("key") AS keys FROM (
          SELECT r.idx AS "index", ${key} AS "key" FROM rows r
          LEFT JOIN row_marks m ON m.run_id = r.run_id AND m.idx = r.idx
          WHERE ${fits(request)} ORDER BY r.idx)`,
  );
  return found?.indices.map((index, at) => ({ index, key: found.keys[at] ?? null })) ?? [];
}

const foundRows = z.object({
  indices: jsonColumn(z.array(z.number())),
  keys: jsonColumn(z.array(z.union([z.string(), z.number(), z.null()]))),
});

/** Is a range without any of the rows that are listed? Then there is nothing to look for. */
function takesNone({ lists = [], fromIndex, toIndex }: FindRequest): boolean {
  return lists.some((list) => !list.isExcluded && rowsWithin(list, fromIndex, toIndex).length === 0);
}

function rowsWithin({ rows }: RowList, fromIndex: number, toIndex: number): Uint32Array {
  return rows.subarray(firstFrom(rows, fromIndex), firstFrom(rows, toIndex));
}

/** Where the first row from an index on stands. */
function firstFrom(rows: Uint32Array, index: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isListed(list: RowList, fromIndex: number, toIndex: number): Sql {
  const rows = JSON.stringify(Array.from(rowsWithin(list, fromIndex, toIndex)));
  const listed = sql`(SELECT value FROM json_each(${rows}))`;
  return list.isExcluded ? sql`r.idx NOT IN ${listed}` : sql`r.idx IN ${listed}`;
}

function fits({ runId, columns, status, choice, lists = [], fromIndex, toIndex }: FindRequest): Sql {
  const conditions = [
    sql`r.run_id = ${runId}`,
    sql`r.idx >= ${fromIndex}`,
    sql`r.idx < ${toIndex}`,
    ...(status === undefined ? [] : [sql`r.status = ${status}`]),
    ...lists.map((list) => isListed(list, fromIndex, toIndex)),
    ...choice.filters.map((filter) => conditionOf(filter, columns)),
    ...(choice.search === undefined || choice.search === '' ? [] : [anyTextContains(cells, choice.search)]),
  ];
  return joinSql(conditions, ' AND ');
}

/** The cells as they are shown: with edits, where there are any. */
const cells = sql`COALESCE(m.cells, r.cells)`;

/** Throws `bad-request` for a column that isn't there. */
function conditionOf(filter: RowFilter, columns: readonly Column[]): Sql {
  const { op, value } = filter;
  const { one, type, isMeasure = false } = subjectOf(filter, columns);
  switch (op) {
    case 'empty': {
      const isEmpty = sql`(${one} IS NULL OR ${one} IN ('', '[]', '{}'))`;
      return value === false ? sql`NOT ${isEmpty}` : isEmpty;
    }
    case 'eq':
      return equals(one, type, value);
    case 'in': {
      const values = Array.isArray(value) ? value : [value];
      if (values.length === 0) return sql`0`;
      // Texts alone are looked up at once, however many they are.
      if (values.every((each) => typeof each === 'string'))
        return sql`${one} IN (${joinSql(
          values.map((each) => sql`${each}`),
          ', ',
        )})`;
      return sql`(${joinSql(
        values.map((each: unknown) => equals(one, type, each)),
        ' OR ',
      )})`;
    }
    case 'contains':
      return type === null
        ? containsAny(one, String(value))
        : sql`CASE WHEN ${type} IN ('array', 'object')
            THEN ${anyTextContains(sql`${cells}, ${pathOf(filter.column, columns)}`, String(value))}
            ELSE ${containsAny(one, String(value))} END`;
    case 'gte':
    case 'lte': {
      const bound = typeof value === 'number' || typeof value === 'string' ? value : null;
      if (bound === null) throw badFilter(filter, 'needs a number or a text as its value');
      // It is worked out once, and its kind isn't asked for.
      if (isMeasure && typeof bound === 'number') {
        return op === 'gte' ? sql`${one} >= ${bound}` : sql`${one} <= ${bound}`;
      }
      // json_extract gives 1 for true: the type in the JSON tells them apart.
      const names = typeof bound === 'number' ? sql`('integer', 'real')` : sql`('text')`;
      const isOfKind = sql`${type ?? sql`typeof(${one})`} IN ${names}`;
      return op === 'gte'
        ? sql`(${isOfKind} AND ${one} >= ${bound})`
        : sql`(${isOfKind} AND ${one} <= ${bound})`;
    }
  }
}

/** What a condition looks at, and its JSON type where there is one. A measure is a number or NULL. */
function subjectOf(
  filter: RowFilter,
  columns: readonly Column[],
): { one: Sql; type: Sql | null; isMeasure?: boolean } {
  switch (filter.column) {
    case '@status':
      return { one: sql`r.status`, type: null };
    case '@reason':
      return { one: sql`json_extract(r.reason, '$.code')`, type: null };
    case '@rating':
      return { one: sql`COALESCE(m.rating, 0)`, type: null };
    case '@edited':
      return { one: sql`(COALESCE(m.edited, '[]') <> '[]')`, type: null };
    case '@by_hand':
      return { one: statusByHand, type: null };
    case '@reused':
      // Each answer is [attribute, key, 1 when reused]: what it ends with is told without reading the JSON.
      return {
        one: sql`CASE WHEN instr(r.answers, '",1]') = 0 THEN NULL
          WHEN instr(r.answers, '",0]') = 0 THEN 'all' ELSE 'some' END`,
        type: null,
      };
    default: {
      const path = pathOf(filter.column, columns);
      const type = sql`json_type(${cells}, ${path})`;
      const one = sql`json_extract(${cells}, ${path})`;
      switch (filter.of) {
        case undefined:
        case 'value':
          return { one, type };
        case 'length':
          return {
            one: sql`CASE ${type} WHEN 'text' THEN length(${one}) WHEN 'array' THEN json_array_length(${cells}, ${path}) END`,
            type: null,
            isMeasure: true,
          };
        case 'characters':
          return {
            one: sql`CASE ${type} WHEN 'text' THEN length(${one}) ELSE ${spoken(path)} END`,
            type: null,
            isMeasure: true,
          };
      }
    }
  }
}

/** The characters of a conversation's contents, as a report counts them; NULL for what is none. */
function spoken(path: string): Sql {
  const list = sql`CASE json_type(${cells}, ${path}) WHEN 'object' THEN ${`${path}.messages`} ELSE ${path} END`;
  return sql`CASE json_type(${cells}, ${list}) WHEN 'array' THEN (
    SELECT COALESCE(SUM(length(CASE e.type WHEN 'text' THEN e.value
      WHEN 'object' THEN CASE json_type(e.value, '$.content') WHEN 'text' THEN e.value ->> '$.content' END END)), 0)
    FROM json_each(${cells}, ${list}) e) END`;
}

function pathOf(name: string, columns: readonly Column[]): string {
  const position = columns.findIndex((column) => column.name === name);
  if (position !== -1) return `$[${position}]`;
  const known = columns.map((column) => column.name).join(', ');
  throw new AppError('bad-request', `filter: there is no column "${name}"; there are ${known}.`);
}

function badFilter({ column, op }: RowFilter, what: string): AppError {
  return new AppError('bad-request', `filter: ${op} on "${column}" ${what}.`);
}

function equals(one: Sql, type: Sql | null, value: unknown): Sql {
  if (value === null || value === undefined) return sql`${one} IS NULL`;
  // In JSON true isn't 1, but json_extract gives 1 for it.
  if (typeof value === 'boolean') {
    return type === null ? sql`${one} = ${value ? 1 : 0}` : sql`${type} = ${value ? 'true' : 'false'}`;
  }
  if (typeof value === 'number') {
    return type === null
      ? sql`${one} = ${value}`
      : sql`(${type} IN ('integer', 'real') AND ${one} = ${value})`;
  }
  return sql`${one} = ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function containsAny(one: Sql, text: string): Sql {
  const spellings = [...new Set([text, text.toLowerCase(), text.toUpperCase()])].map(lowerAscii);
  const all = [...new Set(spellings)].map((each) => sql`instr(lower(${one}), ${each}) > 0`);
  return sql`(${joinSql(all, ' OR ')})`;
}

/** What SQLite's lower() does. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Is it in any text under a place of the JSON? Names of roles in conversations are none. */
function anyTextContains(place: Sql, text: string): Sql {
  return sql`EXISTS (
    SELECT 1 FROM json_tree(${place}) t
    WHERE t.atom IS NOT NULL AND t.key IS NOT 'role' AND ${containsAny(sql`t.atom`, text)})`;
}

/** Texts are sorted by so many characters: with all of them a million long texts would have to be held at once. */
const sortedCharacters = 64;

/** Throws `bad-request` for a column that isn't there. */
function sortKey(name: string, columns: readonly Column[]): Sql {
  if (name === '@rating') return sql`COALESCE(m.rating, 0)`;
  const path = pathOf(name, columns);
  return sql`CASE json_type(${cells}, ${path})
    WHEN 'array' THEN json_array_length(${cells}, ${path})
    WHEN 'text' THEN lower(substr(json_extract(${cells}, ${path}), 1, ${sortedCharacters}))
    ELSE json_extract(${cells}, ${path}) END`;
}

/** How often a value (or a measure of values) of one column occurs in a range of rows. */
export type ValueCount = {
  readonly type: string | null;
  readonly value: string | number | null;
  readonly count: number;
};

/**
 * Counts what a column holds in a range of rows that fit a choice: by the value itself, or by its measure, which
 * is the number itself, the characters of a text, the items of a list.
 */
export function countValues(
  db: Database,
  request: FindRequest & { readonly column: string; readonly by: 'value' | 'measure' },
): Promise<ValueCount[]> {
  const { columns, column, by } = request;
  if (takesNone(request)) return Promise.resolve([]);
  const path = pathOf(column, columns);
  const type = sql`json_type(${cells}, ${path})`;
  const one = sql`json_extract(${cells}, ${path})`;
  const measure = sql`CASE ${type} WHEN 'text' THEN length(${one}) WHEN 'array' THEN json_array_length(${cells}, ${path})
    WHEN 'object' THEN NULL ELSE ${one} END`;
  return query(
    db,
    valueCount,
    sql`SELECT ${type} AS type, ${by === 'value' ? one : measure} AS value, COUNT(*) AS count FROM rows r
        LEFT JOIN row_marks m ON m.run_id = r.run_id AND m.idx = r.idx
        WHERE ${fits(request)} GROUP BY 1, 2`,
  );
}

const valueCount = z.object({
  type: z.string().nullable(),
  value: z.union([z.string(), z.number(), z.null()]),
  count: z.number(),
});
