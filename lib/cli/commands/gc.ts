import { clearAnswers } from '@/lib/runtime/clear-answers';
import { exitCodes, type ExitCode } from '../exit-codes';
import { openCommandContext } from '../studio/open-store';
import { counted } from '../print/progress-line';

/** Clears answers that nothing uses, or tells how many there are. */
export async function gc(options: {
  days: number;
  dryRun: boolean;
  json: boolean;
  dataDir?: string;
}): Promise<ExitCode> {
  const { days, dryRun, json } = options;
  const context = await openCommandContext(options.dataDir);
  try {
    const room = await clearAnswers(context, { nowMs: Date.now(), days, dryRun });
    const line = json ? JSON.stringify({ ...room, cleared: !dryRun }) : wordsOf(room, options);
    process.stdout.write(`${line}\n`);
    return exitCodes.done;
  } finally {
    await context.db.close();
  }
}

function wordsOf(
  { answers, bytes }: { answers: number; bytes: number },
  { days, dryRun }: { days: number; dryRun: boolean },
): string {
  const age = days === 1 ? 'for a day' : `for ${days} days`;
  if (answers === 0) return `There is no answer that nothing has used ${age}.`;
  const done = dryRun ? 'could be cleared' : answers === 1 ? 'was cleared' : 'were cleared';
  return `${counted(answers, 'answer')} that nothing has used ${age} ${done}: about ${(bytes / 1e6).toFixed(1)} MB, which new rows take up first.`;
}
