import { decodeJson } from '@/lib/dataset/json';
import { isDict, type Value } from '@/lib/util/value';
import type { DraftEnvironment, DraftTool } from '../../draft';
import type { RecipeEdit } from '../../edit/apply-edit';
import { plainFromValue, type PlainValue } from '../../edit/plain-value';
import type { Path } from '../../yaml/document';
import { cellText } from '../example-cells';
import { unusedId } from '../unused-id';

type Table = NonNullable<NonNullable<DraftEnvironment['env_kwargs']>['lookup_table']>;
export type LookupEntries = NonNullable<ReturnType<Table['get']>>;

/** The columns of a tool's table: its arguments, and the parts of what it gives, or the whole where it gives no object. */
export type LookupColumns = { inputs: string[]; outputs: string[] | null };

export function lookupColumns(tool: DraftTool | undefined, entries: LookupEntries): LookupColumns {
  const inputs = new Set([
    ...propertyNames(tool?.parameters),
    ...entries.flatMap((entry) => [...(entry?.input?.keys() ?? [])]),
  ]);
  const outputs = entries.map((entry) => entry?.output);
  const areObjects = outputs.every((output) => output === undefined || isDict(output));
  const names = new Set([
    ...propertyNames(tool?.output_schema),
    ...outputs.flatMap((output) => (isDict(output) ? [...output.keys()] : [])),
  ]);
  return { inputs: [...inputs], outputs: areObjects && names.size > 0 ? [...names] : null };
}

/**
 * The value for what was typed into a cell: by the type that the schema states, else by what stood there, else as JSON where
 * it is some. Null takes the key out.
 */
export function lookupValue(
  text: string,
  { schema, name, before }: { schema: Value | undefined; name: string | null; before: Value | undefined },
): PlainValue | undefined {
  const type = name === null ? typeOf(schema) : typeOf(propertyOf(schema, name));
  if (type === 'string' || (type === undefined && typeof before === 'string')) return text;
  if (text.trim() === '') return name === null ? null : undefined;
  try {
    return plainFromValue(decodeJson(text.trim()));
  } catch {
    return text;
  }
}

/** How a cell shows a value. */
export const lookupText = cellText;

/** A further entry: like the last one, with a first argument that no other entry has. */
export function addEntry(path: Path, columns: LookupColumns, entries: LookupEntries): RecipeEdit {
  const last = entries.at(-1);
  const first = columns.inputs[0];
  const input: Record<string, PlainValue> = {};
  for (const [key, value] of last?.input ?? []) input[key] = plainFromValue(value);
  const known = new Set(entries.map((entry) => cellText(first && entry?.input?.get(first))));
  if (first !== undefined && (input[first] === undefined || typeof input[first] === 'string')) {
    input[first] = unusedId('example', known);
  }
  const output = last?.output === undefined ? { found: true } : plainFromValue(last.output);
  return { type: 'insert', path, value: { input, output } };
}

function propertyNames(schema: Value | undefined): string[] {
  const properties = isDict(schema) ? schema.get('properties') : undefined;
  return isDict(properties) ? [...properties.keys()] : [];
}

function propertyOf(schema: Value | undefined, name: string): Value | undefined {
  const properties = isDict(schema) ? schema.get('properties') : undefined;
  return isDict(properties) ? properties.get(name) : undefined;
}

function typeOf(schema: Value | undefined): Value | undefined {
  return isDict(schema) ? schema.get('type') : undefined;
}
