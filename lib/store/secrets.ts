import { z } from 'zod';
import type { Database } from './database';
import { execute, query, sql } from './sql';

/** Whose secrets: they are deleted with it. */
export type SecretOwner = `recipe:${number}` | `run:${number}` | `trial:${number}` | `draft:${number}`;

/** Stores sealed texts by their path in the recipe; one that is there is replaced. */
export async function putSecrets(
  db: Database,
  owner: SecretOwner,
  secrets: Iterable<readonly [path: string, sealed: string]>,
  nowMs: number,
): Promise<void> {
  const values = JSON.stringify([...secrets]);
  await execute(
    db,
    sql`INSERT INTO secrets (owner, path, sealed, created_at)
        SELECT ${owner}, value ->> 0, value ->> 1, ${nowMs} FROM json_each(${values}) WHERE TRUE
        ON CONFLICT (owner, path) DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at`,
  );
}

/** The sealed texts of an owner by path. */
export async function readSecrets(db: Database, owner: SecretOwner): Promise<ReadonlyMap<string, string>> {
  const found = await query(
    db,
    z.object({ path: z.string(), sealed: z.string() }),
    sql`SELECT path, sealed FROM secrets WHERE owner = ${owner}`,
  );
  return new Map(found.map(({ path, sealed }) => [path, sealed]));
}
