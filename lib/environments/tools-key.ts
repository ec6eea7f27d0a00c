import { encodeJson } from '@/lib/dataset/json';
import type { Environment } from '@/lib/recipe/environment-schema';
import type { Tool, ToolSet } from './tool-set';

/** A text that differs where tools are offered in another way or may give something else. */
export function toolsKey({ tools }: ToolSet, environments: readonly Environment[]): string {
  return JSON.stringify(
    [...tools.values()].map((tool) => {
      const environment = environments.find(({ id }) => id === tool.environmentId);
      return [tool.definition, encodeJson(tool.outputSchema), sourceKey(tool, environment)];
    }),
  );
}

function sourceKey({ source }: Tool, environment: Environment | undefined): unknown {
  switch (source.type) {
    case 'lookup':
      return [...source.outputs].map(([input, output]) => [input, encodeJson(output)]);
    case 'model':
      return source;
    case 'database': {
      const { db_path: path, schema_sql: schema, seed_sql: seed } = environment?.env_kwargs ?? {};
      return [source, path, schema, seed];
    }
  }
}
