import type { z } from 'zod';
import { greatestNumber, type pageQuery } from '@/lib/api/common';
import type { Database } from '@/lib/store/database';
import { type Restorable, wasDeleted } from '@/lib/store/given-ids';
import { AppError } from '@/lib/util/app-error';

/** Where a list goes on: the id of the last item of the page before. Undefined at the start. */
export function cursorId(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const id = Number(cursor);
  if (id > greatestNumber) throw new AppError('bad-request', 'cursor: is not one that a list gave out.');
  return id;
}

/** A page of a list that is short enough to be read as a whole; its cursor is a place in it. */
export function pageOfAll<Wire>(
  items: readonly Wire[],
  { limit, cursor }: z.output<typeof pageQuery>,
): { data: Wire[]; next_cursor: string | null } {
  const start = cursorId(cursor) ?? 0;
  const end = start + limit;
  return { data: items.slice(start, end), next_cursor: end < items.length ? String(end) : null };
}

/** A page of a list. `items` holds one more than the limit when there is a next page. */
export function pageOf<Item, Wire>(
  items: readonly Item[],
  limit: number,
  list: { id: (item: Item) => number; toWire: (item: Item) => Wire },
): { data: Wire[]; next_cursor: string | null } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(list.toWire),
    next_cursor: items.length > limit && last !== undefined ? String(list.id(last)) : null,
  };
}

/** What `:restore` brings back. Throws `too-late` for what is gone by now, `not-found` for what never was. */
export async function restored<Item>(
  db: Database,
  item: Item | null,
  { kind, id }: { kind: Restorable; id: number },
): Promise<Item> {
  if (item !== null) return item;
  const what = `${kind} ${id}`;
  if (!(await wasDeleted(db, kind, id))) throw notFound(what);
  throw new AppError('too-late', `There is no ${what} any more: a delete can be taken back for ten seconds.`);
}

/** Throws `not-found` for what isn't there. */
export function found<Item>(item: Item | null, what: string): Item {
  if (item === null) throw notFound(what);
  return item;
}

function notFound(what: string): AppError {
  return new AppError('not-found', `There is no ${what}.`);
}
