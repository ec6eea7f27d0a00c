import type { Journal } from '@/lib/engine/engine-job';
import { findCompletions, hasCompletions } from '@/lib/store/completions';
import type { Context } from '../context';

/** The answers stored in a scope. One that was empty at the start is not asked: what is added is new. */
export async function openJournal({ db }: Context, scope: string): Promise<Journal> {
  return { has: await hasCompletions(db, scope), find: (keys) => findCompletions(db, scope, keys) };
}
