import type { EngineName } from './engines';
import type { Usage } from './model-call';

/** What a model costs, in USD for a million tokens. */
export type ModelPrice = { readonly inputUsdPerMillion: number; readonly outputUsdPerMillion: number };

/** A price from a provider's public list; it may have changed since `date`. */
export type ListPrice = ModelPrice & { readonly source: string; readonly date: string };

/** What a call cost in USD; 0 while the price is unknown. */
export function costUsd(price: ModelPrice | null, usage: Usage): number {
  if (price === null) return 0;
  return (
    (usage.promptTokens * price.inputUsdPerMillion + usage.completionTokens * price.outputUsdPerMillion) / 1e6
  );
}

/** The known list price of a model, or null: an unknown price is never guessed. */
export function listPrice(engine: EngineName, modelName: string): ListPrice | null {
  if (freeEngines.has(engine)) return { ...free, source: 'runs on this machine', date: listDate };
  const list = lists[engine];
  if (list === undefined) return null;
  const price = ownPrice(list, modelName) ?? ownPrice(list, withoutVersion(modelName));
  return price === undefined
    ? null
    : {
        inputUsdPerMillion: price[0],
        outputUsdPerMillion: price[1],
        source: list.source,
        date: listDate,
      };
}

const listDate = '2025-10-01';
const free: ModelPrice = { inputUsdPerMillion: 0, outputUsdPerMillion: 0 };
const freeEngines: ReadonlySet<EngineName> = new Set(['ECHO', 'LLAMACPP', 'NATIVE', 'NATIVE_TEXT', 'VLLM']);

type PriceList = {
  readonly source: string;
  readonly models: Readonly<Record<string, readonly [input: number, output: number]>>;
};

const lists: Partial<Record<EngineName, PriceList>> = {
  OPENAI: {
    source: 'OpenAI price list',
    models: {
      'gpt-5': [1.25, 10],
      'gpt-5-mini': [0.25, 2],
      'gpt-5-nano': [0.05, 0.4],
      'gpt-4.1': [2, 8],
      'gpt-4.1-mini': [0.4, 1.6],
      'gpt-4.1-nano': [0.1, 0.4],
      'gpt-4o': [2.5, 10],
      'gpt-4o-mini': [0.15, 0.6],
      'o4-mini': [1.1, 4.4],
      o3: [2, 8],
      'o3-mini': [1.1, 4.4],
    },
  },
  ANTHROPIC: {
    source: 'Anthropic price list',
    models: {
      'claude-opus-4-1': [15, 75],
      'claude-opus-4': [15, 75],
      'claude-sonnet-4-5': [3, 15],
      'claude-sonnet-4': [3, 15],
      'claude-3-7-sonnet': [3, 15],
      'claude-3-5-sonnet': [3, 15],
      'claude-3-5-haiku': [0.8, 4],
      'claude-3-haiku': [0.25, 1.25],
    },
  },
};

/** `gpt-4o-2024-08-06` and `claude-sonnet-4-20250514` have the price of the name without its date. */
export function withoutVersion(modelName: string): string {
  return modelName.replace(/-(\d{4}-\d{2}-\d{2}|\d{8}|latest|0)$/, '');
}

function ownPrice(list: PriceList, modelName: string) {
  return Object.hasOwn(list.models, modelName) ? list.models[modelName] : undefined;
}
