import { z } from 'zod';
import { longestName } from '@/lib/util/longest-name';
import {
  count,
  environmentProviderId,
  greatestNumber,
  id,
  listOf,
  ordinal,
  ownName,
  queryInt,
  time,
} from './common';
import { keyScope } from './key-scope';

const limits = {
  requests_per_minute: ordinal.nullable(),
  input_tokens_per_minute: ordinal.nullable(),
  output_tokens_per_minute: ordinal.nullable(),
  max_concurrency: z.int().positive().max(10_000).nullable(),
  timeout_ms: ordinal.nullable(),
};
const partialLimits = {
  requests_per_minute: limits.requests_per_minute.optional(),
  input_tokens_per_minute: limits.input_tokens_per_minute.optional(),
  output_tokens_per_minute: limits.output_tokens_per_minute.optional(),
  max_concurrency: limits.max_concurrency.optional(),
  timeout_ms: limits.timeout_ms.optional(),
};

/** A key as a header can carry it. */
const sendableKey = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .regex(
    /^[\x20-\x7e]*$/,
    'holds a character that can not be sent; a key has letters, digits and signs of ASCII',
  );

/** `POST /v1/providers`. `base_url` may be left out where the engine has one of its own. */
export const createProviderBody = z.strictObject({
  name: ownName,
  engine: z.string().min(1),
  base_url: z.string().max(2000).optional(),
  api_key: sendableKey.nullable().optional(),
  ...partialLimits,
});
export type CreateProviderBody = z.infer<typeof createProviderBody>;

/** `PATCH /v1/providers/{id}`; `api_key: null` forgets the key. */
export const updateProviderBody = z.strictObject({
  name: ownName.optional(),
  engine: z.string().min(1).optional(),
  base_url: z.string().max(2000).optional(),
  api_key: sendableKey.nullable().optional(),
  ...partialLimits,
});
export type UpdateProviderBody = z.infer<typeof updateProviderBody>;

const testQuestion = {
  /** Asked for one short answer; without it the models are listed, which costs nothing. */
  model: z.string().min(1).max(300).optional(),
  /** Two more calls of the model: does it keep to a JSON Schema, does it take a temperature? */
  learn: z.boolean().optional(),
};
export const testProviderBody = z.strictObject(testQuestion);
export type TestProviderBody = z.infer<typeof testProviderBody>;

/** `POST /v1/providers:test`. */
export const testTypedProviderBody = z.strictObject({
  engine: z.string().min(1),
  base_url: z.string().max(2000).optional(),
  api_key: sendableKey.nullable().optional(),
  ...testQuestion,
});
export type TestTypedProviderBody = z.infer<typeof testTypedProviderBody>;

export const providerTest = z.object({
  ok: z.boolean(),
  latency_ms: z.number().nullable(),
  models: z.array(z.string()),
  /** What the model wrote, when one was asked. */
  answer: z.object({ text: z.string(), prompt_tokens: count, completion_tokens: count }).optional(),
  /** What the model takes, null where its answers don't tell. A fixed temperature is 1. */
  learned: z
    .object({
      json_schema: z.enum(['held', 'ignored', 'refused']).nullable(),
      temperature: z.enum(['free', 'fixed']).nullable(),
    })
    .optional(),
  /** What the provider says that the key may ask in a minute; null when it says nothing. */
  stated_limits: z
    .object({
      requests_per_minute: ordinal.nullable(),
      input_tokens_per_minute: ordinal.nullable(),
      output_tokens_per_minute: ordinal.nullable(),
    })
    .nullable(),
  /** Of all its calls; null where the price isn't known. */
  cost_usd: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type ProviderTest = z.infer<typeof providerTest>;

/** The newest test of a stored provider's key at its address; those models that it listed stand among the models. */
export const lastTest = providerTest
  .omit({ models: true })
  .extend({ at: time, model: z.string().nullable(), model_count: count });
export type LastTest = z.infer<typeof lastTest>;

/** A run was told that the key is refused, and no model has answered with it since. */
export const keyRefusal = z.object({ at: time, run_id: id, run_name: z.string(), message: z.string() });
export type KeyRefusal = z.infer<typeof keyRefusal>;

/** How a provider is named: a stored one by its number, one of the environment by its engine, as `environment-openai`. */
const providerId = z.union([id, z.string().regex(new RegExp(`^${environmentProviderId}$`))]);
export type ProviderId = z.infer<typeof providerId>;

/** A provider. One that comes from the environment isn't stored: it can be looked at and tested. */
export const provider = z.object({
  id: providerId,
  name: z.string(),
  engine: z.string(),
  base_url: z.string(),
  /** The key's ends, such as `sk-…abcd`; null when there is none. */
  api_key: z.string().nullable(),
  origin: z.enum(['stored', 'environment']),
  ...limits,
  last_test: lastTest.nullable(),
  key_refusal: keyRefusal.nullable(),
  created_at: time.nullable(),
});
export type WireProvider = z.infer<typeof provider>;
export const providerList = listOf(provider);

/** An endpoint that answers on this machine. */
const discoveredEndpoint = z.object({
  name: z.string(),
  engine: z.string(),
  base_url: z.string(),
  models: z.array(z.string()),
});
export type DiscoveredEndpoint = z.infer<typeof discoveredEndpoint>;
export const discoveredList = listOf(discoveredEndpoint);

export const model = z.object({
  id,
  name: z.string(),
  engine: z.string(),
  base_url: z.string(),
  provider_id: providerId.nullable(),
  provider_name: z.string().nullable(),
  /** Null: none that is known. */
  provider_origin: z.enum(['stored', 'environment']).nullable(),
  input_usd_per_million: z.number().nullable(),
  output_usd_per_million: z.number().nullable(),
  /** Who says so: a person, the list that comes with Seedloom, or nobody. */
  price_source: z.enum(['set', 'list', 'unknown']),
  /** Where the price stands and of which day it is, as far as that is known. */
  price_from: z.string().nullable(),
  price_date: z.iso.date().nullable(),
});
export type WireModel = z.infer<typeof model>;
export const modelList = listOf(model);

export const updateModelBody = z.strictObject({
  input_usd_per_million: z.number().min(0).nullable(),
  output_usd_per_million: z.number().min(0).nullable(),
  /** Where a set price stands; without a date it is of today. */
  price_from: z.string().trim().max(longestName).nullable().optional(),
  price_date: z.iso.date().optional(),
});
export type UpdateModelBody = z.infer<typeof updateModelBody>;

export const createKeyBody = z.strictObject({
  name: ownName.default('API key'),
  /** The first key must be `admin`, which is what a key is when nothing is said. */
  scope: keyScope.default('admin'),
});
export type CreateKeyBody = z.input<typeof createKeyBody>;
const apiKey = z.object({
  id,
  name: z.string(),
  /** The key's last characters. */
  hint: z.string(),
  scope: keyScope,
  created_at: time,
  last_used_at: time.nullable(),
});
export type WireApiKey = z.infer<typeof apiKey>;
export const apiKeyList = listOf(apiKey);
/** The only answer that ever holds the key itself. */
export const createdKey = apiKey.extend({ key: z.string() });

export const sessionBody = z.strictObject({ key: z.string().min(1).max(500) });
export const session = z.object({ ok: z.literal(true) });

export const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  database: z.object({ kind: z.literal('sqlite') }),
  worker: z.object({ status: z.enum(['ok', 'down']), heartbeat_age_ms: count.nullable() }),
  model_server: z.object({
    status: z.enum(['ok', 'idle', 'starting', 'absent']),
    model: z.string().nullable(),
  }),
});
export type Health = z.infer<typeof health>;

/** The model that runs on this machine. Its server may be away, have no file, or have failed to load one. */
export const localModel = z.object({
  status: z.enum(['ok', 'idle', 'starting', 'absent', 'away', 'out-of-memory', 'broken']),
  model: z.string().nullable(),
  /** Of a model that is being loaded, from 0 to 1. */
  loaded_share: z.number().nullable(),
  /** Of the newest answers; null before the first. */
  tokens_per_second: z.number().nullable(),
  threads: count.nullable(),
  cores: count.nullable(),
  memory_bytes: count.nullable(),
  size_bytes: count.nullable(),
  /** Why it could not be loaded. */
  problem: z.string().nullable(),
  download: z.object({
    status: z.enum(['none', 'running', 'failed']),
    /** "12 of 98 MB, 20 s left" */
    progress: z.string().nullable(),
    problem: z.string().nullable(),
  }),
});
export type LocalModel = z.infer<typeof localModel>;

export const createProjectBody = z.strictObject({ name: ownName });
export const project = z.object({ id, name: z.string(), created_at: time });
export const projectList = listOf(project);

/** What a delete without a way back answers. */
/** `DELETE /v1/keys`. */
export const revokeKeyQuery = z.strictObject({ id: queryInt(1, greatestNumber).optional() });

export const removed = z.object({ id });
