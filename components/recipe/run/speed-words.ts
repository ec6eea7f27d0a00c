import type { RunEstimate } from '@/lib/api/run-wire';
import { formatClock, formatCount } from '@/lib/client/format';

/** "about 1:50", or what is missing to say it. */
export function timeWords({ seconds, calls }: RunEstimate): string {
  if (calls === 0) return 'a moment';
  if (seconds === null || seconds === undefined) return 'not known yet';
  return seconds < 1 ? 'about a second' : `about ${formatClock(seconds)}`;
}

/** What sets the speed, as a sentence; null when nothing is asked. */
export function speedWords({
  limited_by: limitedBy,
  limited_model: model,
  limit,
  seconds,
}: RunEstimate): string | null {
  if (typeof limit !== 'number') return null;
  const set = `Speed is set by ${limitOf(limitedBy, limit)}${model === null ? '' : ` of ${model}`}.`;
  return seconds === null ? `${set} How long an answer takes is known after the first try.` : set;
}

function limitOf(limitedBy: RunEstimate['limited_by'], limit: number): string {
  const count = formatCount(limit);
  if (limitedBy === 'requests-per-minute')
    return `the limit of ${count} ${limit === 1 ? 'request' : 'requests'} a minute`;
  if (limitedBy === 'input-tokens-per-minute') return `the limit of ${count} prompt tokens a minute`;
  if (limitedBy === 'output-tokens-per-minute') return `the limit of ${count} answer tokens a minute`;
  return `${count} ${limit === 1 ? 'call' : 'calls'} at once`;
}
