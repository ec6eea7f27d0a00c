import { maskSecrets } from '@/lib/runtime/log';
import { AppError } from '@/lib/util/app-error';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes';

/** One line on standard error: what, and where. Returns how the command ends. */
export function tellError(error: unknown): ExitCode {
  const text = error instanceof Error ? error.message : String(error);
  const line = error instanceof AppError ? text : `Something went wrong: ${text}`;
  process.stderr.write(`seedloom: ${maskSecrets(line).replace(/\s*\n\s*/g, ' ')}\n`);
  return error instanceof AppError ? exitCodeOf(error.code) : exitCodes.notStarted;
}
