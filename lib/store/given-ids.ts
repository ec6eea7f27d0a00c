import { z } from 'zod';
import type { Database } from './database';
import { queryOne, sql } from './sql';

const kinds = {
  recipe: {
    table: 'recipes',
    there: (id: number) => sql`SELECT 1 FROM recipes WHERE id = ${id} AND deleted_at IS NULL`,
  },
  run: {
    table: 'runs',
    there: (id: number) => sql`SELECT 1 FROM runs WHERE id = ${id} AND deleted_at IS NULL`,
  },
  provider: {
    table: 'providers',
    there: (id: number) => sql`SELECT 1 FROM providers WHERE id = ${id} AND deleted_at IS NULL`,
  },
};

/** What can be deleted and restored. */
export type Restorable = keyof typeof kinds;

/** Whether an id named something that was deleted: also what is gone for good, since no id is given out twice. */
export async function wasDeleted(db: Database, kind: Restorable, id: number): Promise<boolean> {
  const { table, there } = kinds[kind];
  const found = await queryOne(
    db,
    z.object({ last: z.number() }),
    sql`SELECT seq AS last FROM sqlite_sequence WHERE name = ${table} AND NOT EXISTS (${there(id)})`,
  );
  return found !== null && id <= found.last;
}
