import { isScalar } from 'yaml';
import type { RateLimits } from '@/lib/engine/limits/rates';
import { engineFacts, isEngineName, type EngineFacts, type EngineName } from '@/lib/llm/engines';
import { normalizeBaseUrl, type Endpoint } from '@/lib/llm/endpoint';
import type { CallModel } from '@/lib/llm/model-call';
import { listPrice, type ModelPrice } from '@/lib/llm/price';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { Recipe } from '@/lib/recipe/schema';
import { readDocument, scalarText, type Path } from '@/lib/recipe/yaml/document';
import { findModelPrice } from '@/lib/store/models';
import { listProviders, type ProviderRecord, type UsedKey } from '@/lib/store/providers';
import type { Context } from './context';
import { createCall } from './calls/create-call';
import { chooseKey, type ChosenKey } from './keys/choose-key';
import { hideFromLog } from './log';
import { apiKeyPath, type RecipeSecret, type RecipeSecrets } from './keys/recipe-secret';
import { environmentUrl, isLoopback, originOf, templateProblem } from './keys/provider-address';

/** What the engine may do at once, and for how long it waits. */
export type ModelLimits = RateLimits & {
  maxConcurrency: number;
  /** For a whole call, from the first byte sent to the last one received. */
  timeoutMs: number;
  maxRetries: number;
  retryBackoffBaseMs: number;
  retryBackoffMaxMs: number;
};

export type ResolvedModel = {
  ok: true;
  /** What the journal knows the model by. */
  endpoint: Endpoint;
  /** Jobs with the same key share one limiter. */
  limiterKey: string;
  limits: ModelLimits;
  /** What the stored provider is called that answers at this address. */
  providerName: string | null;
  /** null: unknown. */
  price: ModelPrice | null;
  /** Whether the model is the one that comes with Seedloom, served on this machine. */
  isLocalModel: boolean;
  /**
   * Key and address, where they come from the environment of this process: another one that is to
   * resolve the same recipe needs them as secrets.
   */
  fromEnvironment: RecipeSecrets;
  /** The stored key that the calls are made with; undefined for none and for one from elsewhere. */
  usedKey: UsedKey | undefined;
  /** The adapter, with the key in it. */
  createCall(): CallModel;
};

export type ModelRequest = {
  recipe: Recipe;
  /** The recipe's text, to mark the right lines. */
  text: string;
  /** See StartRunRequest.model. */
  modelOverride?: string;
  /** Keys that stood in the recipe's text. */
  secrets: RecipeSecrets;
  /** Nobody is to be asked, only reckoned with: a key may lack. */
  isKeyless?: boolean;
};

const defaultRemoteCalls = 16;
const defaultTimeoutMs = 300_000;

/** Stands in the journal for the model server, which may answer at another port tomorrow. */
const localBaseUrl = 'local:';

/**
 * Finds endpoint, key, limits and price for a recipe. A key goes only to its own provider's origin:
 * what the recipe names beyond that must bring its own key. Calls nobody.
 */
export async function resolveModel(
  context: Context,
  request: ModelRequest,
): Promise<ResolvedModel | { ok: false; diagnostics: Diagnostic[] }> {
  const { recipe } = request;
  const found = findConnection(context, requestOf(request), await listProviders(context.db));
  if (!found.ok) return refused(request, found);
  const { engine, facts, modelName } = found;
  if (found.asks === 'nobody') {
    return resolved({ engine, facts, modelName, baseUrl: 'echo:', callUrl: 'echo:', recipe, price: free });
  }
  const { baseUrl, key, origin } = found;
  if (found.asks === 'model-server') {
    return resolved({
      engine,
      facts,
      modelName,
      baseUrl: localBaseUrl,
      callUrl: baseUrl,
      recipe,
      price: free,
    });
  }
  if (key?.key !== undefined) hideFromLog(key.key);
  const fromEnvironment = new Map<string, RecipeSecret>();
  if (key?.isFromEnvironment && key.key !== undefined)
    fromEnvironment.set(apiKeyPath, { value: key.key, origin });
  if (found.isFromEnvironment) fromEnvironment.set(apiUrlPath, { value: baseUrl });
  return resolved({
    engine,
    // A model server of one's own speaks OpenAI's protocol, whatever engine the recipe calls it.
    facts: facts.protocol === 'local' ? { ...facts, protocol: 'openai' } : facts,
    modelName,
    baseUrl,
    callUrl: baseUrl,
    apiKey: key?.key,
    usedKey: key?.used,
    recipe,
    fromEnvironment,
    provider: found.provider,
    price: await priceOf(context, engine, baseUrl, modelName),
  });
}

/** What of a recipe says where its calls go. */
export type ConnectionRequest = {
  inference: Recipe['inference_config'];
  /** One that asks no model needs neither an address nor a key. */
  asksModels: boolean;
  modelOverride?: string;
  secrets: RecipeSecrets;
  /** See ModelRequest. */
  isKeyless?: boolean;
};

type Connection = {
  ok: true;
  engine: EngineName;
  facts: EngineFacts;
  modelName: string;
  asks: 'nobody' | 'model-server' | 'endpoint';
  baseUrl: string;
  origin?: string;
  isFromEnvironment?: boolean;
  key?: Extract<ChosenKey, { ok: true }>;
  provider?: ProviderRecord;
};

/**
 * Where a recipe's calls go and with which key, or what stands in the way. Asks nobody, so that many recipes can be
 * looked at at once.
 */
export function findConnection(
  context: Pick<Context, 'config' | 'box' | 'anyKeyVariable'>,
  { inference, asksModels, modelOverride, secrets, isKeyless = false }: ConnectionRequest,
  providers: readonly ProviderRecord[],
): Connection | ({ ok: false } & Refusal) {
  const { engine, modelName } = overriddenModel(inference, modelOverride);
  const facts = engineFacts(engine);
  if (facts.protocol === 'unsupported') {
    return {
      ok: false,
      path: ['engine'],
      code: 'not-supported',
      problem: `${engine} is not supported. ${facts.advice ?? ''}`.trim(),
    };
  }
  if (facts.protocol === 'echo' || !asksModels) {
    const facts = engineFacts('ECHO');
    return { ok: true, engine, facts, modelName, asks: 'nobody', baseUrl: 'echo:' };
  }
  // Address and key of a recipe are those of its own engine.
  const remote = engine === inference.engine ? inference.remote_params : undefined;
  const address = addressOf(context, {
    engine,
    facts,
    apiUrl: remote?.api_url ?? (remote && secrets.get(apiUrlPath)?.value),
    storedUrl: providers.find((provider) => provider.engine === engine)?.baseUrl,
  });
  const origin = address && originOf(address.baseUrl);
  if (address === undefined || origin === undefined) {
    return { ok: false, ...unusableAddress(context, engine, address?.baseUrl) };
  }
  const { baseUrl, isFromEnvironment } = address;
  if (address.isModelServer) {
    return { ok: true, engine, facts, modelName, asks: 'model-server', baseUrl };
  }
  const key = isKeyless
    ? undefined
    : chooseKey(context, {
        engine,
        facts,
        origin,
        recipeKey: remote && secrets.get(apiKeyPath),
        keyVariable: remote?.api_key_env_varname,
        providers,
      });
  if (key?.ok === false) return key;
  const provider = providers.find((candidate) => originOf(candidate.baseUrl) === origin);
  return {
    ok: true,
    engine,
    facts,
    modelName,
    asks: 'endpoint',
    baseUrl,
    origin,
    isFromEnvironment,
    key,
    provider,
  };
}

/** Whether any attribute of a recipe is written by a model. */
export function asksModels({ strategy_params: strategy }: Pick<Recipe, 'strategy_params'>): boolean {
  return strategy.generated_attributes.length + strategy.multiturn_attributes.length > 0;
}

function requestOf({ recipe, modelOverride, secrets, isKeyless }: ModelRequest): ConnectionRequest {
  return {
    inference: recipe.inference_config,
    asksModels: asksModels(recipe),
    modelOverride,
    secrets,
    isKeyless,
  };
}

type Refusal = { path: Path; code: Diagnostic['code']; problem: string };

function refused(
  { text }: ModelRequest,
  { path, code, problem }: Refusal,
): { ok: false; diagnostics: Diagnostic[] } {
  return { ok: false, diagnostics: [diagnosticAt(text, ['inference_config', ...path], code, problem)] };
}

function unusableAddress(
  { config }: Pick<Context, 'config'>,
  engine: EngineName,
  baseUrl: string | undefined,
): Refusal {
  const code = 'missing-address';
  if (baseUrl === undefined) {
    const lacking = templateProblem(config, engine);
    const problem =
      lacking === undefined
        ? `${engine} needs an address: set remote_params.api_url, or add the endpoint under Models.`
        : `${engine} has no address: ${lacking}. Set it where Seedloom is started, or name the address as remote_params.api_url or under Models.`;
    return { path: ['remote_params'], code, problem };
  }
  const problem = `"${baseUrl}" is no address: it must begin with http:// or https:// and hold no user name.`;
  return { path: ['remote_params', 'api_url'], code, problem };
}

/**
 * The origin that the calls of a text go to, as far as it says so; a text with errors may say it
 * too. Undefined when it can't be told.
 */
export async function targetOrigin(context: Context, text: string): Promise<string | undefined> {
  const document = readDocument(text);
  const stated = (...path: string[]) => {
    const node = document.at(['inference_config', ...path])?.node;
    const value = isScalar(node) ? scalarText(node) : '';
    return ['', '~', 'null'].includes(value) ? undefined : value;
  };
  const name = (stated('engine') ?? 'NATIVE').toUpperCase();
  if (!isEngineName(name)) return undefined;
  const stored = (await listProviders(context.db)).find((provider) => provider.engine === name);
  const address = addressOf(context, {
    engine: name,
    facts: engineFacts(name),
    apiUrl: stated('remote_params', 'api_url'),
    storedUrl: stored?.baseUrl,
  });
  return address && originOf(address.baseUrl);
}

const apiUrlPath = 'inference_config.remote_params.api_url';

const free: ModelPrice = { inputUsdPerMillion: 0, outputUsdPerMillion: 0 };

type Found = {
  engine: EngineName;
  facts: EngineFacts;
  modelName: string;
  baseUrl: string;
  callUrl: string;
  apiKey?: string;
  usedKey?: UsedKey;
  recipe: Recipe;
  fromEnvironment?: RecipeSecrets;
  provider?: {
    name: string;
    maxConcurrency: number | null;
    requestsPerMinute: number | null;
    inputTokensPerMinute: number | null;
    outputTokensPerMinute: number | null;
    timeoutMs: number | null;
  };
  price: ModelPrice | null;
};

function resolved(found: Found): ResolvedModel {
  const { engine, facts, modelName, baseUrl, callUrl, apiKey } = found;
  const limits = limitsOf(found);
  return {
    ok: true,
    endpoint: { engine, baseUrl, modelName },
    limiterKey: `${baseUrl} ${modelName}`,
    limits,
    providerName: found.provider?.name ?? null,
    price: found.price,
    isLocalModel: baseUrl === localBaseUrl,
    fromEnvironment: found.fromEnvironment ?? new Map(),
    usedKey: found.usedKey,
    createCall: () =>
      createCall({
        engine,
        protocol: facts.protocol,
        baseUrl: callUrl,
        modelName,
        apiKey,
        timeoutMs: limits.timeoutMs,
      }),
  };
}

/** The narrower of what the recipe and the provider allow. */
function limitsOf({ recipe, provider, baseUrl }: Found): ModelLimits {
  const { remote_params: remote } = recipe.inference_config;
  const usual = baseUrl === localBaseUrl ? 1 : defaultRemoteCalls;
  const workers = remote.num_workers ?? provider?.maxConcurrency ?? usual;
  const maxConcurrency = Math.min(workers, provider?.maxConcurrency ?? Infinity);
  const polite = remote.politeness_policy > 0 ? (maxConcurrency * 60) / remote.politeness_policy : Infinity;
  const timeoutMs = remote.connection_timeout * 1000;
  return {
    maxConcurrency,
    requestsPerMinute: lowest(
      remote.requests_per_minute,
      provider?.requestsPerMinute,
      polite === Infinity ? undefined : Math.max(1, polite),
    ),
    inputTokensPerMinute: lowest(remote.input_tokens_per_minute, provider?.inputTokensPerMinute),
    outputTokensPerMinute: lowest(remote.output_tokens_per_minute, provider?.outputTokensPerMinute),
    // The recipe's default can't be told from the same number written down; then the provider's counts.
    timeoutMs:
      timeoutMs === defaultTimeoutMs || timeoutMs === 0
        ? (provider?.timeoutMs ?? defaultTimeoutMs)
        : timeoutMs,
    maxRetries: remote.max_retries,
    retryBackoffBaseMs: remote.retry_backoff_base * 1000,
    retryBackoffMaxMs: remote.retry_backoff_max * 1000,
  };
}

function lowest(...limits: readonly (number | null | undefined)[]): number | undefined {
  const told = limits.flatMap((limit) => limit ?? []);
  return told.length === 0 ? undefined : Math.min(...told);
}

/** `ENGINE/name` changes both, a bare name only the model. */
function overriddenModel(
  { engine, model }: Recipe['inference_config'],
  override: string | undefined,
): { engine: EngineName; modelName: string } {
  if (override === undefined) return { engine, modelName: model.model_name };
  const slash = override.indexOf('/');
  const prefix = override.slice(0, Math.max(0, slash));
  return isEngineName(prefix)
    ? { engine: prefix, modelName: override.slice(slash + 1) }
    : { engine, modelName: override };
}

type Address = { baseUrl: string; isModelServer?: boolean; isFromEnvironment?: boolean };

/** The recipe's address first, then the stored provider's, the environment's, the engine's own. */
function addressOf(
  { config }: Pick<Context, 'config'>,
  choice: { engine: EngineName; facts: EngineFacts; apiUrl?: string; storedUrl?: string },
): Address | undefined {
  const named = choice.apiUrl ?? choice.storedUrl;
  if (named !== undefined) return { baseUrl: normalizeBaseUrl(named) };
  const fromEnvironment = environmentUrl(config, choice.engine);
  if (fromEnvironment !== undefined) return { baseUrl: fromEnvironment, isFromEnvironment: true };
  if (choice.facts.baseUrl !== undefined) return { baseUrl: choice.facts.baseUrl };
  if (choice.facts.protocol !== 'local') return undefined;
  return { baseUrl: `${config.modelServerUrl}/v1`, isModelServer: true };
}

/** What a model of an endpoint costs: as a person set it, else as the list has it; null where neither does. */
export async function priceOf(
  { db }: Context,
  engine: EngineName,
  baseUrl: string,
  modelName: string,
): Promise<ModelPrice | null> {
  const set = await findModelPrice(db, baseUrl, modelName);
  if (set !== null) return set;
  const isRented = !isLoopback(baseUrl) || engineFacts(engine).keyRequired;
  return isRented || engineFacts(engine).protocol !== 'local' ? listPrice(engine, modelName) : free;
}

/** A diagnostic at a path of the text, or at the nearest thing above it that is written there. */
export function diagnosticAt(
  text: string,
  path: Path,
  code: Diagnostic['code'],
  problem: string,
): Diagnostic {
  const document = readDocument(text);
  let found = { start: 0, end: 0 };
  for (let length = path.length; length > 0; length -= 1) {
    const place = document.at(path.slice(0, length));
    const range = (place?.keyNode ?? place?.node)?.range;
    if (!range) continue;
    found = { start: range[0], end: range[1] };
    break;
  }
  return {
    severity: 'error',
    code,
    message: `${path.join('.')}: ${problem}`,
    path: [...path],
    range: document.range(found.start, found.end),
    fixes: [],
  };
}
