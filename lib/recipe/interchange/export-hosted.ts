import { isDict, isValue, type Value } from '@/lib/util/value';
import { readRecipe, type ReadRecipe } from '../read-recipe';
import { recipeSchema } from '../schema';
import { shapeOf, type Shape } from '../shape';
import { placeOfSource } from '../sources/source-spec';
import { exportOumi } from './export-oumi';
import type { Dropped, ExportedRecipe } from './exported';
import { hostedInference, hostedModels } from './hosted-config';
import { writeJson } from './write-json';

const recipeShape = shapeOf(recipeSchema);

/** The parts of a recipe that the service's inner config has. */
const innerKeys = ['num_samples', 'strategy', 'strategy_params'] as const;

/** A valid recipe as the body of the hosted service's `synthesis:run`. Keys are never in it. */
export function exportHosted(read: ReadRecipe): ExportedRecipe {
  // The service runs oumi, so what oumi can't do it can't do either.
  const { text, dropped } = exportOumi(read);
  const { draft, recipe } = readRecipe(text);
  // What fell out of oumi's language took something with it: only the draft is there then.
  const inference = recipe?.inference_config;
  const root = valueOf(draft, recipeShape);
  const entries = root instanceof Map ? root : new Map<string, Value>();
  const inner = new Map(innerKeys.flatMap((key) => entryOf(entries, key)));
  if (!inner.has('strategy')) inner.set('strategy', 'general');
  const hosted = hostedModels.find(({ engine }) => engine === inference?.engine);
  const config = new Map<string, Value>([
    ['type', 'synthesize'],
    [
      'model_identifier',
      new Map<string, Value>([
        ['model_type', hosted?.type ?? null],
        ['model_name', inference?.model.model_name ?? null],
        ['api_keys', null],
      ]),
    ],
    ['inference_config', inferenceOf(inference)],
    [
      'synthesis_config',
      new Map<string, Value>([
        ['synthesis_type', 'general'],
        ['synthesis_config', inner],
      ]),
    ],
  ]);
  const body = new Map([['recipe', new Map([['recipe_config', config]])]]);
  const own = [...lostKeys(entries), ...lostModel(entries, inference), ...lostSources(draft)];
  // An engine that oumi lacks is one that the service lacks: once is enough.
  const said = new Set(own.map(({ path }) => path.join('.')));
  return {
    text: `${writeJson(body)}\n`,
    dropped: [...dropped.filter(({ path }) => !said.has(path.join('.'))), ...own],
  };
}

type Inference = NonNullable<ReadRecipe['recipe']>['inference_config'];

function inferenceOf(inference: Inference | undefined): Value {
  const entries = hostedInference.flatMap(({ hosted, at }): [string, Value][] => {
    const part: Readonly<Record<string, unknown>> | undefined = inference?.[at[0]];
    const value = part?.[at[1]];
    return typeof value === 'number' ? [[hosted, value]] : [];
  });
  return new Map(entries);
}

function lostKeys(entries: ReadonlyMap<string, Value>): Dropped[] {
  const kept = new Set<string>([...innerKeys, 'inference_config']);
  return [...entries.keys()]
    .filter((key) => !kept.has(key))
    .map((key) => ({ path: [key], reason: `the hosted service takes no ${key}` }));
}

/** Settings of the model that the service has no word for. */
function lostModel(entries: ReadonlyMap<string, Value>, inference: Inference | undefined): Dropped[] {
  if (inference === undefined) return [];
  const lost = givenSettings(entries.get('inference_config'))
    .filter((path) => !hasWord.has(path.join('.')))
    .map((path) => ({
      path: ['inference_config', ...path],
      reason: `the hosted service takes no ${path.at(-1) ?? ''}`,
    }));
  if (!hostedModels.some(({ engine }) => engine === inference.engine)) {
    const types = hostedModels.map(({ type }) => type).join(', ');
    const reason = `the hosted service runs no ${inference.engine}: put one of ${types} in model_type`;
    lost.push({ path: ['inference_config', 'engine'], reason });
  }
  const { temperature } = inference.generation;
  if (temperature > 1) {
    const reason = `the hosted service takes a temperature of at most 1, and this is ${temperature}`;
    lost.push({ path: ['inference_config', 'generation', 'temperature'], reason });
  }
  return lost;
}

const hasWord = new Set(['engine', 'model.model_name', ...hostedInference.map(({ at }) => at.join('.'))]);

function givenSettings(config: Value | undefined): string[][] {
  if (!isDict(config)) return [];
  return [...config].flatMap(([part, settings]) =>
    isDict(settings) ? [...settings.keys()].map((key) => [part, key]) : [[part]],
  );
}

function lostSources(draft: ReadRecipe['draft']): Dropped[] {
  return (['input_data', 'input_documents'] as const).flatMap((list) =>
    (draft.strategy_params?.[list] ?? []).flatMap((source, index): Dropped[] => {
      if (source?.path === undefined || placeOfSource(source.path).type === 'hub') return [];
      const path = ['strategy_params', list, index, 'path'];
      return [{ path, reason: `the hosted service has no file ${source.path}: upload it there` }];
    }),
  );
}

function entryOf(entries: ReadonlyMap<string, Value>, key: string): [string, Value][] {
  const value = entries.get(key);
  return value === undefined ? [] : [[key, value]];
}

/** Keys that are choices are written as choices are. */
function keyOf(key: string, { keys }: Shape & { type: 'dict' }): string {
  return keys === null ? key : key.slice(key.lastIndexOf('.') + 1).toLowerCase();
}

/** What was read as plain values, choices in lower case as the service writes them. */
function valueOf(read: unknown, shape: Shape): Value {
  if (shape.type === 'choice' && typeof read === 'string') return read.toLowerCase();
  if (shape.type === 'list' && Array.isArray(read)) return read.map((item) => valueOf(item, shape.item));
  if (shape.type === 'dict' && read instanceof Map) {
    return new Map([...read].map(([key, value]) => [keyOf(String(key), shape), valueOf(value, shape.value)]));
  }
  if (shape.type === 'object' && typeof read === 'object' && read !== null) {
    return new Map(
      Object.entries(read).flatMap(([key, value]): [string, Value][] => {
        const field = shape.fields.get(key);
        return field === undefined || value === undefined ? [] : [[key, valueOf(value, field.shape)]];
      }),
    );
  }
  return isValue(read) ? read : null;
}
