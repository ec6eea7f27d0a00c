// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runCommand } from '../setup/run-command.mjs';

/** What the tests ask of Python: the clients of the API's pages, and what looks for answers that it doesn't describe. */
const packages = ['requests', 'pandas', 'datasets', 'schemathesis'];

const cache = join(root, 'node_modules', '.cache', 'seedloom');
// Of another list there is none yet.
const folder = join(cache, `python-${packages.join('-')}`);

/**
 * A Python with the packages of the tests, or why there is none. It is made once and kept beside the packages of
 * Node.
 * @param {number} withinMs is given up after so long
 * @returns {Promise<{ program: string } | { missing: string }>}
 */
export async function pythonForTests(withinMs) {
  const program = join(folder, 'bin', 'python');
  if (existsSync(program)) return { program };
  const signal = AbortSignal.timeout(withinMs);
  // A name of its own until it is whole: what is stopped leaves no half of one behind.
  const draft = `${folder}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  try {
    await runCommand(['python3', '-m', 'venv', draft], { signal });
    // Programs in an environment know it by its path, but python itself finds its packages beside it.
    await runCommand(
      [
        join(draft, 'bin', 'python'),
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        ...packages,
      ],
      { signal },
    );
    await rename(draft, folder).catch(() => undefined); // another process was first
    return { program };
  } catch (error) {
    const said = signal.aborted ? 'not in time' : lastLine(error);
    return { missing: `no Python with ${packages.join(', ')} (${said})` };
  } finally {
    // What was stopped may still be writing.
    await rm(draft, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** @param {unknown} error */
function lastLine(error) {
  if (!(error instanceof Error)) throw error;
  return error.message.trim().split('\n').at(-1) ?? '';
}
