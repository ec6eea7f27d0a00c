import { isDict, type Value } from '@/lib/util/value';
import { innerSchemas } from './keywords';
import { pathOfReference, valueAt, type SchemaPath } from './local-reference';

/** References, and defaults within defaults, are followed this far: a schema may refer to itself. */
const deepest = 20;

/**
 * A value with the defaults of its schema put in where it says nothing, also in dicts within it. Only what stands under
 * `properties` counts, also behind a `$ref`.
 */
export function fillDefaults(schema: Value, value: Value): Value {
  return filled(schema, schema, value, 0);
}

function filled(root: Value, written: Value, value: Value, defaults: number): Value {
  const properties = isDict(value) ? propertiesOf(resolved(root, written)) : undefined;
  if (!isDict(value) || properties === undefined || defaults > deepest) return value;
  const result = new Map(value);
  for (const [name, property] of properties) {
    const schema = resolved(root, property);
    const given = result.get(name);
    const put =
      given === undefined
        ? defaultOf(isDict(property) && property.has('default') ? property : schema)
        : given;
    if (put !== undefined)
      result.set(name, filled(root, schema, put, given === undefined ? defaults + 1 : 0));
  }
  return result;
}

/** The places of defaults that are never put in, since they stand under something other than `properties`. */
export function misplacedDefaults(root: Value): SchemaPath[] {
  const found: SchemaPath[] = [];
  const followed = new Set<string>();
  const visit = (schema: Value, path: SchemaPath, fills: boolean): void => {
    if (!isDict(schema)) return;
    if (!fills && schema.has('default')) found.push([...path, 'default']);
    for (const inner of innerSchemas(schema)) {
      if (inner.keyword === '$defs' || inner.keyword === 'definitions') continue;
      visit(inner.schema, [...path, ...inner.path], fills && inner.keyword === 'properties');
    }
    const target = targetOf(root, schema);
    const key = JSON.stringify([fills, target?.path]);
    if (target === undefined || followed.has(key)) return;
    followed.add(key);
    visit(target.schema, target.path, fills);
  };
  visit(root, [], true);
  return found;
}

function propertiesOf(schema: Value): ReadonlyMap<string, Value> | undefined {
  const properties = isDict(schema) ? schema.get('properties') : undefined;
  return isDict(properties) ? properties : undefined;
}

function defaultOf(schema: Value): Value | undefined {
  return isDict(schema) ? schema.get('default') : undefined;
}

function resolved(root: Value, written: Value): Value {
  let schema = written;
  for (let followed = 0; followed < deepest; followed++) {
    const target = targetOf(root, schema);
    if (target === undefined) return schema;
    schema = target.schema;
  }
  return schema;
}

function targetOf(root: Value, schema: Value): { path: SchemaPath; schema: Value } | undefined {
  const reference = isDict(schema) ? schema.get('$ref') : undefined;
  const path = typeof reference === 'string' ? pathOfReference(reference) : null;
  const target = path === null ? undefined : valueAt(root, path);
  return path === null || target === undefined ? undefined : { path, schema: target };
}
