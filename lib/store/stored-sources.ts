import { z } from 'zod';
import type { Database } from './database';
import { jsonColumn, query, sql } from './sql';

/** A source of a run or trial: what was to be read, and the snapshot of what was read. */
export type StoredSource = { readonly key: string; readonly snapshot: string };

/** The sources as they stand in their column of runs and trials. */
export const sourcesColumn = jsonColumn(z.array(z.object({ key: z.string(), snapshot: z.string() })));

/** The snapshots that a run or trial still keeps; one that is deleted keeps its own until that can't be undone. */
export async function usedSnapshots(db: Database): Promise<string[]> {
  const rows = await query(
    db,
    z.object({ snapshot: z.string() }),
    sql`SELECT DISTINCT json_extract(value, '$.snapshot') AS snapshot
        FROM (SELECT sources FROM runs UNION ALL SELECT sources FROM trials), json_each(sources)`,
  );
  return rows.map(({ snapshot }) => snapshot);
}
