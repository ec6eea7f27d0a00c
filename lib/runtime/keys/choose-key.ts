import { engineFacts, engineNames, type EngineFacts, type EngineName } from '@/lib/llm/engines';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { Path } from '@/lib/recipe/yaml/document';
import type { UsedKey } from '@/lib/store/providers';
import type { Context } from '../context';
import { environmentProviders, environmentUrl, isLoopback, originOf } from './provider-address';

/** A stored provider, as far as its key goes. */
export type KeyHolder = {
  id: number;
  name: string;
  engine: string;
  baseUrl: string;
  sealedKey: string | null;
};

/** What is known when a key is looked for. */
export type KeyRequest = {
  engine: EngineName;
  facts: EngineFacts;
  /** Where the call goes. */
  origin: string;
  /** The recipe's own key, and the origin that it was given for. */
  recipeKey?: { value: string; origin?: string };
  /** `api_key_env_varname`. */
  keyVariable?: string;
  providers: readonly KeyHolder[];
};

/** A key or none, with the stored one that it is; or why the call must not be made. The path is below `inference_config`. */
export type ChosenKey =
  | { ok: true; key: string | undefined; isFromEnvironment?: boolean; used?: UsedKey }
  | { ok: false; path: Path; code: Diagnostic['code']; problem: string };

/**
 * Chooses the key for an origin: the recipe's own; else one that belongs to this origin, stored or
 * in the environment; else none. A key of another origin is never taken.
 */
export function chooseKey(
  context: Pick<Context, 'config' | 'box' | 'anyKeyVariable'>,
  request: KeyRequest,
): ChosenKey {
  const { engine, facts, origin, providers } = request;
  if (request.recipeKey) return keyOfRecipe(request.recipeKey, origin);
  if (request.keyVariable !== undefined) return keyOfVariable(context, request, request.keyVariable);
  const holders = providers.filter((provider) => provider.sealedKey && originOf(provider.baseUrl) === origin);
  const holder = holders.find((provider) => provider.engine === engine) ?? holders[0];
  if (holder?.sealedKey) {
    const used = { providerId: holder.id, sealedKey: holder.sealedKey };
    return { ok: true, key: context.box.open(holder.sealedKey), used };
  }
  const environmentKey = environmentProviders(context.config).find(
    (provider) => originOf(provider.baseUrl) === origin,
  )?.apiKey;
  if (environmentKey !== undefined) return { ok: true, key: environmentKey, isFromEnvironment: true };
  if (!facts.keyRequired || isLoopback(origin)) return { ok: true, key: undefined };
  return { ok: false, ...missingKey(context, request) };
}

/** A recipe whose address was changed after its key was stored must bring the key again. */
function keyOfRecipe(key: { value: string; origin?: string }, origin: string): ChosenKey {
  if (key.origin === undefined || key.origin === origin) return { ok: true, key: key.value };
  return {
    ok: false,
    path: ['remote_params', 'api_key'],
    code: 'key-elsewhere',
    problem: `the key of this recipe was given for ${key.origin} and is not sent to ${origin}. Enter the api_key again.`,
  };
}

function missingKey(
  { config }: Pick<Context, 'config'>,
  { engine, facts, origin, providers }: KeyRequest,
): Omit<Extract<ChosenKey, { ok: false }>, 'ok'> {
  const hasKeyElsewhere =
    environmentProviders(config).some((provider) => provider.engine === engine) ||
    providers.some((provider) => provider.engine === engine && provider.sealedKey);
  if (hasKeyElsewhere) {
    return {
      path: ['remote_params', 'api_url'],
      code: 'key-elsewhere',
      problem: `the key for ${facts.label} is not sent to ${origin}. Add this endpoint with a key of its own under Models, or give the recipe an api_key.`,
    };
  }
  const variable = facts.keyVariable ? `, set ${facts.keyVariable}` : '';
  return {
    path: ['engine'],
    code: 'missing-key',
    problem: `${facts.label} has no key yet. Add it under Models${variable}, or use the local model.`,
  };
}

/** A variable holds the key of its own engine, and goes there alone; the command line's user decides freely. */
function keyOfVariable(
  context: Pick<Context, 'config' | 'anyKeyVariable'>,
  { origin }: KeyRequest,
  variable: string,
): ChosenKey {
  const path = ['remote_params', 'api_key_env_varname'];
  const owner = engineNames.find((name) => engineFacts(name).keyVariable === variable);
  if (owner === undefined && !context.anyKeyVariable) {
    return {
      ok: false,
      path,
      code: 'key-elsewhere',
      problem: `${variable} is not the variable of a known provider, and a recipe may read no other here. Use one such as OPENAI_API_KEY, or store the key under Models.`,
    };
  }
  const key = context.config.environment(variable);
  if (key === undefined) {
    return {
      ok: false,
      path,
      code: 'missing-key',
      problem: `the environment variable ${variable} is not set. Set it where Seedloom is started, or store the key under Models.`,
    };
  }
  const home = owner && originOf(environmentUrl(context.config, owner) ?? engineFacts(owner).baseUrl ?? '');
  if (owner !== undefined && home !== origin) {
    return {
      ok: false,
      path,
      code: 'key-elsewhere',
      problem: `${variable} holds the key for ${engineFacts(owner).label} and is not sent to ${origin}. Add this endpoint with a key of its own under Models, or give the recipe an api_key.`,
    };
  }
  return { ok: true, key, isFromEnvironment: true };
}
