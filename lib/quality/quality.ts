import type { Column } from '@/lib/dataset/column';
import type { QualityRule } from '@/lib/recipe/quality-schema';
import { namesOfRules } from '@/lib/recipe/rule-names';
import type { Lookup } from '@/lib/template/render-template';
import type { Cells, Rejection } from './rejection';
import { createRowComparison, type ComparingRule, type RowComparison } from './row-comparison';
import { compileRowRule } from './row-rule';

/** The rules of a recipe, made ready. */
export type Quality = {
  /**
   * What a finished row breaks of all that can be seen of it alone; the first of the rules counts. `lookup` gives
   * the values that texts of rules name.
   */
  check(cells: Cells, lookup: Lookup): Rejection | null;
  /** Starts to compare rows with those that are accepted; null where no rule asks for that. */
  readonly compareRows: (() => RowComparison) | null;
};

/** Makes rules ready for rows of these columns. Rules of columns that aren't there hold nothing back. */
export function compileQuality(rules: readonly QualityRule[], columns: readonly Column[]): Quality {
  const names = namesOfRules(rules);
  const placeOf = new Map(columns.map(({ name }, place) => [name, place]));
  const single = rules.flatMap((rule, at) => {
    const place = placeOf.get(rule.column ?? '');
    const holds = place === undefined ? null : compileRowRule(rule);
    return place === undefined || holds === null
      ? []
      : [
          {
            rule: names[at] ?? '',
            column: rule.column ?? '',
            place,
            holds,
            // What the recipe skips was meant to be away: only `required` holds it against a row.
            passesSkipped: columns[place]?.kind !== 'source' && rule.required !== true,
          },
        ];
  });
  const comparing = rules.flatMap((rule, at): ComparingRule[] => {
    const named = rule.columns ?? (rule.column === undefined ? [] : [rule.column]);
    const places = named.flatMap((name) => placeOf.get(name) ?? []);
    if (places.length === 0 || places.length < named.length) return [];
    const canBeSkipped = places.every((place) => columns[place]?.kind !== 'source');
    const base = { rule: names[at] ?? '', column: named[0] ?? '', places, canBeSkipped };
    return [
      ...(rule.unique === true ? [{ ...base, kind: 'unique' as const }] : []),
      ...(rule.max_similarity === undefined
        ? []
        : [{ ...base, kind: 'near-duplicate' as const, mostAlike: rule.max_similarity }]),
    ];
  });
  return {
    check(cells, lookup) {
      for (const { rule, column, place, holds, passesSkipped } of single) {
        if (passesSkipped && cells[place] === null) continue;
        const message = holds(cells[place], lookup);
        if (message !== null) return { rule, column, message };
      }
      return null;
    },
    compareRows: comparing.length === 0 ? null : () => createRowComparison(comparing),
  };
}

/** Holds no row back. */
export const noRules = compileQuality([], []);
