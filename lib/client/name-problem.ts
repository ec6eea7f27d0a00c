import { longestName } from '@/lib/util/longest-name';
import { formatCount } from './format';

/** What is wrong with a name as it is typed, or undefined. One that is still empty is not wrong yet. */
export function nameProblem(typed: string): string | undefined {
  const { length } = typed.trim();
  return length > longestName
    ? `At most ${formatCount(longestName)} characters; these are ${formatCount(length)}`
    : undefined;
}
