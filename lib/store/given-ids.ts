import { z } from 'zod';
import type { Database } from './database';
import { queryOne, sql } from './sql';

const tables = { recipe: 'recipes', run: 'runs', provider: 'providers' } as const;

/** What can be deleted and restored. */
export type Restorable = keyof typeof tables;

/** Whether an id has ever been given out: also to what is gone for good, since none is given out twice. */
export async function wasGivenOut(db: Database, kind: Restorable, id: number): Promise<boolean> {
  const found = await queryOne(
    db,
    z.object({ last: z.number() }),
    sql`SELECT seq AS last FROM sqlite_sequence WHERE name = ${tables[kind]}`,
  );
  return found !== null && id <= found.last;
}
