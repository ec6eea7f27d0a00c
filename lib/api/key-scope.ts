import { z } from 'zod';

/**
 * What a key may do, each more than the one before: look at everything; make, run and change recipes, runs and
 * datasets; administer the server (keys, providers, prices, projects).
 */
export const keyScope = z.enum(['read', 'run', 'admin']);
export type KeyScope = z.infer<typeof keyScope>;

/** Tells whether a key of one scope may do what needs another. */
export function allows(given: KeyScope, needed: KeyScope): boolean {
  return keyScope.options.indexOf(given) >= keyScope.options.indexOf(needed);
}
