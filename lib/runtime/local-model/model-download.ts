import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { findInstallRoot } from '../install-root';

/** How a download stands; one that is done is told by the model server, which serves it. */
export type DownloadState =
  | { readonly status: 'none' }
  | { readonly status: 'running'; readonly progress: string | null }
  | { readonly status: 'failed'; readonly problem: string };

/** Fetches the small local model, one download at a time. */
export type ModelDownload = {
  state(): DownloadState;
  /** Begins it, unless one is running. */
  start(): void;
  /** Gives it up; what came is thrown away. */
  close(): void;
};

/**
 * The download into a folder, by the program of `npm start`: the same addresses, sum and place. In a process of its own,
 * since that program belongs to no bundle, and with this one's environment, which names proxies and where Python is.
 */
export function createModelDownload(
  folder: string,
  program = join(findInstallRoot(), 'scripts', 'start', 'fetch-small-model.mjs'),
): ModelDownload {
  let state: DownloadState = { status: 'none' };
  let end: (() => void) | undefined;
  return {
    state: () => state,
    start() {
      if (state.status === 'running') return;
      state = { status: 'running', progress: null };
      const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
      let told: DownloadState = { status: 'failed', problem: 'the download ended without a word' };
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = saying.parse(JSON.parse(line));
        if ('progress' in said) state = { status: 'running', progress: said.progress };
        else told = 'done' in said ? { status: 'none' } : { status: 'failed', problem: said.problem };
      });
      child.once('error', ({ message }) => (told = { status: 'failed', problem: message }));
      child.once('close', () => (state = told));
      end = () => child.stdin.end();
    },
    close: () => end?.(),
  };
}

const saying = z.union([
  z.object({ progress: z.string() }),
  z.object({ done: z.literal(true) }),
  z.object({ problem: z.string() }),
]);
