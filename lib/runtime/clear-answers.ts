import { claimClearing, sumUnusedAnswers, type AnswerRoom } from '@/lib/store/unused-answers';
import type { Context } from './context';

/** Answers that nothing uses are kept for so many days: a recipe that is edited back finds them. */
export const unusedAnswersKeptDays = 30;

const dayMs = 24 * 60 * 60_000;

/** Clears answers older than `days` that nothing uses any more; `dryRun` only tells how many there are. */
export function clearAnswers(
  { db }: Pick<Context, 'db'>,
  { nowMs, days = unusedAnswersKeptDays, dryRun = false }: { nowMs: number; days?: number; dryRun?: boolean },
): Promise<AnswerRoom> {
  return sumUnusedAnswers(db, { before: nowMs - days * dayMs, remove: !dryRun });
}

/** Does so at most once a day, however many workers ask. */
export async function clearAnswersDaily(context: Context, nowMs: number): Promise<void> {
  if (!(await claimClearing(context.db, nowMs, dayMs))) return;
  const cleared = await clearAnswers(context, { nowMs });
  if (cleared.answers > 0) context.log.info(cleared, 'answers that nothing uses were cleared');
}
