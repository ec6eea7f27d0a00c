import { isDict, isList, type Value } from '@/lib/util/value';

/** A place in a schema: its keys and positions from the root. */
export type SchemaPath = readonly (string | number)[];

/** The path that a reference within the same schema (`#/$defs/city`) names; null for one that leaves it. */
export function pathOfReference(reference: string): string[] | null {
  if (reference === '#') return [];
  if (!reference.startsWith('#/')) return null;
  return reference
    .slice(2)
    .split('/')
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a path of a schema; undefined for nothing. */
export function valueAt(root: Value, path: SchemaPath): Value | undefined {
  let current: Value | undefined = root;
  for (const step of path) {
    if (isDict(current)) current = current.get(String(step));
    else current = isList(current) ? current[Number(step)] : undefined;
  }
  return current;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
