import { isDict, isList, type Value } from '@/lib/util/value';
import type { SchemaPath } from './local-reference';

/** Keywords of JSON Schema whose value is a schema, a list of them, or a mapping of names to them. */
const one = [
  'items',
  'additionalItems',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
];
const several = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const named = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'];

/** A schema within a schema. */
export type InnerSchema = { readonly keyword: string; readonly path: SchemaPath; readonly schema: Value };

/** The schemas that stand directly in a schema, each with its path from there. */
export function innerSchemas(schema: Value): InnerSchema[] {
  if (!isDict(schema)) return [];
  return [...schema].flatMap(([keyword, value]): InnerSchema[] => {
    if (one.includes(keyword) && isSchema(value)) return [{ keyword, path: [keyword], schema: value }];
    if (several.includes(keyword) && isList(value)) {
      return value.map((item, index) => ({ keyword, path: [keyword, index], schema: item }));
    }
    if (named.includes(keyword) && isDict(value)) {
      // `dependencies` may also list the names of properties.
      return [...value]
        .filter(([, item]) => keyword !== 'dependencies' || !isList(item))
        .map(([name, item]) => ({ keyword, path: [keyword, name], schema: item }));
    }
    return [];
  });
}

/** Tells what a schema can be from all else: a mapping, or true or false. */
export function isSchema(value: Value): boolean {
  return isDict(value) || typeof value === 'boolean';
}
