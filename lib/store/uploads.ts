import { z } from 'zod';
import type { Database } from './database';
import { execute, jsonColumn, query, queryOne, sql } from './sql';

/** A file that somebody gave to a project, or several that are one source: then the name is a pattern, `*.pdf`. */
export type UploadRecord = {
  readonly id: number;
  readonly projectId: number;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Null for one of which this was never noted. */
  readonly records: number | null;
  readonly badRecords: number;
  readonly columns: readonly string[];
  readonly createdAtMs: number;
};

/** Notes an upload before its bytes are in their place; its id is part of that place. */
export async function insertUpload(
  db: Database,
  upload: { projectId: number; name: string; files: number; bytes: number; nowMs: number },
): Promise<number> {
  const { projectId, name, files, bytes, nowMs } = upload;
  const row = await queryOne(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO uploads (project_id, name, files, bytes, created_at)
        VALUES (${projectId}, ${name}, ${files}, ${bytes}, ${nowMs}) RETURNING id`,
  );
  if (row === null) throw new Error('an upload that was just stored is gone');
  return row.id;
}

/** Notes what was found in an upload. */
export async function describeUpload(
  db: Database,
  id: number,
  found: { records: number; badRecords: number; columns: readonly string[] },
): Promise<void> {
  const { records, badRecords, columns } = found;
  await execute(
    db,
    sql`UPDATE uploads SET record_count = ${records}, bad_records = ${badRecords},
        columns = ${JSON.stringify(columns)} WHERE id = ${id}`,
  );
}

/** Forgets an upload; false when there is none. */
export async function deleteUpload(db: Database, id: number): Promise<boolean> {
  return (await execute(db, sql`DELETE FROM uploads WHERE id = ${id}`)) > 0;
}

/** An upload of a project, or null when it has none of this id. */
export function readUpload(db: Database, projectId: number, id: number): Promise<UploadRecord | null> {
  return queryOne(db, uploadRow, sql`${selectUploads} WHERE id = ${id} AND project_id = ${projectId}`);
}

/** The uploads of a project, the newest first. */
export function listUploads(
  db: Database,
  page: { projectId: number; beforeId?: number | undefined; limit: number },
): Promise<UploadRecord[]> {
  const { projectId, beforeId = Number.MAX_SAFE_INTEGER, limit } = page;
  return query(
    db,
    uploadRow,
    sql`${selectUploads} WHERE project_id = ${projectId} AND id < ${beforeId}
        ORDER BY id DESC LIMIT ${limit}`,
  );
}

/** A recipe that names an upload, in its latest version or in its draft. */
export type UploadUse = { readonly recipeId: number; readonly name: string };

/** Which recipes of a project name which uploads, by the upload's id. */
export async function uploadUses(db: Database, projectId: number): Promise<Map<number, UploadUse[]>> {
  const texts = await query(
    db,
    useRow,
    sql`SELECT recipes.id, recipes.name, yaml, draft_yaml
        FROM recipes JOIN recipe_versions ON recipe_id = recipes.id AND version = latest_version
        WHERE project_id = ${projectId} AND deleted_at IS NULL
          AND (yaml LIKE '%upload:%' OR draft_yaml LIKE '%upload:%')
        ORDER BY recipes.id`,
  );
  const uses = new Map<number, UploadUse[]>();
  for (const { id, name, yaml, draft_yaml: draft } of texts) {
    const found = `${yaml}\n${draft ?? ''}`.matchAll(/upload:(\d{1,15})\//g);
    for (const upload of new Set([...found].map((match) => Number(match[1])))) {
      uses.set(upload, [...(uses.get(upload) ?? []), { recipeId: id, name }]);
    }
  }
  return uses;
}

const useRow = z.object({
  id: z.number(),
  name: z.string(),
  yaml: z.string(),
  draft_yaml: z.string().nullable(),
});

const selectUploads = sql`
  SELECT id, project_id, name, files, bytes, record_count, bad_records, columns, created_at FROM uploads`;

const uploadRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    name: z.string(),
    files: z.number(),
    bytes: z.number(),
    record_count: z.number().nullable(),
    bad_records: z.number(),
    columns: jsonColumn(z.array(z.string())),
    created_at: z.number(),
  })
  .transform((row): UploadRecord => ({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    files: row.files,
    bytes: row.bytes,
    records: row.record_count,
    badRecords: row.bad_records,
    columns: row.columns,
    createdAtMs: row.created_at,
  }));
