import { spawn } from 'node:child_process';
import { childEnvironment } from '@/lib/runtime/config';
import { pythonForTests } from '@/scripts/test/python.mjs';

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

/** The Python of the tests; where there is none, the test is skipped and says out loud what was not tested. */
export async function pythonOrSkip(what: string, skip: (why: string) => never): Promise<string> {
  const python = await pythonForTests(45_000);
  if ('program' in python) return python.program;
  process.stderr.write(`\nNOT TESTED: ${what}: ${python.missing}\n`);
  return skip(python.missing);
}
