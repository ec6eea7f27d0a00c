import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@/lib/util/app-error';

/**
 * Writes the file of a dataset as it arrives: to standard output for `-`, else under its name when it is whole. Throws
 * AppError `output-unwritable`, which names the path.
 */
export async function writeDataset(file: ReadableStream<Uint8Array>, path: string): Promise<void> {
  const body = bytesOf(file);
  if (path === '-') {
    await pipeline(body, process.stdout, { end: false });
    return;
  }
  const draft = `${path}.${process.pid}.part`;
  try {
    await pipeline(body, createWriteStream(draft, { flush: true }));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new AppError('output-unwritable', `--output ${path}: ${reasonOf(error, path)}.`);
  }
}

/** Why a file can't be written, to stand behind its name. */
export function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `there is no folder ${dirname(path)}`;
  if (code === 'EISDIR') return 'is a directory, not a file';
  if (code === 'EACCES') return 'may not be written (permission denied)';
  return error instanceof Error ? error.message : String(error);
}

/** The pieces of a stream; whoever stops taking them cancels it. */
export async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
