import { NamedParts, skippedValue } from '@/lib/template/named-parts';
import type { Lookup } from '@/lib/template/render-template';
import { isDict } from '@/lib/util/value';
import type { CompiledRecipe, RowValues } from './compile';

/**
 * The values of a row as placeholders see them: what was skipped renders as nothing, and answers in parts give each part by
 * its name.
 */
export function lookupOf({ made }: Pick<CompiledRecipe, 'made'>, values: RowValues): Lookup {
  return (name) => {
    const value = values.get(name);
    if (typeof value === 'string' || value === undefined) return value;
    if (value === null) return made.has(name) ? skippedValue : null;
    return isDict(value) && made.get(name) === 'parts' ? new NamedParts(value) : value;
  };
}
