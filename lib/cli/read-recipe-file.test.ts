import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { readRecipeFile } from './read-recipe-file';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seedloom-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

const recipe = (more: string) => `# mine
strategy_params:
  input_examples: [{ examples: [{ topic: x }] }]
${more}
inference_config: { engine: ECHO, model: { model_name: echo } }
`;

async function readBack(more: string, tools?: string) {
  const [path, catalogue] = [join(folder, 'recipe.yaml'), join(folder, 'tools.yaml')];
  await writeFile(path, recipe(more.replace('TOOLS', () => catalogue)));
  if (tools !== undefined) await writeFile(catalogue, tools);
  return readRecipeFile(path);
}

test('R77 a catalogue in a file of its own stands in the text that is run', async () => {
  const text = await readBack(
    'environment_config_path: TOOLS',
    'environments:\n  - { id: sim, env_type: synthetic, env_kwargs: { tool_persona: "You: 001" } }\n',
  );
  expect(text).toContain('# mine');
  expect(text).not.toContain('environment_config_path');
  const read = readRecipe(text);
  expect(read.diagnostics).toEqual([]);
  expect(read.recipe?.environment_config?.environments[0]?.env_kwargs.tool_persona).toBe('You: 001');
});

test('R77 a text without one is read as it is', async () => {
  expect(await readBack('seed:   7')).toBe(recipe('seed:   7'));
});

test('R77 a file that is not there, or is no YAML, is told by its name', async () => {
  await expect(readBack('environment_config_path: /no/such.yaml')).rejects.toThrow(
    '/no/such.yaml: there is no such file',
  );
  await expect(readBack('environment_config_path: TOOLS', 'a: [')).rejects.toThrow('tools.yaml: ');
});
