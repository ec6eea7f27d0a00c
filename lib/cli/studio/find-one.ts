import type { ApiClient } from '@/lib/api/client';
import { AppError } from '@/lib/util/app-error';

/** Something that has an id and a name. */
type Named = { readonly id: number | string; readonly name: string };

/** A list of the API, page by page. */
type Page<Item> = { data: Item[]; next_cursor: string | null };
type List<Item> = (query: { cursor?: string; limit?: string }) => Promise<Page<Item>>;

const pageSize = 500;

/** The first items of a list, across its pages. */
export async function firstOf<Item>(list: List<Item>, most = Number.POSITIVE_INFINITY): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const limit = String(Math.min(pageSize, most - items.length));
    const page = await list({ limit, ...(cursor !== undefined && { cursor }) });
    items.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined && items.length < most);
  return items;
}

/**
 * The id of what a word means: a number is an id, all else a name, in the case as written or else in any. Throws
 * AppError `not-found` or, where several have the name, `bad-option`.
 */
export async function findId<Item extends Named & { readonly id: number }>(
  what: string,
  word: string,
  list: List<Item>,
): Promise<number> {
  if (/^\d{1,15}$/.test(word)) return Number(word);
  const items = await firstOf(list);
  return named(what, word, items).id;
}

/** The one item of a name; `list` is the command that names all. Throws as `findId` does. */
export function named<Item extends Named>(
  what: string,
  word: string,
  items: readonly Item[],
  list = `${what}s ls`,
): Item {
  const exact = items.filter(({ name }) => name === word);
  const alike = items.filter(({ name }) => name.toLowerCase() === word.toLowerCase());
  const found = exact.length > 0 ? exact : alike;
  const [one] = found;
  if (one === undefined) {
    throw new AppError('not-found', `There is no ${what} "${word}". seedloom ${list} names all.`);
  }
  if (found.length > 1) {
    const ids = found.map(({ id }) => String(id)).join(', ');
    throw new AppError(
      'bad-option',
      `${found.length} ${what}s are called "${word}". Name one by its id: ${ids}.`,
    );
  }
  return one;
}

/** The id of a run that is named by its id or its name. */
export const runId = (api: ApiClient, word: string) => findId('run', word, api.runs.list);
export const recipeId = (api: ApiClient, word: string) => findId('recipe', word, api.recipes.list);
export const datasetId = (api: ApiClient, word: string) => findId('dataset', word, api.datasets.list);
