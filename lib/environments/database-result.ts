import { isDict, isList, type Value } from '@/lib/util/value';
import { checkedOutput } from './tool-call';
import type { Tool } from './tool-set';
import { errorText } from './tool-text';

/** What a statement gave: rows, or how many it changed. */
export type DatabaseResult =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] }
  | { readonly changes: number };

/**
 * What the model is told of a statement's result. Rows are a list of objects, unless `output_schema` asks for less: an
 * object is the first row, anything else its first value. A statement without rows tells how many it changed.
 */
export function databaseText(tool: Tool, result: DatabaseResult): string {
  const given = (value: Value): string => checkedOutput(tool, value).text;
  if ('changes' in result) return given(new Map([['changes', result.changes]]));
  const { columns, rows } = result;
  const types = typesOf(tool.outputSchema);
  if (types.length === 0 || types.includes('array')) return given(rows.map((row) => rowOf(columns, row)));
  const [first] = rows;
  if (first === undefined) {
    return types.includes('null') ? given(null) : errorText(`Tool '${tool.id}' found nothing.`);
  }
  return given(types.includes('object') ? rowOf(columns, first) : (first[0] ?? null));
}

function rowOf(columns: readonly string[], row: readonly Value[]): Value {
  return new Map(columns.map((name, at) => [name, row[at] ?? null]));
}

function typesOf(schema: Value | undefined): string[] {
  const type = isDict(schema) ? schema.get('type') : undefined;
  const types = type !== undefined && isList(type) ? type : [type];
  return types.filter((one) => typeof one === 'string');
}
