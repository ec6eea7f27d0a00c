import { execute, sql } from '@/lib/store/sql';
import { openDatabase } from '@/lib/store/database';
import type { StudioProcess } from '@/e2e/start-studio';
import { recipeOfValues } from './recipe-of-values';

/** How many rows the large dataset has. */
export const manyRows = 1_000_000;

/** A finished run whose rows were written by one statement; its dataset's id. */
export async function makeMillionRows(studio: StudioProcess, apiUrl: string): Promise<number> {
  const run = await studio.api.runs.start({ yaml: recipeOfValues(77, apiUrl), num_samples: 1, reuse: false });
  const events = studio.api.runs.events(run.id);
  while ((await events.next()).done !== true) continue;
  const db = await openDatabase({ dataDir: studio.dataDir });
  try {
    await execute(
      db,
      sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${manyRows - 1})
          INSERT INTO rows (run_id, idx, status, cells, answers)
          SELECT ${run.id}, i, 'accepted',
            json_array('v' || (i % 77), 'How would you explain number ' || i || ' to somebody who has never heard of it?'),
            '[]'
          FROM n`,
    );
    await execute(
      db,
      sql`UPDATE runs SET target_rows = ${manyRows}, max_rows = ${manyRows}, progress = json_set(progress,
            '$.planned', ${manyRows}, '$.generated', ${manyRows}, '$.accepted', ${manyRows})
          WHERE id = ${run.id}`,
    );
  } finally {
    await db.close();
  }
  return run.dataset_id;
}
