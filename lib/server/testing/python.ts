import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '@/lib/runtime/config';

/** What came of a program: its exit code (null when it was stopped or isn't there) and what it said. */
type Ended = { code: number | null; said: string };

/** Runs a program for so long at most, in a folder. Never rejects. */
export function run(
  program: string,
  words: readonly string[],
  { withinMs, env, folder }: { withinMs: number; env?: Readonly<Record<string, string>>; folder?: string },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      env: childEnvironment(env ?? {}),
      ...(folder !== undefined && { cwd: folder }),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: Math.ceil(withinMs),
    });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    child.once('error', (error) => resolve({ code: null, said: error.message }));
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** A Python with packages, or why there is none. */
type Python = { program: string } | { missing: string };

const cache = join(import.meta.dirname, '../../../node_modules/.cache/seedloom');

/** Makes a virtual environment with these packages once; it is there at the next call, unless their list has changed. */
export async function pythonWith(packages: readonly string[], withinMs: number): Promise<Python> {
  const folder = join(cache, `python-${packages.join('-')}`);
  const program = join(folder, 'bin', 'python');
  if (existsSync(program)) return { program };
  const startMs = performance.now();
  const leftMs = () => Math.max(1, withinMs - (performance.now() - startMs));
  // A name of its own until it is whole: a test that is stopped leaves no half of one behind.
  const draft = `${folder}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  try {
    const made = await run('python3', ['-m', 'venv', draft], { withinMs: leftMs() });
    if (made.code !== 0) return { missing: `no Python with venv (${lastLine(made.said)})` };
    // Programs in an environment know it by its path, but python itself finds its packages beside it.
    const installed = await run(
      join(draft, 'bin', 'python'),
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
      { withinMs: leftMs() },
    );
    if (installed.code !== 0) {
      return { missing: `pip did not install ${packages.join(', ')} in time (${lastLine(installed.said)})` };
    }
    await rename(draft, folder).catch(() => undefined); // another test was first
    return { program };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1) ?? '';
}
