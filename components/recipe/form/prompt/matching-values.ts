import type { UsableValue } from '@/lib/recipe/form/usable-values';

/**
 * The values that fit what is typed, best first: those that begin with it, then those that hold it. With nothing
 * typed the names alone come first, their properties after them.
 */
export function matchingValues(values: readonly UsableValue[], typed: string): readonly UsableValue[] {
  const wanted = typed.toLowerCase();
  const rank = ({ text }: UsableValue) => {
    const at = text.toLowerCase().indexOf(wanted);
    return at < 0 ? -1 : at === 0 ? 0 : 1;
  };
  return values
    .map((value, order) => ({ value, order, rank: rank(value) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ value }) => value);
}
