import type { Path } from './yaml/document';

/** Keys that other tools allow in an inference config on its own, but not in a recipe. */
const refusedKeys: Readonly<Record<string, string>> = {
  'strategy_params.generated_attributes.*.inference_config.remote_params.api_key':
    "The key of an attribute's own model is kept under Models, or named by api_key_env_varname",
  'inference_config.input_path': 'A recipe takes no input path: its prompts come from its attributes',
  'environment_config.environments.*.type': 'The key is env_type now',
  'environment_config.environments.*.tool_persona': 'The key stands under env_kwargs now',
  'environment_config.environments.*.state_params': 'The key stands under env_kwargs now',
  'environment_config.environments.*.cache_by_input': 'The key stands under env_kwargs now',
  'environment_config.environments.*.lookup_table': 'The key stands under env_kwargs',
  'environment_config.environments.*.tools.*.deterministic_outputs':
    'The answers of a tool stand in env_kwargs.lookup_table of its environment now, under the id of the tool: a list of input and output',
  'inference_config.output_path': 'A recipe takes no output path here: write output_path at the top',
};

/** Keys that are called otherwise by now, where nothing else changed. */
const newNames: Readonly<Record<string, string>> = {
  'environment_config.environments.*.type': 'env_type',
};

/** What to say of a key that has a meaning elsewhere or later, or undefined for one that has none. */
export function keyOfAnotherDay(
  path: Path,
): { code: 'not-supported'; text: string; newName?: string } | undefined {
  const pattern = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
  const refused = Object.hasOwn(refusedKeys, pattern) ? refusedKeys[pattern] : undefined;
  if (refused === undefined) return undefined;
  return {
    code: 'not-supported',
    text: refused,
    ...(Object.hasOwn(newNames, pattern) && { newName: newNames[pattern] }),
  };
}
