import { join } from 'node:path';
import type { UploadRecord } from '@/lib/store/uploads';

/** Where the bytes of an upload lie. The end of its name tells the format, the rest of it is not used. */
export function uploadPath(dataDir: string, { id, name }: Pick<UploadRecord, 'id' | 'name'>): string {
  const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? '';
  return join(dataDir, 'uploads', `${id}${ending}`);
}
