import type { RowFilter } from '@/lib/dataset/row-filter';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import { chosenValues } from './row-choice';

/** A rule as it is written into a recipe, and in words that fit behind "Keep only if". */
export type RuleOfFilters = { rule: Record<string, PlainValue>; words: string };

/**
 * The rule that keeps just the rows which the conditions on a column let through, or why there is none. `contains`
 * takes any case, as the filter does.
 */
export function ruleOfFilters(
  column: string,
  filters: readonly RowFilter[],
): RuleOfFilters | { off: string } {
  const own = filters.filter((filter) => filter.column === column);
  if (own.length === 0) return { off: 'Say first which rows: choose values, a range or a text' };
  if (own.some(({ op }) => op === 'empty')) return { off: 'A rule can’t ask for an empty value' };
  const rule: Record<string, PlainValue> = {};
  const words: string[] = [];
  const chosen = chosenValues(own, column);
  if (chosen.length > 0) {
    const texts = chosen.filter((value) => typeof value === 'string');
    if (texts.length < chosen.length) return { off: 'Choose a range: a rule lists texts only' };
    rule['one_of'] = texts;
    words.push(`${column} is one of ${texts.length === 1 ? 'one text' : `${texts.length} texts`}`);
  }
  for (const { op, value, of } of own) {
    if (op === 'contains' && typeof value === 'string') {
      rule['pattern'] = `(?i)${value.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}`;
      words.push(`it contains “${value}”`);
    }
    if ((op === 'gte' || op === 'lte') && typeof value === 'number') {
      const isLength = of === 'length' || of === 'characters';
      const key = `${op === 'gte' ? 'min' : 'max'}${isLength ? '_length' : ''}`;
      // Lengths are whole.
      rule[key] = isLength ? (op === 'gte' ? Math.ceil(value) : Math.floor(value)) : value;
      words.push(`${op === 'gte' ? 'at least' : 'at most'} ${rule[key]}${isLength ? ' characters' : ''}`);
    }
  }
  return { rule: { column, ...rule }, words: words.join(', ') };
}
