import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { randomUUID } from 'node:crypto';
import busboy from 'busboy';
import { dataFormats, documentFormats, formatOf, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import { deleteUpload, insertUpload } from '@/lib/store/uploads';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { systemClock } from '../system-clock';
import { readSource } from './open-sources';
import { openSnapshot } from './snapshot';
import { uploadPath } from './uploads';

const mostBytes = 1024 ** 3;

/**
 * Takes the one file of a multipart body, streamed to the disk, and reads it through. Nothing stays of one that
 * can't be read. Throws AppError `bad-request`, `unsupported-format`, `body-too-large`.
 */
export async function receiveUpload(context: Context, projectId: number, request: Request) {
  const { dataDir } = context.config;
  const folder = join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const arriving = join(folder, `arriving.${randomUUID()}`);
  try {
    const { name, bytes } = await receiveFile(request, arriving);
    const upload = await insertUpload(context.db, { projectId, name, bytes, nowMs: systemClock.now() });
    const path = `upload:${upload.id}/${name}`;
    const target = uploadPath(dataDir, upload);
    try {
      await rename(arriving, target);
      const { count, columns } = openSnapshot(
        dataDir,
        await readSource(context, projectId, specOfUpload(path)),
      );
      return { id: upload.id, path, rows: count, columns: [...columns] };
    } catch (error) {
      await rm(target, { force: true });
      await deleteUpload(context.db, upload.id);
      if (!(error instanceof AppError)) throw error;
      throw new AppError('bad-request', `${error.message.replace(path, name)}. Nothing was stored.`);
    }
  } finally {
    await rm(arriving, { force: true });
  }
}

/** What a path of an upload is read as, by its format. */
function specOfUpload(path: string): SourceSpec {
  if (formatOf(path, documentFormats) !== undefined) return { kind: 'documents', path, segments: null };
  return { kind: 'data', path, split: null, revision: null };
}

async function receiveFile(request: Request, target: string): Promise<{ name: string; bytes: number }> {
  const type = request.headers.get('content-type') ?? '';
  if (request.body === null || !type.startsWith('multipart/form-data')) {
    throw new AppError('bad-request', 'Send the file as multipart/form-data.');
  }
  const parser = busboy({
    headers: { 'content-type': type },
    defParamCharset: 'utf8',
    limits: { files: 1, fileSize: mostBytes },
  });
  let received: Promise<{ name: string; bytes: number }> | undefined;
  parser.on('file', (_field, file, { filename = '' }: { filename?: string }) => {
    received = keepFile(file, filename, target);
    // It is awaited below; until then a refusal must not count as unhandled.
    received.catch(() => file.resume());
  });
  // Node's own type of a web stream and the browser's are one thing under two names.
  await pipeline(Readable.fromWeb(request.body as ReadableStream), parser).catch((error: unknown) => {
    throw new AppError(
      'bad-request',
      `The upload broke off: ${error instanceof Error ? error.message : ''}.`,
    );
  });
  if (received === undefined) throw new AppError('bad-request', 'There is no file in the upload.');
  return received;
}

async function keepFile(
  file: Readable & { truncated?: boolean },
  name: string,
  target: string,
): Promise<{ name: string; bytes: number }> {
  const formats = [...dataFormats, ...documentFormats];
  if (formatOf(name, formats) === undefined || name.includes('/')) {
    throw new AppError(
      'unsupported-format',
      `${name === '' ? 'A file without a name' : name} has a format that can't be read. Known are ${formats.map((format) => `.${format}`).join(', ')}.`,
    );
  }
  const sink = createWriteStream(target, { mode: 0o600 });
  await pipeline(file, sink);
  if (file.truncated) throw new AppError('body-too-large', `${name} is larger than 1 GB.`);
  return { name, bytes: sink.bytesWritten };
}
