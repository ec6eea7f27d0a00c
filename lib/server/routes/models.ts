import {
  createProviderBody,
  discoveredList,
  model,
  modelList,
  provider,
  providerList,
  type ProviderId,
  providerTest,
  testProviderBody,
  testTypedProviderBody,
  updateModelBody,
  updateProviderBody,
} from '@/lib/api/model-wire';
import { deletion, pageQuery } from '@/lib/api/common';
import { normalizeBaseUrl } from '@/lib/llm/endpoint';
import { engineFacts, engineNames, isEngineName, type EngineFacts, type EngineName } from '@/lib/llm/engines';
import { discoverEndpoints } from '@/lib/runtime/discover';
import {
  type EnvironmentProvider,
  environmentProviders,
  environmentUrl,
  templateProblem,
} from '@/lib/runtime/keys/provider-address';
import { priceOf } from '@/lib/runtime/resolve-model';
import { testProvider } from '@/lib/runtime/test-provider';
import { listModels, rememberModels, setModelPrice } from '@/lib/store/models';
import {
  deleteProvider,
  insertProvider,
  listProviders,
  type ProviderRecord,
  readProvider,
  recordProviderTest,
  restoreProvider,
  updateProvider,
} from '@/lib/store/providers';
import { restorableMs } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { environmentProviderDto, keyHint, modelDto, providerDto, testDto } from '../dto/provider-dto';
import { wireTime } from '../dto/time';
import { found, pageOfAll, restored } from '../paging';
import { route } from '../route';
import type { Server } from '../server';

export const modelRoutes = [
  route({
    method: 'GET',
    path: '/v1/providers',
    summary: 'Stored providers, then those that the environment gives.',
    query: pageQuery,
    answer: providerList,
    async handle({ server, query }) {
      const stored = (await listProviders(server.context.db)).map(providerDto);
      const fromEnvironment = environmentProviders(server.context.config).map(environmentProviderDto);
      return pageOfAll([...stored, ...fromEnvironment], query);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/providers',
    scope: 'admin',
    summary: 'Stores a provider; its key is sealed and never shown again.',
    body: createProviderBody,
    answer: provider,
    status: 201,
    refuses: ['endpoint-not-http'],
    async handle({ server, body }) {
      const engine = engineOf(body.engine);
      const stored = await insertProvider(server.context.db, {
        name: body.name,
        engine,
        baseUrl: baseUrlOf(server, engine, body.base_url),
        sealedKey: body.api_key ? server.context.box.seal(body.api_key) : null,
        keyHint: body.api_key ? keyHint(body.api_key) : null,
        requestsPerMinute: body.requests_per_minute ?? null,
        inputTokensPerMinute: body.input_tokens_per_minute ?? null,
        outputTokensPerMinute: body.output_tokens_per_minute ?? null,
        maxConcurrency: body.max_concurrency ?? null,
        timeoutMs: body.timeout_ms ?? null,
        createdAtMs: server.now(),
      });
      return providerDto(stored);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/providers:discover',
    scope: 'admin',
    summary: 'Model servers that answer on this machine.',
    answer: discoveredList,
    async handle() {
      const endpoints = await discoverEndpoints();
      return {
        data: endpoints.map(({ name, engine, baseUrl, models }) => ({
          name,
          engine,
          base_url: baseUrl,
          models,
        })),
        next_cursor: null,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/providers/{provider}',
    summary: 'One provider.',
    answer: provider,
    async handle({ server, params }) {
      const known = await providerOf(server, params.provider);
      return known.origin === 'stored' ? providerDto(known) : environmentProviderDto(known);
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/providers/{provider}',
    scope: 'admin',
    summary:
      'Changes a provider. A key goes to its own address only: with another one it must be given again.',
    body: updateProviderBody,
    answer: provider,
    refuses: ['endpoint-not-http', 'wrong-state'],
    async handle({ server, params, body }) {
      const { db, box } = server.context;
      const stored = await storedProvider(server, params.provider);
      const engine = body.engine === undefined ? stored.engine : engineOf(body.engine);
      const baseUrl =
        body.base_url === undefined && body.engine === undefined
          ? stored.baseUrl
          : baseUrlOf(server, engine, body.base_url);
      const moved = new URL(baseUrl).origin !== new URL(stored.baseUrl).origin;
      if (moved && stored.sealedKey !== null && body.api_key === undefined) {
        throw new AppError(
          'bad-request',
          'base_url: is at another server; give the api_key again, or null to go without one.',
        );
      }
      const key =
        body.api_key === undefined
          ? // What was learned at another address is forgotten as with another key.
            moved
            ? { sealedKey: stored.sealedKey }
            : {}
          : {
              sealedKey: body.api_key === null ? null : box.seal(body.api_key),
              keyHint: body.api_key === null ? null : keyHint(body.api_key),
            };
      const changed = await updateProvider(db, stored.id, {
        name: body.name,
        engine,
        baseUrl,
        ...key,
        requestsPerMinute: body.requests_per_minute,
        inputTokensPerMinute: body.input_tokens_per_minute,
        outputTokensPerMinute: body.output_tokens_per_minute,
        maxConcurrency: body.max_concurrency,
        timeoutMs: body.timeout_ms,
      });
      return providerDto(found(changed, `provider ${stored.id}`));
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/providers/{provider}',
    scope: 'admin',
    summary: 'Deletes a provider; ten seconds long it can be restored, then its key is forgotten.',
    answer: deletion,
    refuses: ['wrong-state'],
    async handle({ server, params }) {
      const nowMs = server.now();
      const { id } = await storedProvider(server, params.provider);
      await deleteProvider(server.context.db, id, nowMs);
      return { id, restorable_until: wireTime(nowMs + restorableMs) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/providers/{id}:restore',
    scope: 'admin',
    summary: 'Takes a delete back, key included.',
    answer: provider,
    refuses: ['too-late'],
    async handle({ server, params }) {
      const { db } = server.context;
      const { id } = params;
      await restoreProvider(db, id, server.now());
      return providerDto(await restored(db, await readProvider(db, id), { kind: 'provider', id }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/providers/{provider}:test',
    scope: 'admin',
    summary: 'Lists the provider’s models, or with a model makes one short call, and with learn two more.',
    body: testProviderBody,
    answer: providerTest,
    async handle({ server, params, body, request }) {
      const { db, box } = server.context;
      const known = await providerOf(server, params.provider);
      const { engine, baseUrl } = known;
      const tested = await testProvider(
        known.origin === 'environment'
          ? known
          : {
              engine,
              baseUrl,
              apiKey: known.sealedKey === null ? undefined : box.open(known.sealedKey),
              timeoutMs: known.timeoutMs ?? undefined,
            },
        { model: body.model, learns: body.learn },
        request.signal,
      );
      const names = tested.ok && body.model !== undefined ? [body.model, ...tested.models] : tested.models;
      await rememberModels(
        db,
        names.map((name) => ({ engine, baseUrl, name })),
        server.now(),
      );
      const price = await priceOf(server.context, engine, baseUrl, body.model ?? '');
      const { models, ...told } = testDto(tested, price);
      if (known.origin === 'stored') {
        await recordProviderTest(
          db,
          { providerId: known.id, sealedKey: known.sealedKey },
          { ...told, at: wireTime(server.now()), model: body.model ?? null, model_count: models.length },
        );
      }
      return { ...told, models };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/providers:test',
    scope: 'admin',
    summary: 'Tests a provider before it is stored, in the same way; nothing of it is kept.',
    body: testTypedProviderBody,
    answer: providerTest,
    refuses: ['endpoint-not-http'],
    async handle({ server, body, request }) {
      const engine = engineOf(body.engine);
      const baseUrl = baseUrlOf(server, engine, body.base_url);
      const tested = await testProvider(
        { engine, baseUrl, apiKey: body.api_key ?? undefined },
        { model: body.model, learns: body.learn },
        request.signal,
      );
      return testDto(tested, await priceOf(server.context, engine, baseUrl, body.model ?? ''));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/models',
    summary: 'Every known model with its provider and price.',
    query: pageQuery,
    answer: modelList,
    async handle({ server, query }) {
      const { db } = server.context;
      const providers = await listProviders(db);
      const models = await listModels(db);
      const fromEnvironment = environmentProviders(server.context.config);
      return pageOfAll(
        models.map((one) => modelDto(one, providers, fromEnvironment)),
        query,
      );
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/models/{id}',
    scope: 'admin',
    summary: 'Sets the price of a model; null for both goes back to the list price.',
    body: updateModelBody,
    answer: model,
    async handle({ server, params, body }) {
      const { db } = server.context;
      const { input_usd_per_million: input, output_usd_per_million: output } = body;
      if ((input === null) !== (output === null)) {
        throw new AppError('bad-request', 'a price needs both numbers, or null for both.');
      }
      const price =
        input === null || output === null
          ? null
          : {
              inputUsdPerMillion: input,
              outputUsdPerMillion: output,
              from: body.price_from === '' ? null : (body.price_from ?? null),
              date: body.price_date ?? wireTime(server.now()).slice(0, 10),
            };
      const changed = found(await setModelPrice(db, params.id, price), `model ${params.id}`);
      return modelDto(changed, await listProviders(db), environmentProviders(server.context.config));
    },
  }),
];

type StoredProvider = ProviderRecord & { readonly origin: 'stored' };
type GivenProvider = EnvironmentProvider & { readonly origin: 'environment' };

/** The provider of a path: a number is a stored one's, all else that of one which the environment gives. */
async function providerOf(server: Server, id: ProviderId): Promise<StoredProvider | GivenProvider> {
  const { db, config } = server.context;
  if (typeof id === 'number') {
    return { ...found(await readProvider(db, id), `provider ${id}`), origin: 'stored' };
  }
  const given = environmentProviders(config).find((one) => one.id === id) ?? null;
  return { ...found(given, `provider ${id} in the environment of the server`), origin: 'environment' };
}

/** One that can be changed. Throws `wrong-state` for one of the environment. */
async function storedProvider(server: Server, id: ProviderId): Promise<StoredProvider> {
  const known = await providerOf(server, id);
  if (known.origin === 'stored') return known;
  throw new AppError(
    'wrong-state',
    `${known.name} comes from the environment of the server and is changed there. Store one of your own by POST /v1/providers.`,
  );
}

function engineOf(name: string): EngineName {
  if (!isEngineName(name)) {
    throw new AppError('bad-request', `engine: "${name}" is unknown; there are ${engineNames.join(', ')}.`);
  }
  const facts = engineFacts(name);
  if (facts.protocol === 'unsupported') {
    throw new AppError('bad-request', `engine: ${name} is not supported. ${facts.advice ?? ''}`.trim());
  }
  return name;
}

function baseUrlOf({ context: { config } }: Server, engine: EngineName, given: string | undefined): string {
  const facts: EngineFacts = engineFacts(engine);
  // A rehearsal asks nobody.
  if (facts.protocol === 'echo') return 'echo:';
  const address = given ?? facts.baseUrl ?? (facts.baseUrlTemplate && environmentUrl(config, engine));
  if (address === undefined) {
    const lacking = templateProblem(config, engine);
    throw new AppError(
      'bad-request',
      `base_url: ${engine} needs an address${lacking ? `, for ${lacking}` : ''}.`,
    );
  }
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new AppError('endpoint-not-http', `base_url: "${address}" is not an http or https address.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('bad-request', 'base_url: must not hold a name or password; give the key as api_key.');
  }
  return normalizeBaseUrl(address);
}
