import { maskSecrets } from '@/lib/runtime/log';
import { AppError } from '@/lib/util/app-error';

/** One line on standard error: what, and where. The trace of a bug only where it is asked for by DEBUG logs. */
export function tellError(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const line = error instanceof AppError ? text : `Something went wrong: ${text}`;
  process.stderr.write(`seedloom: ${maskSecrets(line)}\n`);
}
