import { z } from 'zod';
import { unknownField, type UnknownField } from '@/lib/api/common';
import { splits, type Split } from '@/lib/dataset/split';
import type { Database } from './database';
import { emptySql, execute, jsonColumn, query, queryOne, sql } from './sql';

/** What clients of the hosted service started: a run, with a dataset for each part of its rows, or a draft. */
export type OperationRecord = RunOperation | DraftOperation;

export type RunOperation = AnyOperation & {
  readonly kind: 'synthesis.run';
  readonly runId: number;
  readonly datasetIds: Readonly<Record<Split, number>>;
};

export type DraftOperation = AnyOperation & {
  readonly kind: 'synthesis.generate-config';
  readonly draftId: number;
};

type NewOperation = Omit<AnyOperation, 'id' | 'createdAtMs'> & { projectId: number; nowMs: number };

type AnyOperation = {
  readonly id: number;
  /** What was left out of what the client sent. */
  readonly warnings: readonly string[];
  /** The same as it was sent, without keys. */
  readonly unknownFields: readonly UnknownField[];
  readonly createdAtMs: number;
};

/** Makes the operation of a run and the datasets of its parts. */
export async function insertOperation(
  db: Database,
  { projectId, runId, warnings, unknownFields, nowMs }: NewOperation & { runId: number },
): Promise<RunOperation> {
  await execute(
    db,
    sql`INSERT INTO datasets (project_id, run_id, name, split, created_at)
        SELECT runs.project_id, runs.id, runs.name || ' ' || value, value, ${nowMs}
        FROM runs, json_each(${JSON.stringify(splits)}) WHERE runs.id = ${runId}
        ON CONFLICT DO NOTHING`,
  );
  const [made] = await query(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO operations (project_id, kind, run_id, warnings, unknown_fields, created_at)
        VALUES (
          ${projectId}, 'synthesis.run', ${runId}, ${JSON.stringify(warnings)},
          ${JSON.stringify(unknownFields)}, ${nowMs}
        ) RETURNING id`,
  );
  const operation = made && (await readOperation(db, projectId, made.id));
  if (operation?.kind !== 'synthesis.run') throw new Error(`the operation of run ${runId} is gone`);
  return operation;
}

/** Makes the operation of a draft. */
export async function insertDraftOperation(
  db: Database,
  { projectId, draftId, warnings, unknownFields, nowMs }: NewOperation & { draftId: number },
): Promise<DraftOperation> {
  const made = await queryOne(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO operations (project_id, kind, draft_id, warnings, unknown_fields, created_at)
        VALUES (
          ${projectId}, 'synthesis.generate-config', ${draftId}, ${JSON.stringify(warnings)},
          ${JSON.stringify(unknownFields)}, ${nowMs}
        ) RETURNING id`,
  );
  if (made === null) throw new Error('the operation was not stored');
  return {
    id: made.id,
    kind: 'synthesis.generate-config',
    draftId,
    warnings,
    unknownFields,
    createdAtMs: nowMs,
  };
}

/** An operation, or null when there is none or its run was deleted. */
export function readOperation(db: Database, projectId: number, id: number): Promise<OperationRecord | null> {
  return queryOne(
    db,
    operationRow,
    sql`${selectOperations} WHERE operations.project_id = ${projectId} AND operations.id = ${id} AND runs.deleted_at IS NULL`,
  );
}

/** Operations, the newest first. */
export function listOperations(
  db: Database,
  page: { projectId: number; beforeId?: number; limit: number },
): Promise<OperationRecord[]> {
  const before = page.beforeId === undefined ? emptySql : sql`AND operations.id < ${page.beforeId}`;
  return query(
    db,
    operationRow,
    sql`${selectOperations} WHERE operations.project_id = ${page.projectId} AND runs.deleted_at IS NULL ${before}
        ORDER BY operations.id DESC LIMIT ${page.limit}`,
  );
}

const selectOperations = sql`
  SELECT operations.id, kind, operations.run_id, draft_id, warnings, unknown_fields, operations.created_at,
    (SELECT json_group_object(split, id) FROM datasets
     WHERE datasets.run_id = operations.run_id AND split IS NOT NULL) AS dataset_ids
  FROM operations LEFT JOIN runs ON runs.id = operations.run_id`;

const operationRow = z
  .object({
    id: z.number(),
    kind: z.enum(['synthesis.run', 'synthesis.generate-config']),
    run_id: z.number().nullable(),
    draft_id: z.number().nullable(),
    dataset_ids: jsonColumn(z.partialRecord(z.enum(splits), z.number())),
    warnings: jsonColumn(z.array(z.string())),
    unknown_fields: jsonColumn(z.array(unknownField)),
    created_at: z.number(),
  })
  .transform((row): OperationRecord => {
    const any = {
      id: row.id,
      warnings: row.warnings,
      unknownFields: row.unknown_fields,
      createdAtMs: row.created_at,
    };
    if (row.kind === 'synthesis.generate-config') {
      return { ...any, kind: row.kind, draftId: z.number().parse(row.draft_id) };
    }
    return {
      ...any,
      kind: row.kind,
      runId: z.number().parse(row.run_id),
      datasetIds: z.record(z.enum(splits), z.number()).parse(row.dataset_ids),
    };
  });
