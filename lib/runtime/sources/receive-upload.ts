import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { randomUUID } from 'node:crypto';
import busboy from 'busboy';
import { dataFormats, documentFormats, extensionOf, formatOf } from '@/lib/recipe/sources/source-spec';
import { deleteUpload, describeUpload, insertUpload } from '@/lib/store/uploads';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { systemClock } from '../system-clock';
import { readSource } from './open-sources';
import { openSnapshot } from './snapshot';
import { removeFiles, uploadPath, uploadsDir } from './uploads';

const mostFiles = 1000;

/** What came of an upload. */
export type ReceivedUpload = {
  id: number;
  /** What a recipe names it by. */
  path: string;
  kind: 'data' | 'documents';
  rows: number;
  columns: string[];
  bad_records: number;
};

/**
 * Takes the files of a multipart body, streamed to the disk, and reads them through: one is a source, and several of a
 * kind are one source together. Nothing stays of what can't be read. A format that isn't known and a body that is too
 * large are refused before they are read to their end. Throws AppError `bad-request`, `unsupported-format`,
 * `body-too-large`.
 */
export async function receiveUpload(
  context: Context,
  projectId: number,
  request: Request,
): Promise<ReceivedUpload> {
  const { dataDir } = context.config;
  const arriving = join(uploadsDir(dataDir), `arriving.${randomUUID()}`);
  await mkdir(arriving, { recursive: true, mode: 0o700 });
  try {
    const files = await receiveFiles(request, arriving, context.config.maxUploadBytes);
    const kind = kindOf(files);
    const name = nameOfFiles(files);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const nowMs = systemClock.now();
    const id = await insertUpload(context.db, { projectId, name, files: files.length, bytes, nowMs });
    try {
      await putInPlace(dataDir, { id, name }, arriving, files);
      const path = `upload:${id}/${name}`;
      const spec =
        kind === 'documents'
          ? ({ kind, path, segments: null } as const)
          : ({ kind, path, split: null, revision: null } as const);
      const { count, columns, bad } = openSnapshot(dataDir, await readSource(context, projectId, spec));
      const badRecords = bad?.count ?? 0;
      await describeUpload(context.db, id, { records: count, badRecords, columns });
      return { id, path, kind, rows: count, columns: [...columns], bad_records: badRecords };
    } catch (error) {
      await removeFiles(dataDir, { id, name });
      await deleteUpload(context.db, id);
      if (!(error instanceof AppError)) throw error;
      const message = error.message.replace(`upload:${id}/${name}`, files.length === 1 ? name : 'The upload');
      throw new AppError('bad-request', `${message}. Nothing was stored.`);
    }
  } finally {
    await rm(arriving, { recursive: true, force: true });
  }
}

type ReceivedFile = { name: string; bytes: number; at: string };

/** Several files are one source: all documents, or all records of one format. */
function kindOf(files: readonly ReceivedFile[]): ReceivedUpload['kind'] {
  const isDocument = ({ name }: ReceivedFile) => formatOf(name, documentFormats) !== undefined;
  if (files.every(isDocument)) return 'documents';
  const endings = new Set(files.map(({ name }) => extensionOf(name)));
  if (!files.some(isDocument) && endings.size === 1) return 'data';
  throw new AppError(
    'bad-request',
    `Files that are uploaded together are one source: all documents, or all of one format. These are ${[...endings].join(', ')}. Nothing was stored.`,
  );
}

/** What several files are called together. */
function nameOfFiles(files: readonly ReceivedFile[]): string {
  const [first] = files;
  if (files.length === 1 && first !== undefined) return first.name;
  const endings = [...new Set(files.map(({ name }) => extensionOf(name)))];
  return endings.length === 1 ? `*.${endings[0]}` : '*';
}

async function putInPlace(
  dataDir: string,
  upload: { id: number; name: string },
  arriving: string,
  files: readonly ReceivedFile[],
): Promise<void> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) await rename(only.at, uploadPath(dataDir, upload));
  else await rename(arriving, join(uploadsDir(dataDir), String(upload.id)));
}

async function receiveFiles(request: Request, folder: string, mostBytes: number): Promise<ReceivedFile[]> {
  const type = request.headers.get('content-type') ?? '';
  if (request.body === null || !type.startsWith('multipart/form-data')) {
    throw new AppError('bad-request', 'Send the file as multipart/form-data.');
  }
  // The frame around the files is some hundred bytes a file.
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes + 1_000_000) throw tooLarge(mostBytes);
  const parser = openParser(type);
  const received: Promise<ReceivedFile>[] = [];
  let left = mostBytes;
  return new Promise((resolve, reject) => {
    parser.on('file', (_field, file, { filename = '' }: { filename?: string }) => {
      const kept = keepFile(file, filename, folder, (bytes) => {
        left -= bytes;
        if (left < 0) throw tooLarge(mostBytes);
      });
      received.push(kept);
      // Nothing more is read: who sends hears of it at once.
      kept.catch(reject);
    });
    parser.on('filesLimit', () =>
      reject(new AppError('bad-request', `An upload has ${mostFiles} files at most. Nothing was stored.`)),
    );
    // Node's own type of a web stream and the browser's are one thing under two names.
    pipeline(Readable.fromWeb(request.body as ReadableStream), parser).then(
      () => resolve(Promise.all(received).then(atLeastOne)),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        reject(new AppError('bad-request', `The upload broke off: ${reason}. Nothing was stored.`));
      },
    );
  });
}

function atLeastOne(files: ReceivedFile[]): ReceivedFile[] {
  if (files.length === 0) throw new AppError('bad-request', 'There is no file in the upload.');
  const names = files.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return files;
  throw new AppError('bad-request', `There are two files called ${twice} in the upload. Nothing was stored.`);
}

async function keepFile(
  file: Readable,
  name: string,
  folder: string,
  count: (bytes: number) => void,
): Promise<ReceivedFile> {
  const formats = [...dataFormats, ...documentFormats];
  if (formatOf(name, formats) === undefined || !isFileName(name)) {
    const known = formats.map((format) => `.${format}`).join(', ');
    const what = name === '' ? 'A file without a name' : name.slice(0, 200);
    throw new AppError('unsupported-format', `${what} has a format that can't be read. Known are ${known}.`);
  }
  const at = join(folder, name);
  const counted = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      count(piece.length);
      yield piece;
    }
  };
  const sink = createWriteStream(at, { mode: 0o600 });
  await pipeline(file, counted, sink);
  return { name, bytes: sink.bytesWritten, at };
}

/** Names that stay in their folder on any system. */
function isFileName(name: string): boolean {
  return !/[/\\:*?"<>|\u0000-\u001f]/.test(name) && !name.startsWith('.') && Buffer.byteLength(name) <= 240;
}

function openParser(type: string): busboy.Busboy {
  try {
    return busboy({
      headers: { 'content-type': type },
      defParamCharset: 'utf8',
      limits: { files: mostFiles },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new AppError('bad-request', `The content type of the upload can't be read: ${reason}.`);
  }
}

function tooLarge(mostBytes: number): AppError {
  const megabytes = Math.floor(mostBytes / 1024 / 1024);
  return new AppError(
    'body-too-large',
    `An upload has ${megabytes.toLocaleString('en')} MB at most. Nothing was stored. SEEDLOOM_MAX_UPLOAD_MB raises that.`,
  );
}
