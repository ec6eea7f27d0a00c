import { z } from 'zod';
import { commonType, type ColumnFacts } from '@/lib/dataset/fold-values';
import type { Database } from './database';
import { query, sql } from './sql';

/** The types of a run's columns by their position; nothing where the rows that were looked at have no value. */
export type SampledTypes = ReadonlyMap<number, ColumnFacts['type']>;

/** So many rows of each run are looked at. */
const sampledRows = 10;

/** The types of columns as the first accepted rows of each run have them: one question for any number of runs. */
export async function sampleTypes(
  db: Database,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, SampledTypes>> {
  const counts = await query(
    db,
    typeCount,
    sql`SELECT r.run_id, cell.key AS position, cell.type, COUNT(*) AS count
        FROM json_each(${JSON.stringify([...new Set(runIds)])}) wanted
        JOIN rows r ON r.run_id = wanted.value AND r.idx IN (
          SELECT idx FROM rows WHERE run_id = wanted.value AND status = 'accepted' ORDER BY idx LIMIT ${sampledRows})
        LEFT JOIN row_marks m ON m.run_id = r.run_id AND m.idx = r.idx
        JOIN json_each(COALESCE(m.cells, r.cells)) cell
        WHERE cell.type <> 'null'
        GROUP BY 1, 2, 3`,
  );
  const byRun = new Map<number, Map<number, Map<string, number>>>();
  for (const { run_id: runId, position, type, count } of counts) {
    const ofRun = byRun.get(runId) ?? new Map<number, Map<string, number>>();
    const ofColumn = ofRun.get(position) ?? new Map<string, number>();
    byRun.set(runId, ofRun.set(position, ofColumn.set(type, count)));
  }
  return new Map(
    [...byRun].map(([runId, columns]) => [
      runId,
      new Map([...columns].map(([position, types]) => [position, commonType(types)])),
    ]),
  );
}

const typeCount = z.object({
  run_id: z.number(),
  position: z.number(),
  type: z.string(),
  count: z.number(),
});
