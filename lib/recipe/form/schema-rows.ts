import { isDict, isList, type Value } from '@/lib/util/value';
import type { RecipeEdit } from '../edit/apply-edit';
import type { PlainValue } from '../edit/plain-value';
import type { Path } from '../yaml/document';
import { cellText } from './example-cells';

/** The types of properties that a table offers. */
export const propertyTypes = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
export type PropertyType = (typeof propertyTypes)[number];

export const propertyTypeNames: Readonly<Record<PropertyType, string>> = {
  string: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  array: 'List of texts',
  object: 'Object',
};

/** A property of a JSON Schema as a row of a table. */
export type SchemaRow = {
  name: string;
  /** Null for one that states none, or several. */
  type: PropertyType | null;
  description: string;
  isRequired: boolean;
  /** The values that it may have, as they are typed: with commas between them. Empty for any. */
  choices: string;
  /** Whether it says more than the table shows; that is left alone. */
  hasMore: boolean;
};

/** The properties of a schema of type object; null for one that no table can show. */
export function schemaRows(schema: Value | undefined): SchemaRow[] | null {
  if (schema === undefined) return [];
  if (!isDict(schema)) return null;
  const type = schema.get('type');
  if (type !== undefined && type !== 'object') return null;
  if (['$ref', 'oneOf', 'anyOf', 'allOf'].some((key) => schema.has(key))) return null;
  const properties = schema.get('properties') ?? new Map<string, Value>();
  const required = schema.get('required');
  if (!isDict(properties) || ![...properties.values()].every(isDict)) return null;
  return [...properties].map(([name, property]) =>
    rowOf(name, isDict(property) ? property : new Map(), isList(required) && required.includes(name)),
  );
}

function rowOf(name: string, property: ReadonlyMap<string, Value>, isRequired: boolean): SchemaRow {
  const type = propertyTypes.find((one) => one === property.get('type')) ?? null;
  const choices = property.get('enum');
  const description = property.get('description');
  const shown = ['type', 'description', 'enum'];
  const hasMore = [...property].some(
    ([key, value]) => !shown.includes(key) && !(key === 'items' && type === 'array' && isTextItem(value)),
  );
  return {
    name,
    type,
    description: typeof description === 'string' ? description : '',
    isRequired,
    choices: isList(choices) ? choices.map(cellText).join(', ') : '',
    hasMore,
  };
}

function isTextItem(items: Value): boolean {
  return isDict(items) && items.size === 1 && items.get('type') === 'string';
}

/** Puts a new property behind the others; a schema that isn't written yet is begun. */
export function addProperty(path: Path, schema: Value | undefined, name: string): RecipeEdit[] {
  const property = { type: 'string' };
  if (schema === undefined) {
    return [
      { type: 'set', path, value: { type: 'object', properties: { [name]: property }, required: [name] } },
    ];
  }
  return [
    { type: 'set', path: [...path, 'properties', name], value: property },
    { type: 'insert', path: [...path, 'required'], value: name },
  ];
}

export function removeProperty(path: Path, schema: Value | undefined, name: string): RecipeEdit[] {
  return [
    ...requireProperty(path, schema, name, false),
    { type: 'remove', path: [...path, 'properties', name] },
  ];
}

export function requireProperty(
  path: Path,
  schema: Value | undefined,
  name: string,
  isRequired: boolean,
): RecipeEdit[] {
  const required = isDict(schema) ? schema.get('required') : undefined;
  const at = isList(required) ? required.indexOf(name) : -1;
  if (isRequired) return at < 0 ? [{ type: 'insert', path: [...path, 'required'], value: name }] : [];
  return at < 0 ? [] : [{ type: 'remove', path: [...path, 'required', at] }];
}

/** Another type; what the old one said of items goes, and the choices where they are none of the new type. */
export function retypeProperty(
  path: Path,
  schema: Value | undefined,
  name: string,
  type: PropertyType,
): RecipeEdit[] {
  const own = [...path, 'properties', name];
  const properties = isDict(schema) ? schema.get('properties') : undefined;
  const before = isDict(properties) ? properties.get(name) : undefined;
  const row = rowOf(name, isDict(before) ? before : new Map(), false);
  const hasItems = isDict(before) && before.has('items');
  return [
    { type: 'set', path: [...own, 'type'], value: type },
    ...(type === 'array' && !hasItems
      ? [{ type: 'set', path: [...own, 'items'], value: { type: 'string' } } as const]
      : []),
    ...(type !== 'array' && hasItems ? [{ type: 'remove', path: [...own, 'items'] } as const] : []),
    ...(row.choices === '' ? [] : choosable(own, row.choices, type)),
  ];
}

/** The values that a property may have, out of what was typed. */
export function setChoices(path: Path, { name, type }: SchemaRow, text: string): RecipeEdit[] {
  return choosable([...path, 'properties', name], text, type);
}

function choosable(own: Path, text: string, type: PropertyType | null): RecipeEdit[] {
  const values = choicesIn(text, type);
  const path = [...own, 'enum'];
  return [values.length === 0 ? { type: 'remove', path } : { type: 'set', path, value: values }];
}

function choicesIn(text: string, type: PropertyType | null): PlainValue[] {
  const words = text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const isNumber = type === 'integer' || type === 'number';
  const values = words.map((word) => (isNumber && Number.isFinite(Number(word)) ? Number(word) : word));
  return [...new Set(values)];
}
