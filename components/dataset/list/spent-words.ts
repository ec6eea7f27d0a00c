import type { WireRun } from '@/lib/api/run-wire';
import { formatUsd } from '@/lib/client/format';
import { hasNoPrice } from '@/lib/client/run-words';

/** What a run has cost, and whether anybody can say. */
export function spentWords(run: WireRun): string {
  const { cost_usd: spent, calls } = run.progress;
  if (spent > 0) return formatUsd(spent);
  if (hasNoPrice(run)) return 'no price';
  return calls === 0 ? '$0' : 'free';
}
