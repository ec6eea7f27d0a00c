import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '@/scripts/setup/bundle.mjs';
import { childEnvironment } from '../config';

/** Worker and command line as they are shipped, built into a directory of their own. */
export type BundledPrograms = { folder: string; remove(): Promise<void> };

/** Builds them beside the packages they need. Takes some seconds: once for a file of tests. */
export async function bundlePrograms(): Promise<BundledPrograms> {
  const root = join(import.meta.dirname, '../../..');
  const folder = await mkdtemp(join(root, 'node_modules', '.seedloom-test-'));
  await build(bundleOptions(folder));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A program that was started by a test. */
export type Started = {
  process: ChildProcess;
  /** What it wrote so far. */
  output: { stdout: string; stderr: string };
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
};

/**
 * Starts a bundled program with an environment of ours: no keys of the person who runs the tests. V8 doesn't optimize
 * its WebAssembly, which is Prisma's query compiler: that took a third of what so short a life costs.
 */
export function startProgram(
  programs: BundledPrograms,
  name: 'worker' | 'cli',
  parameters: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Started {
  const program = ['--liftoff-only', join(programs.folder, `${name}.js`)];
  const child = spawn(process.execPath, [...program, ...parameters], {
    env: childEnvironment({ OPENAI_API_KEY: '', OPENAI_BASE_URL: '', SEEDLOOM_LOG_LEVEL: '', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => (output.stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (output.stderr += piece.toString()));
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return { process: child, output, ended };
}

/** Waits until something holds, looking again and again; fails after a minute. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error('it did not happen within a minute');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
