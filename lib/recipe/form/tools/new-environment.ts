import type { DraftEnvironment } from '../../draft';
import type { RecipeEdit } from '../../edit/apply-edit';
import type { PlainValue } from '../../edit/plain-value';
import type { environmentTypes } from '../../environment-schema';
import type { Path } from '../../yaml/document';
import { unusedId } from '../unused-id';

export type EnvironmentType = (typeof environmentTypes)[number];
type PlainMap = Record<string, PlainValue>;

/** How forms call the kinds, and what each is for. */
export const environmentNames: Readonly<Record<EnvironmentType, string>> = {
  deterministic: 'Tables: each tool gives what its table says',
  synthetic: 'The model: it stands in for the tools',
  database: 'A database: tools run SQL on a row’s own copy',
};

/** An environment with one tool that is valid as it stands. */
export function newEnvironment(
  type: EnvironmentType,
  taken: { environments: ReadonlySet<string>; tools: ReadonlySet<string> },
): { id: string; value: PlainMap } {
  const id = unusedId('tools', taken.environments);
  const { tool, table } = newTool(type, taken.tools);
  return {
    id,
    value: {
      id,
      env_type: type,
      tools: [tool],
      env_kwargs: { ...newKwargs(type), ...(table === null ? {} : { lookup_table: table }) },
    },
  };
}

/** A tool of an environment that is valid as it stands, with its entries where answers come from a table. */
export function newTool(
  type: EnvironmentType,
  taken: ReadonlySet<string>,
): { id: string; tool: PlainMap; table: Record<string, PlainValue[]> | null } {
  const id = unusedId('look_up', taken);
  const tool = {
    id,
    name: 'Look up',
    description: 'Looks something up by its name.',
    parameters: {
      type: 'object',
      properties: { name: { type: 'string', description: 'What is looked up' } },
      required: ['name'],
    },
  };
  if (type === 'database') return { id, tool: { ...tool, sql: newStatement }, table: null };
  return { id, tool, table: type === 'deterministic' ? { [id]: [newEntry] } : null };
}

const newEntry: PlainMap = { input: { name: 'example' }, output: { found: true } };
const newStatement = 'SELECT * FROM things WHERE name = :name;\n';

/** What a kind of environment needs beside its tools. */
function newKwargs(type: EnvironmentType): PlainMap {
  switch (type) {
    case 'deterministic':
      return {};
    case 'synthetic':
      return { tool_persona: 'You are the system behind these tools. Make up plausible answers.' };
    case 'database':
      return {
        schema_sql: 'CREATE TABLE things (name TEXT PRIMARY KEY, price REAL);\n',
        seed_sql: "INSERT INTO things VALUES ('example', 9.5);\n",
      };
  }
}

/**
 * Makes an environment one of another kind: tools stay, what the old kind needed goes, and what the new one needs is put
 * in, so that it is valid as far as the kind says.
 */
export function changeEnvironmentType(
  path: Path,
  environment: DraftEnvironment,
  type: EnvironmentType,
): RecipeEdit[] {
  const kwargs = [...path, 'env_kwargs'];
  const tools = environment.tools ?? [];
  const table = Object.fromEntries(tools.flatMap((tool) => (tool?.id ? [[tool.id, [newEntry]]] : [])));
  const fresh = { ...newKwargs(type), ...(type === 'deterministic' ? { lookup_table: table } : {}) };
  return [
    { type: 'set', path: [...path, 'env_type'], value: type },
    { type: 'remove', path: kwargs },
    { type: 'set', path: kwargs, value: fresh },
    ...(environment.grounding === undefined || type === 'deterministic'
      ? []
      : [{ type: 'remove', path: [...path, 'grounding'] } as const]),
    ...tools.flatMap((tool, index): RecipeEdit[] => {
      const sql = [...path, 'tools', index, 'sql'];
      if (type === 'database') {
        return tool?.sql === undefined ? [{ type: 'set', path: sql, value: newStatement }] : [];
      }
      return tool?.sql === undefined ? [] : [{ type: 'remove', path: sql }];
    }),
  ];
}

/** Takes a tool out with its table and its facts. */
export function removeTool(
  environmentPath: Path,
  environment: DraftEnvironment,
  index: number,
): RecipeEdit[] {
  const id = environment.tools?.[index]?.id ?? '';
  const own = [...environmentPath, 'tools', index];
  const table = [...environmentPath, 'env_kwargs', 'lookup_table', id];
  const facts = [...environmentPath, 'grounding', 'tools', id];
  const isInTable = environment.env_kwargs?.lookup_table?.has(id) ?? false;
  const isInFacts = environment.grounding?.tools?.has(id) ?? false;
  return [
    { type: 'remove', path: own },
    ...(isInTable ? [{ type: 'remove', path: table } as const] : []),
    ...(isInFacts ? [{ type: 'remove', path: facts } as const] : []),
  ];
}
