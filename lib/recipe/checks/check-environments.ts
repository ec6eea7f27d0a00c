import { compileSchema, type CompiledSchema } from '@/lib/json-schema/compile-schema';
import { fillDefaults, misplacedDefaults } from '@/lib/json-schema/defaults';
import { encodeJson, encodeSortedJson } from '@/lib/dataset/json';
import { nearestName } from '@/lib/util/nearest';
import { isDict, type Value } from '@/lib/util/value';
import type { DraftEnvironment, DraftRecipe, DraftTool } from '../draft';
import { placeOf, type Finding, type Reporter } from '../report';
import type { SourceFacts } from '../sources/source-facts';
import type { Path } from '../yaml/document';
import { checkDatabase } from './check-databases';
import { refuseExecutor, type Place, type ReadTool } from './environment-place';

/** Arguments of a tool that states none. */
export const anyObject: Value = new Map([['type', 'object']]);

/** The catalogue of tools: all that would go wrong when a tool is used is told before anything is asked. */
export function checkEnvironments(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  checkPath(draft, reporter, facts);
  const environments = draft.environment_config?.environments ?? [];
  checkIdsOf(environments, reporter);
  for (const [index, environment] of environments.entries()) {
    if (environment === undefined || reporter.isFull()) continue;
    const path = ['environment_config', 'environments', index];
    const tools = (environment.tools ?? []).map((tool, at) =>
      readTool(tool, [...path, 'tools', at], reporter),
    );
    const place: Place = { environment, path, tools, reporter, facts };
    checkKwargs(place);
    checkKind(place);
    checkGrounding(place);
  }
}

/** Whether rows may get a column of facts. */
export function hasFacts(draft: DraftRecipe): boolean {
  return draft.environment_config?.environments?.some((one) => one?.grounding !== undefined) ?? false;
}

function checkPath(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const written = draft.environment_config_path;
  if (written === undefined) return;
  const path = ['environment_config_path'];
  if (draft.environment_config !== undefined) {
    const text = 'A recipe has either environment_config or environment_config_path, not both';
    return reporter.add({ code: 'not-supported', path, text, at: 'key' });
  }
  const why = facts.canReadPaths
    ? `"${written}" is a file that only \`seedloom synth\` and \`seedloom validate\` read`
    : `"${written}" is a path, and the studio reads no files of the machine it runs on`;
  const text = `${why}. Write what is in it under environment_config`;
  reporter.add({ code: 'source-path', path, text });
}

function checkIdsOf(environments: readonly (DraftEnvironment | undefined)[], reporter: Reporter): void {
  const ids = new Set<string>();
  const owners = new Map<string, string>();
  for (const [index, environment] of environments.entries()) {
    const path = ['environment_config', 'environments', index];
    const id = environment?.id ?? '';
    if (id !== '' && ids.has(id)) {
      const text = `The id "${id}" is used by an environment above. Each needs its own`;
      reporter.add({ code: 'duplicate-id', path: [...path, 'id'], text });
    }
    ids.add(id);
    for (const [at, tool] of (environment?.tools ?? []).entries()) {
      if (tool?.id === undefined) continue;
      const owner = owners.get(tool.id);
      const toolPath = [...path, 'tools', at, 'id'];
      if (owner !== undefined) {
        const text = `The tool id "${tool.id}" is used in environment "${owner}" already. Tools have one id each over all environments`;
        reporter.add({ code: 'duplicate-id', path: toolPath, text });
      } else if (!/^[A-Za-z0-9_-]{1,64}$/.test(tool.id)) {
        const text = `Most providers refuse "${tool.id}" as the name of a tool: they take letters, digits, _ and -, 64 at most`;
        reporter.add({ severity: 'warning', code: 'out-of-range', path: toolPath, text });
      }
      owners.set(tool.id, owner ?? id);
    }
  }
}

function readTool(tool: DraftTool | undefined, path: Path, reporter: Reporter): ReadTool {
  const input = readSchema(tool?.parameters ?? anyObject, [...path, 'parameters'], reporter);
  const output =
    tool?.output_schema === undefined
      ? null
      : readSchema(tool.output_schema, [...path, 'output_schema'], reporter);
  const type = isDict(tool?.parameters) ? tool.parameters.get('type') : undefined;
  if (type !== undefined && type !== 'object') {
    const text = 'must be object: the arguments of a tool come by name';
    reporter.add({ code: 'bad-schema', path: [...path, 'parameters', 'type'], text });
  }
  return { tool: tool ?? {}, path, input, output };
}

function readSchema(written: Value, path: Path, reporter: Reporter): CompiledSchema | null {
  const compiled = compileSchema(written);
  if (compiled.ok) return compiled.schema;
  for (const problem of compiled.problems) {
    reporter.add({ code: 'bad-schema', path: [...path, ...problem.path], text: problem.text });
  }
  return null;
}

const kwargsOf = {
  deterministic: ['lookup_table'],
  synthetic: ['tool_persona', 'state_params', 'cache_by_input', 'use_guided_decoding'],
  database: ['db_path', 'schema_sql', 'seed_sql'],
} as const;

function checkKwargs({ environment, path, reporter }: Place): void {
  if (environment.env_type === undefined) return;
  const known: readonly string[] = kwargsOf[environment.env_type];
  for (const key of Object.keys(environment.env_kwargs ?? {})) {
    if (known.includes(key)) continue;
    const text = `is not a key of an environment of type ${environment.env_type}. Known here: ${known.join(', ')}`;
    reporter.add({ code: 'unknown-key', path: [...path, 'env_kwargs', key], text, at: 'key' });
  }
}

function checkKind(place: Place): void {
  switch (place.environment.env_type) {
    case 'deterministic':
      return checkLookups(place);
    case 'synthetic':
      return checkSynthetic(place);
    case 'database':
      return checkDatabase(place);
    case undefined:
      return;
  }
}

function checkLookups({ environment, path, tools, reporter }: Place): void {
  const at = [...path, 'env_kwargs', 'lookup_table'];
  const table = environment.env_kwargs?.lookup_table;
  const ids = tools.flatMap(({ tool }) => tool.id ?? []);
  for (const id of table?.keys() ?? []) {
    if (ids.includes(id)) continue;
    const nearest = nearestName(id, ids);
    const text = `There is no tool "${id}" in this environment. Known here: ${ids.join(', ') || 'none'}`;
    const fixes =
      nearest === undefined
        ? []
        : [
            {
              title: `Replace it with ${nearest}`,
              edits: [{ ...placeOf(reporter.document, [...at, id], 'key'), text: JSON.stringify(nearest) }],
            },
          ];
    reporter.add({ code: 'unknown-tool', path: [...at, id], text, at: 'key', fixes });
  }
  for (const read of tools) {
    const { id } = read.tool;
    if (id === undefined || reporter.isFull()) continue;
    const text = `Tool "${id}" has no entries in lookup_table, so it could answer nothing. Give it at least one`;
    if (!table?.has(id)) reporter.add({ code: 'lookup-entry', path: at, text, at: 'key' });
    checkDefaults(read, reporter);
    checkEntries(read, table?.get(id) ?? [], [...at, id], reporter);
  }
}

function checkDefaults({ tool, path }: ReadTool, reporter: Reporter): void {
  for (const place of misplacedDefaults(tool.parameters ?? anyObject)) {
    const text =
      'This default can not be filled in, so entries could not be told apart. Defaults stand under properties alone';
    reporter.add({ code: 'bad-schema', path: [...path, 'parameters', ...place], text });
  }
}

type Entries = NonNullable<
  ReturnType<NonNullable<NonNullable<DraftEnvironment['env_kwargs']>['lookup_table']>['get']>
>;

function checkEntries(
  { tool, input, output }: ReadTool,
  entries: Entries,
  path: Path,
  reporter: Reporter,
): void {
  const seen = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    if (entry === undefined || reporter.isFull()) continue;
    const at = [...path, index];
    const add = (key: string, text: string) =>
      reporter.add({ code: 'lookup-entry', path: [...at, key], text, at: 'key' });
    if (entry.output === undefined) add('output', 'is missing. Write null for a tool that gives nothing');
    else {
      const problem = output?.problemOf(entry.output) ?? null;
      if (problem !== null) add('output', `does not fit output_schema: ${problem}`);
      if (typeof entry.output === 'string' && entry.output.trim() === '') {
        reporter.add({
          severity: 'warning',
          code: 'lookup-entry',
          path: [...at, 'output'],
          text: 'is a blank text, so a row that gets it fails. Write null for a tool that gives nothing',
        });
      }
    }
    if (entry.input === undefined) continue;
    const filled = fillDefaults(tool.parameters ?? anyObject, entry.input);
    const problem = input?.problemOf(filled) ?? null;
    if (problem !== null) add('input', `does not fit the parameters of "${tool.id ?? ''}": ${problem}`);
    const key = encodeSortedJson(filled);
    const before = seen.get(key);
    if (before !== undefined) {
      const text = `Tool "${tool.id ?? ''}" has a duplicate input entry: ${encodeJson(filled)} is that of entry ${before} already, with defaults filled in`;
      add('input', text);
    }
    seen.set(key, before ?? index);
  }
}

function checkSynthetic({ environment, path, tools, reporter }: Place): void {
  const kwargs = environment.env_kwargs;
  if (kwargs?.tool_persona === undefined) {
    const text = 'is missing: it tells the model what it stands in for';
    reporter.add({ code: 'missing-field', path: [...path, 'env_kwargs', 'tool_persona'], text });
  }
  const state = kwargs?.state_params?.initial_state;
  if (state !== undefined) {
    if (kwargs?.cache_by_input !== false) {
      const text = 'must be false where there is an initial_state: answers hang on the state too';
      reporter.add({ code: 'not-supported', path: [...path, 'env_kwargs', 'cache_by_input'], text });
    }
    const text =
      'A state can not be kept here: it is changed by Python functions, which Seedloom does not run. Keep it in an environment of type database, whose tools are written as sql';
    reporter.add({ code: 'not-supported', path: [...path, 'env_kwargs', 'state_params'], text, at: 'key' });
  }
  for (const { tool, path: at } of tools) {
    if (state !== undefined && (tool.executor ?? '') === '') {
      const text = `is missing: in an environment with a state every tool needs one, also "${tool.id ?? ''}"`;
      reporter.add({ code: 'missing-field', path: [...at, 'executor'], text });
    }
    refuseExecutor({
      tool,
      at,
      reporter,
      advice:
        'Leave it out and the model stands in for the tool, or write the tool as sql in an environment of type database',
    });
    if (tool.sql !== undefined) {
      const text = 'is for environments of type database alone';
      reporter.add({ code: 'not-supported', path: [...at, 'sql'], text, at: 'key' });
    }
  }
}

function checkGrounding({ environment, path, tools, reporter }: Place): void {
  const { grounding, env_type: type } = environment;
  if (grounding === undefined || type === undefined) return;
  const at = [...path, 'grounding'];
  const add = (where: Path, text: string, code: Finding['code'] = 'unknown-tool') =>
    reporter.add({ code, path: where, text, at: 'key' });
  const named = [...(grounding.tools?.entries() ?? [])];
  if (named.length > 0 && type !== 'deterministic') {
    const text = `Facts of tools come from a lookup_table, which an environment of type ${type} does not have`;
    add([...at, 'tools'], text, 'not-supported');
  }
  for (const [index, { state_path: state } = {}] of (grounding.state ?? []).entries()) {
    const initial = environment.env_kwargs?.state_params?.initial_state;
    const rows = isDict(initial) && state !== undefined ? initial.get(state) : undefined;
    const text = `There is no list "${state ?? ''}" in an initial_state here`;
    if (!Array.isArray(rows)) add([...at, 'state', index], text, 'not-supported');
  }
  const ids = tools.flatMap(({ tool }) => tool.id ?? []);
  for (const [id, source] of named) {
    const where = [...at, 'tools', id];
    if (!ids.includes(id)) {
      add(where, `There is no tool "${id}" in this environment. Known here: ${ids.join(', ') || 'none'}`);
      continue;
    }
    const entries = environment.env_kwargs?.lookup_table?.get(id) ?? [];
    const known = new Set(
      entries.flatMap((entry) => [
        ...(entry?.input?.keys() ?? []),
        ...(isDict(entry?.output) ? entry.output.keys() : []),
      ]),
    );
    checkFields(source.fields ?? [], known, [...where, 'fields'], reporter);
  }
}

function checkFields(
  fields: readonly (string | undefined)[],
  known: ReadonlySet<string>,
  path: Path,
  reporter: Reporter,
): void {
  for (const [index, field] of fields.entries()) {
    if (field === undefined) continue;
    const at = [...path, index];
    if (fields.indexOf(field) < index) {
      reporter.add({ code: 'duplicate-id', path: at, text: `"${field}" is named above already` });
    } else if (known.size > 0 && !known.has(field)) {
      const text = `No entry has a field "${field}". There are ${[...known].slice(0, 12).join(', ')}`;
      reporter.add({ code: 'unknown-property', path: at, text });
    }
  }
}
