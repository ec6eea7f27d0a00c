import { z } from 'zod';
import { splits, type Split } from '@/lib/dataset/split';
import type { Database } from './database';
import { execute, query, queryOne, sql, emptySql } from './sql';

/** The rows of a run, or a part of them, under a name of their own; columns and counts are the run's. */
export type DatasetRecord = {
  readonly id: number;
  readonly projectId: number;
  readonly runId: number;
  readonly name: string;
  /** The part that it is; null = all rows. */
  readonly split: Split | null;
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

/** Gives a dataset another name; one of all rows gives it to the run that makes it, since pages show them as one. */
export async function renameDataset(db: Database, id: number, name: string): Promise<void> {
  await execute(db, sql`UPDATE datasets SET name = ${name} WHERE id = ${id}`);
  await execute(
    db,
    sql`UPDATE runs SET name = ${name} WHERE id = (SELECT run_id FROM datasets WHERE id = ${id} AND split IS NULL)`,
  );
}

const selectDatasets = sql`
  SELECT datasets.id, datasets.project_id, run_id, datasets.name, datasets.split, datasets.created_at
  FROM datasets JOIN runs ON runs.id = datasets.run_id
  WHERE runs.deleted_at IS NULL`;

const datasetRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    run_id: z.number(),
    name: z.string(),
    split: z.enum(splits).nullable(),
    created_at: z.number(),
  })
  .transform((row): DatasetRecord => ({
    id: row.id,
    projectId: row.project_id,
    runId: row.run_id,
    name: row.name,
    split: row.split,
    createdAtMs: row.created_at,
  }));
