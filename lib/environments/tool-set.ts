import { encodeSortedJson } from '@/lib/dataset/json';
import { compileSchema, type CompiledSchema } from '@/lib/json-schema/compile-schema';
import { toPlain } from '@/lib/json-schema/plain-value';
import type { JsonObject, ToolDefinition } from '@/lib/llm/message';
import { anyObject } from '@/lib/recipe/checks/check-environments';
import type { Environment, ToolParams } from '@/lib/recipe/environment-schema';
import { splitSql, type SqlStatement } from '@/lib/recipe/environments/sql-text';
import { fillDefaults } from '@/lib/json-schema/defaults';
import { AppError } from '@/lib/util/app-error';
import { isDict, type Value } from '@/lib/util/value';

/** Arguments of a tool, or what one gives by name. */
export type ToolInput = ReadonlyMap<string, Value>;

/** A tool made ready to be used. */
export type Tool = {
  readonly id: string;
  readonly environmentId: string;
  readonly definition: ToolDefinition;
  readonly parameters: Value;
  readonly input: CompiledSchema;
  readonly outputSchema: Value | undefined;
  /** Null: anything may come. */
  readonly output: CompiledSchema | null;
  readonly source: ToolSource;
};

/** Where a tool's answers come from. */
export type ToolSource =
  | {
      readonly type: 'lookup';
      /** Outputs by the text of their input, defaults filled in and keys sorted. */
      readonly outputs: ReadonlyMap<string, Value>;
    }
  | {
      readonly type: 'model';
      readonly persona: string;
      /** The same question is asked once a run. */
      readonly isShared: boolean;
      /** The answer is held to `output_schema`. */
      readonly isShaped: boolean;
    }
  | {
      readonly type: 'database';
      /** Carried out in this order; the last one gives the result. */
      readonly statements: readonly SqlStatement[];
      readonly isReadOnly: boolean;
    };

/** The tools that an assistant may use, in the order of the recipe. */
export type ToolSet = {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly definitions: readonly ToolDefinition[];
};

/** Which tools of a catalogue an attribute names; an empty list stands for all. */
export type ToolScope = {
  readonly available_environments: readonly string[];
  readonly available_tools: readonly string[];
};

/** The environments that a scope names. */
export function environmentsInScope(
  environments: readonly Environment[],
  { available_environments: named }: Pick<ToolScope, 'available_environments'>,
): readonly Environment[] {
  return environments.filter(({ id }) => named.length === 0 || named.includes(id));
}

/** Makes the tools of a scope ready; null for none. Throws AppError `recipe-invalid` for what `readRecipe` refuses. */
export function compileTools(environments: readonly Environment[], scope: ToolScope): ToolSet | null {
  const { available_tools: named } = scope;
  const tools = environmentsInScope(environments, scope).flatMap((environment) =>
    environment.tools
      .filter(({ id }) => named.length === 0 || named.includes(id))
      .map((tool) => compileTool(environment, tool)),
  );
  if (tools.length === 0) return null;
  return {
    tools: new Map(tools.map((tool) => [tool.id, tool])),
    definitions: tools.map(({ definition }) => definition),
  };
}

function compileTool(environment: Environment, tool: ToolParams): Tool {
  const parameters = tool.parameters ?? anyObject;
  return {
    id: tool.id,
    environmentId: environment.id,
    definition: { name: tool.id, description: tool.description, parameters: jsonObject(parameters) },
    parameters,
    input: compiled(parameters),
    outputSchema: tool.output_schema,
    output: tool.output_schema === undefined ? null : compiled(tool.output_schema),
    source: sourceOf(environment, tool, parameters),
  };
}

function sourceOf(
  { env_type: type, env_kwargs: kwargs }: Environment,
  tool: ToolParams,
  parameters: Value,
): ToolSource {
  switch (type) {
    case 'deterministic': {
      const entries = kwargs.lookup_table?.get(tool.id) ?? [];
      return {
        type: 'lookup',
        outputs: new Map(
          entries.map(({ input, output = null }) => [inputKey(fillDefaults(parameters, input)), output]),
        ),
      };
    }
    case 'synthetic':
      return {
        type: 'model',
        persona: kwargs.tool_persona ?? '',
        isShared: kwargs.cache_by_input,
        isShaped: kwargs.use_guided_decoding && tool.output_schema !== undefined,
      };
    case 'database':
      return { type: 'database', statements: splitSql(tool.sql ?? ''), isReadOnly: tool.read_only };
  }
}

/** Equal inputs have equal texts, whatever the order of their keys; 1 and 1.0 differ. */
export function inputKey(input: Value): string {
  return encodeSortedJson(input);
}

/** A JSON Schema as it is passed on to providers. */
export function jsonObject(schema: Value): JsonObject {
  const plain = toPlain(isDict(schema) ? schema : anyObject);
  return typeof plain === 'object' ? { ...plain } : {};
}

function compiled(schema: Value): CompiledSchema {
  const result = compileSchema(schema);
  if (result.ok) return result.schema;
  throw new AppError('recipe-invalid', result.problems[0]?.text ?? 'A schema of a tool can not be read');
}
