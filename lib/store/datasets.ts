import { z } from 'zod';
import type { Database } from './database';
import { execute, query, queryOne, sql, emptySql } from './sql';

/** The rows of a run under a name of their own; columns and counts are the run's. */
export type DatasetRecord = {
  readonly id: number;
  readonly projectId: number;
  readonly runId: number;
  readonly name: string;
  readonly createdAtMs: number;
};

/** A dataset, or null when there is none or its run was deleted. */
export function readDataset(db: Database, projectId: number, id: number): Promise<DatasetRecord | null> {
  return queryOne(
    db,
    datasetRow,
    sql`${selectDatasets} AND datasets.id = ${id} AND datasets.project_id = ${projectId}`,
  );
}

/** Datasets, the newest first. */
export function listDatasets(
  db: Database,
  page: { projectId: number; beforeId?: number; limit: number },
): Promise<DatasetRecord[]> {
  const before = page.beforeId === undefined ? emptySql : sql`AND datasets.id < ${page.beforeId}`;
  return query(
    db,
    datasetRow,
    sql`${selectDatasets} AND datasets.project_id = ${page.projectId} ${before}
        ORDER BY datasets.id DESC LIMIT ${page.limit}`,
  );
}

/** Gives a dataset another name, and the run that makes it: pages show them as one. */
export async function renameDataset(db: Database, id: number, name: string): Promise<void> {
  await execute(db, sql`UPDATE datasets SET name = ${name} WHERE id = ${id}`);
  await execute(
    db,
    sql`UPDATE runs SET name = ${name} WHERE id = (SELECT run_id FROM datasets WHERE id = ${id})`,
  );
}

const selectDatasets = sql`
  SELECT datasets.id, datasets.project_id, run_id, datasets.name, datasets.created_at
  FROM datasets JOIN runs ON runs.id = datasets.run_id
  WHERE runs.deleted_at IS NULL`;

const datasetRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    run_id: z.number(),
    name: z.string(),
    created_at: z.number(),
  })
  .transform((row): DatasetRecord => ({
    id: row.id,
    projectId: row.project_id,
    runId: row.run_id,
    name: row.name,
    createdAtMs: row.created_at,
  }));
