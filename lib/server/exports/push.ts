import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { z } from 'zod';
import type { pushBody, WirePush } from '@/lib/api/dataset-wire';
import { type Split, splits } from '@/lib/dataset/split';
import { openHub } from '@/lib/runtime/hub/open-hub';
import { type HubFile, pushToHub } from '@/lib/runtime/hub/push-to-hub';
import type { Server } from '../server';
import { openBundle } from './bundle';
import type { ExportRequest } from './export-request';

/**
 * Puts a bundle into a repository of the Hugging Face hub, in one commit. Files of splits from an earlier push go, since
 * they would stand beside the new ones; all else that is there stays. Its files lie on this disk while they are sent, as
 * the hub wants to know their sizes and sums first.
 */
export async function pushBundle(
  server: Server,
  request: ExportRequest,
  { repo, private: isPrivate, token }: z.output<typeof pushBody>,
): Promise<WirePush> {
  const { dataset, signal } = request;
  const hub = await openHub(server.context, repo, token);
  const folder = await mkdtemp(join(tmpdir(), 'seedloom-push-'));
  try {
    const files: (HubFile & { bytes: number })[] = [];
    for await (const { path, content } of await openBundle(server, request)) {
      const source = join(folder, path);
      await mkdir(dirname(source), { recursive: true });
      // The same streams; the types of the browser and of Node don't know of each other.
      await pipeline(content as unknown as NodeStream, createWriteStream(source, { mode: 0o600 }), {
        signal,
      });
      const { size: bytes } = await stat(source);
      // A split without rows would be a file that no reader of datasets opens.
      if (bytes > 0) files.push({ path, source, bytes });
    }
    const pushed = await pushToHub(hub, files, {
      isPrivate,
      title: `${dataset.name}, made with Seedloom`,
      replaces: isFileOfSplit,
      signal,
    });
    return { ...pushed, files: files.map(({ path, bytes }) => ({ path, bytes })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isFileOfSplit(path: string): boolean {
  const name = /^data\/([a-z]+)\.[a-z]+$/.exec(path)?.[1];
  return splits.includes(name as Split);
}
