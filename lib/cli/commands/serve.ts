import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodes, type ExitCode } from '../exit-codes';
import { tell } from '../print/print';

/** Starts the studio as `npm start` does, with the same options, and ends with it. */
export async function serve(options: readonly string[]): Promise<ExitCode> {
  const script = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));
  if (!existsSync(script)) {
    tell(`seedloom: ${script} is not there: the studio starts from the folder that it was installed into.`);
    return exitCodes.notStarted;
  }
  const child = spawn(process.execPath, [script, ...options], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; others send their signals to us alone.
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  const ignore = () => undefined;
  process.on('SIGTERM', pass);
  process.on('SIGINT', process.stdin.isTTY ? ignore : pass);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (ended) => resolve(ended ?? 0));
  });
  return code === 0 ? exitCodes.done : exitCodes.notStarted;
}
