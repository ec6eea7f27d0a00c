import { isDict, isList } from '@/lib/util/value';
import type { DraftEnvironment } from '../draft';

/** What SQLite is asked about a tool of a database. */
export type ToolSql = {
  readonly id: string;
  readonly sql: string;
  readonly isReadOnly: boolean;
  /** The last statement has to give rows: what the tool gives can't be the number of changed ones. */
  readonly needsRows: boolean;
};

/** The tools of an environment that have SQL to be looked at. */
export function toolsOfDatabase({ tools = [] }: DraftEnvironment): ToolSql[] {
  return tools.flatMap((tool): ToolSql[] => {
    if (tool?.id === undefined || tool.sql === undefined) return [];
    const { id, sql, output_schema: output, read_only: isReadOnly = true } = tool;
    return [{ id, sql, isReadOnly, needsRows: !takesObjects(output) }];
  });
}

function takesObjects(schema: unknown): boolean {
  const type = isDict(schema) ? schema.get('type') : undefined;
  return type === undefined || (isList(type) ? type : [type]).includes('object');
}
