import { z } from 'zod';
import type { Database } from './database';
import { execute, queryOne, sql } from './sql';

/** A file that somebody gave to a project. */
export type UploadRecord = { readonly id: number; readonly projectId: number; readonly name: string };

/** Notes a file before its bytes are in their place; its id is part of that place. */
export async function insertUpload(
  db: Database,
  upload: { projectId: number; name: string; bytes: number; nowMs: number },
): Promise<UploadRecord> {
  const { projectId, name, bytes, nowMs } = upload;
  const row = await queryOne(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO uploads (project_id, name, bytes, created_at)
        VALUES (${projectId}, ${name}, ${bytes}, ${nowMs}) RETURNING id`,
  );
  if (row === null) throw new Error('an upload that was just stored is gone');
  return { id: row.id, projectId, name };
}

/** Forgets a file that could not be put in its place. */
export async function deleteUpload(db: Database, id: number): Promise<void> {
  await execute(db, sql`DELETE FROM uploads WHERE id = ${id}`);
}

/** A file of a project, or null when it has none of this id. */
export function readUpload(db: Database, projectId: number, id: number): Promise<UploadRecord | null> {
  return queryOne(
    db,
    uploadRow,
    sql`SELECT id, project_id, name FROM uploads WHERE id = ${id} AND project_id = ${projectId}`,
  );
}

const uploadRow = z
  .object({ id: z.number(), project_id: z.number(), name: z.string() })
  .transform(({ id, project_id, name }): UploadRecord => ({ id, projectId: project_id, name }));
