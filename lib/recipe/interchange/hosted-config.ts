import { isMap, isScalar } from 'yaml';
import type { Node, YAMLMap, Scalar } from 'yaml';
import { isEngineName, type EngineName } from '@/lib/llm/engines';
import { recipeSchema } from '../schema';
import { shapeOf } from '../shape';
import { nodeOrNull, scalarText, type Path } from '../yaml/document';
import { snakeCaseKeys } from './camel-case';
import type { ImportNote } from './import-note';
import { entryOf, isNothing, keepComments, mapOf, nameOf } from './tree';

/** The hosted service's `model_type` of an engine, and the name its key has under `api_keys`. */
export const hostedModels: readonly { type: string; engine: EngineName; keyName: string }[] = [
  { type: 'ANTHROPIC_API', engine: 'ANTHROPIC', keyName: 'anthropic' },
  { type: 'OPENAI_API', engine: 'OPENAI', keyName: 'openai' },
  { type: 'GEMINI_API', engine: 'GOOGLE_GEMINI', keyName: 'gemini' },
  { type: 'VERTEX_API', engine: 'GOOGLE_VERTEX', keyName: 'vertex' },
  { type: 'TOGETHER_API', engine: 'TOGETHER', keyName: 'together' },
];

/** Whom a `model_type` means: an engine of the service, or, as only this server knows it, one by its own name. */
function modelOfType(type: string): { engine: EngineName; keyName: string } | undefined {
  const name = type.toUpperCase();
  const hosted = hostedModels.find((one) => one.type === name);
  return hosted ?? (isEngineName(name) ? { engine: name, keyName: name.toLowerCase() } : undefined);
}

/** What the service calls the limits and settings of a model, and where a recipe has them. */
export const hostedInference = [
  { hosted: 'inference_temperature', at: ['generation', 'temperature'] },
  { hosted: 'inference_max_new_tokens', at: ['generation', 'max_new_tokens'] },
  { hosted: 'inference_seed', at: ['generation', 'seed'] },
  { hosted: 'requests_per_minute', at: ['remote_params', 'requests_per_minute'] },
] as const;

const recipeShape = shapeOf(recipeSchema);

/** Tells the service's config from a recipe. */
export function isHostedConfig(root: YAMLMap): boolean {
  const config = entryOf(root, 'synthesis_config', 'synthesisConfig');
  return isMap(config?.value) && entryOf(root, 'strategy_params') === undefined;
}

/** The recipe that a config of the hosted service means; what has no place in it is noted. */
export function recipeOfHosted(root: YAMLMap, notes: ImportNote[]): YAMLMap {
  const config = envelope(root, [], notes);
  const kind = config.take('type');
  if (kind !== null && textOf(kind) !== 'synthesize') {
    note(
      notes,
      ['type'],
      `is "${textOf(kind)}". Only "synthesize" makes data: the rest is read as if it were`,
    );
  }
  const synthesis = config.section('synthesis_config');
  synthesis?.take('synthesis_type');
  const inner = synthesis?.section('synthesis_config');
  const model = config.section('model_identifier');
  const inference = config.section('inference_config');
  const recipe = recipeOf(inner?.map ?? null, notes);
  const own = recipe.commentBefore;
  recipe.commentBefore = undefined;
  keepComments([root, synthesis?.key, synthesis?.map, inner?.key], recipe);
  if (own) recipe.commentBefore = [recipe.commentBefore, own].filter(Boolean).join('\n');
  const inferenceConfig = inferenceOf(model, inference, notes);
  if (inferenceConfig !== null) {
    recipe.items.push(...mapOf([['inference_config', inferenceConfig]]).items);
    keepComments([model?.key, inference?.key], keyOf(recipe.items.at(-1)));
  }
  for (const part of [config, synthesis, model, inference]) part?.noteRest();
  return recipe;
}

/** A mapping of the service, of which parts are taken one by one. Both spellings of a name are known. */
type Envelope = {
  map: YAMLMap;
  /** The node of the key it stands under. */
  key: Node | null;
  /** The value of a key, null where there is none. */
  take: (name: string) => Node | null;
  section: (name: string) => Envelope | null;
  /** Says what nobody took. */
  noteRest: () => void;
};

function envelope(map: YAMLMap, path: Path, notes: ImportNote[], key: Node | null = null): Envelope {
  const taken = new Set<unknown>();
  const take = (name: string) => {
    const entry = entryOf(map, name, camelCase(name));
    if (entry === undefined) return null;
    taken.add(entry.key);
    return isNothing(entry.value) ? null : entry.value;
  };
  return {
    map,
    key,
    take,
    section(name) {
      const value = take(name);
      if (value === null) return null;
      const inner = [...path, name];
      if (isMap(value)) {
        return envelope(value, inner, notes, entryOf(map, name, camelCase(name))?.key ?? null);
      }
      note(notes, inner, 'is no mapping and is left out', value);
      return null;
    },
    noteRest() {
      for (const pair of map.items) {
        if (taken.has(pair.key) || isNothing(pair.value)) continue;
        const text = 'has no place in a recipe and is left out';
        note(notes, [...path, nameOf(pair)], text, nodeOrNull(pair.value));
      }
    },
  };
}

/** Keys of the service's stored recipes that point to what only it has. */
const elsewhere: Readonly<Record<string, string>> = {
  dataset_id:
    'names a dataset that only the hosted service has. Download it there, upload it here, and name it in input_data',
  dataset_distribution: 'is left out: shares for training and tests are chosen when a dataset is downloaded',
};

function recipeOf(inner: YAMLMap | null, notes: ImportNote[]): YAMLMap {
  if (inner === null) return mapOf([]);
  snakeCaseKeys(inner, recipeShape);
  inner.items = inner.items.filter((pair) => {
    const name = nameOf(pair).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const reason = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
    const value = nodeOrNull(pair.value);
    const path = ['synthesis_config', 'synthesis_config', nameOf(pair)];
    if (reason !== undefined) note(notes, path, reason, value);
    else if (name === 'inference_config') {
      note(notes, path, 'stands where the service reads none: it is left out', value);
    } else return true;
    return false;
  });
  return inner;
}

function inferenceOf(
  model: Envelope | null,
  inference: Envelope | null,
  notes: ImportNote[],
): YAMLMap | null {
  if (model === null && inference === null) return null;
  const type = model?.take('model_type') ?? null;
  const hosted = type === null ? undefined : modelOfType(textOf(type));
  if (type !== null && hosted === undefined) {
    const known = hostedModels.map((one) => one.type).join(', ');
    note(notes, ['model_identifier', 'model_type'], `is "${textOf(type)}", but known are ${known}`);
  }
  const name = model?.take('model_name') ?? null;
  if (type === null && name !== null) {
    const known = hostedModels.map((one) => one.type).join(', ');
    note(notes, ['model_identifier', 'model_type'], `is missing; known are ${known}`);
  }
  for (const own of ['model_id', 'model_version_id']) {
    const value = model?.take(own);
    if (!value) continue;
    const text = 'means something to the service only and is left out';
    notes.push({ severity: 'info', path: ['model_identifier', own], text, leftOut: value });
  }
  const settings = hostedInference.map(({ hosted: key, at }) => ({
    at,
    value: inference?.take(key) ?? null,
  }));
  const apiKey = takeKey(model, hosted?.keyName, notes);
  const inPart = (part: string) =>
    settings
      .filter(({ at }) => at[0] === part)
      .map(({ at, value }) => [at[1], value] as [string, Node | null]);
  const generation = mapOf(inPart('generation'));
  const remote = mapOf([...inPart('remote_params'), ['api_key', apiKey]]);
  return mapOf([
    ['engine', hosted?.engine],
    ['model', name === null ? null : mapOf([['model_name', name]])],
    ['generation', generation.items.length === 0 ? null : generation],
    ['remote_params', remote.items.length === 0 ? null : remote],
  ]);
}

/** A key goes to its own provider only, so those of others are left out. */
function takeKey(model: Envelope | null, keyName: string | undefined, notes: ImportNote[]): Node | null {
  const keys = model?.section('api_keys') ?? null;
  let own: Node | null = null;
  for (const pair of keys?.map.items ?? []) {
    const name = nameOf(pair);
    if (!isScalar(pair.value) || isNothing(pair.value)) continue;
    if (name.toLowerCase() === keyName) own = pair.value;
    else {
      const text = 'is no key of the provider that is named, and is left out';
      note(notes, ['model_identifier', 'api_keys', name], text);
    }
  }
  return own;
}

function note(notes: ImportNote[], path: Path, text: string, leftOut?: Node | null): void {
  notes.push({ severity: 'warning', path, text, leftOut });
}

function textOf(node: Node): string {
  return isScalar(node) ? scalarText(node) : '';
}

function keyOf(pair: { key: unknown } | undefined): Scalar | null {
  return isScalar(pair?.key) ? pair.key : null;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
