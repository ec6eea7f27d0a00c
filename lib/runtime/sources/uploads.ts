import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteUpload, type UploadRecord, type UploadUse, uploadUses } from '@/lib/store/uploads';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';

/** The folder of all uploads. */
export function uploadsDir(dataDir: string): string {
  return join(dataDir, 'uploads');
}

/**
 * Where the bytes of an upload lie. Of one file the end of its name tells the format, the rest of it is not used; for
 * several this is a pattern in a folder of their own.
 */
export function uploadPath(dataDir: string, { id, name }: Pick<UploadRecord, 'id' | 'name'>): string {
  if (name.startsWith('*')) return join(uploadsDir(dataDir), String(id), name);
  const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? '';
  return join(uploadsDir(dataDir), `${id}${ending}`);
}

/** Removes an upload that no recipe names. Throws AppError `conflict`, which says which ones do. */
export async function removeUpload(context: Context, upload: UploadRecord): Promise<void> {
  const users = (await uploadUses(context.db, upload.projectId)).get(upload.id) ?? [];
  if (users.length > 0) throw new AppError('conflict', inUse(upload, users));
  // The note first: a file without one is never found, a note without its file would be.
  await deleteUpload(context.db, upload.id);
  await removeFiles(context.config.dataDir, upload);
}

/** Removes the bytes of an upload. */
export async function removeFiles(dataDir: string, upload: Pick<UploadRecord, 'id' | 'name'>): Promise<void> {
  const isFolder = upload.name.startsWith('*');
  const path = isFolder ? join(uploadsDir(dataDir), String(upload.id)) : uploadPath(dataDir, upload);
  await rm(path, { recursive: true, force: true });
}

function inUse({ name }: UploadRecord, users: readonly UploadUse[]): string {
  const names = users.slice(0, 5).map((user) => `"${user.name}" (${user.recipeId})`);
  const more = users.length > names.length ? ` and ${users.length - names.length} more` : '';
  return `${name} is used by ${users.length === 1 ? 'the recipe' : 'the recipes'} ${names.join(', ')}${more}. Take it out there first.`;
}
