import type { z } from 'zod';
import { AppError } from '@/lib/util/app-error';
import type { PageQuery } from './common';
import type * as datasetWire from './dataset-wire';
import type { WireRunEvent, WireTrialEvent } from './event-wire';
import type * as modelWire from './model-wire';
import type { DraftRecipeBody } from './operation-wire';
import type * as recipeWire from './recipe-wire';
import type * as runWire from './run-wire';
import type { SourceRecords } from './source-records';
import type { CheckDatabaseBody, ReadSourceBody } from './source-wire';
import { readEvents } from './sse';

/** Where the API is and how to reach it. `baseUrl` is the origin, '' for the page's own. */
export type ApiClientOptions = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  baseUrl: string;
  projectId: number;
  /** Sent as `X-API-Key`; the pages use the session cookie instead. */
  apiKey?: string;
};

/** A typed client of the whole API. */
export type ApiClient = ReturnType<typeof createApiClient>;

type Call<Answer extends z.ZodType> = {
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  answer: () => Promise<Answer>;
  signal?: AbortSignal | undefined;
};

// The schemas come while the first answer is on its way: a page can be drawn without them.
const commonSchema = schemasOf(() => import('./common'));
const datasetSchema = schemasOf(() => import('./dataset-wire'));
const eventSchema = schemasOf(() => import('./event-wire'));
const modelSchema = schemasOf(() => import('./model-wire'));
const operationSchema = schemasOf(() => import('./operation-wire'));
const recipeSchema = schemasOf(() => import('./recipe-wire'));
const reportSchema = schemasOf(() => import('./report-wire'));
const runSchema = schemasOf(() => import('./run-wire'));
const sourceSchema = schemasOf(() => import('./source-wire'));

/** The schemas of a module by name, for a module that is loaded when one of them is wanted. */
function schemasOf<Module>(load: () => Promise<Module>) {
  return <Name extends keyof Module>(name: Name) =>
    async () =>
      (await load())[name];
}

/**
 * Makes a client over an injected fetch. Every function takes an optional signal last. Failures are thrown
 * as AppError with the wire code, message and details; a server that can't be reached has the code
 * `server-unreachable`, an answer that isn't ours `answer-unreadable`.
 */
export function createApiClient(options: ApiClientOptions) {
  const { baseUrl } = options;
  const project = `/v1/projects/${String(options.projectId)}`;

  async function stream(path: string, query: Call<z.ZodType>['query'], signal: AbortSignal | undefined) {
    const response = await send('GET', path, { query, signal }, '*/*');
    return response.body ?? emptyBody();
  }

  async function send(method: string, path: string, call: Omit<Call<z.ZodType>, 'answer'>, accept: string) {
    const headers: Record<string, string> = { accept };
    if (options.apiKey !== undefined) headers['x-api-key'] = options.apiKey;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers };
    if (call.body !== undefined) init.body = JSON.stringify(call.body);
    if (call.signal) init.signal = call.signal;
    let response: Response;
    try {
      response = await options.fetch(`${baseUrl}${path}${queryText(call.query)}`, init);
    } catch (error) {
      if (call.signal?.aborted || error instanceof AppError) throw error;
      throw unreachable(error);
    }
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  async function request<Answer extends z.ZodType>(
    method: string,
    path: string,
    call: Call<Answer>,
  ): Promise<z.output<Answer>> {
    const [response, schema] = await Promise.all([
      send(method, path, call, 'application/json'),
      brought(call.answer),
    ]);
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) throw unreadable(path, parsed.error);
    return parsed.data;
  }

  /** All pages of a list that is shown as a whole. */
  async function wholeList<Item>(
    path: string,
    bringSchema: () => Promise<z.ZodType<{ data: Item[]; next_cursor: string | null }>>,
    signal: AbortSignal | undefined,
  ): Promise<{ data: Item[]; next_cursor: null }> {
    const data: Item[] = [];
    let cursor: string | undefined;
    do {
      const query: PageQuery = { limit: '500', ...(cursor !== undefined && { cursor }) };
      const page = await request('GET', path, { query, answer: bringSchema, signal });
      data.push(...page.data);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return { data, next_cursor: null };
  }

  async function* events<Event extends z.ZodType>(
    method: string,
    path: string,
    bringSchema: () => Promise<Event>,
    call: { body?: unknown; signal?: AbortSignal | undefined },
  ): AsyncGenerator<z.output<Event>, void> {
    const [response, schema] = await Promise.all([
      send(method, path, call, 'text/event-stream'),
      brought(bringSchema),
    ]);
    if (!response.body) return;
    for await (const { event, data } of readEvents(response.body)) {
      const parsed = schema.safeParse({ event, data: parseJson(data) });
      if (!parsed.success) throw unreadable(path, parsed.error);
      yield parsed.data;
    }
  }

  return {
    health: (signal?: AbortSignal) =>
      request('GET', '/api/health', { answer: modelSchema('health'), signal }),

    recipes: {
      list: (query: PageQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/recipes`, { query, answer: recipeSchema('recipeList'), signal }),
      create: (body: recipeWire.CreateRecipeBody) =>
        request('POST', `${project}/recipes`, { body, answer: recipeSchema('recipe') }),
      get: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/recipes/${id}`, { answer: recipeSchema('recipe'), signal }),
      /** What it lacks to be run. */
      needs: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/recipes/${id}/needs`, { answer: recipeSchema('recipeNeeds'), signal }),
      save: (id: number, body: recipeWire.SaveRecipeBody) =>
        request('PUT', `${project}/recipes/${id}`, { body, answer: recipeSchema('recipe') }),
      /** Changes the name and nothing else. */
      rename: (id: number, name: string) =>
        request('PATCH', `${project}/recipes/${id}`, { body: { name }, answer: recipeSchema('recipe') }),
      saveDraft: (id: number, body: recipeWire.SaveDraftBody, signal?: AbortSignal) =>
        request('PUT', `${project}/recipes/${id}/draft`, {
          body,
          answer: recipeSchema('draftSaved'),
          signal,
        }),
      remove: (id: number) =>
        request('DELETE', `${project}/recipes/${id}`, { answer: commonSchema('deletion') }),
      restore: (id: number) =>
        request('POST', `${project}/recipes/${id}:restore`, { answer: recipeSchema('recipe') }),
      versions: (id: number, query: PageQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/recipes/${id}/versions`, {
          query,
          answer: recipeSchema('recipeVersionList'),
          signal,
        }),
      version: (id: number, version: number, signal?: AbortSignal) =>
        request('GET', `${project}/recipes/${id}/versions/${version}`, {
          answer: recipeSchema('recipeVersion'),
          signal,
        }),
      validate: (yaml: string, signal?: AbortSignal) =>
        request('POST', `${project}/recipes:validate`, {
          body: { yaml },
          answer: recipeSchema('diagnosticsAnswer'),
          signal,
        }),
      preview: (body: recipeWire.PreviewBody, signal?: AbortSignal) =>
        request('POST', `${project}/recipes:preview`, {
          body,
          answer: recipeSchema('previewAnswer'),
          signal,
        }),
      import: (text: string) =>
        request('POST', `${project}/recipes:import`, {
          body: { text },
          answer: recipeSchema('importAnswer'),
        }),
      export: (body: recipeWire.ExportBody) =>
        request('POST', `${project}/recipes:export`, { body, answer: recipeSchema('exportAnswer') }),
      /** Rows as they are answered; the last event is `end`. Aborting the signal cancels the trial. */
      try: (body: recipeWire.TryBody, signal?: AbortSignal): AsyncGenerator<WireTrialEvent, void> =>
        events('POST', `${project}/recipes:try`, eventSchema('trialEvent'), { body, signal }),
    },

    uploads: {
      list: (query: PageQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/uploads`, { query, answer: sourceSchema('uploadList'), signal }),
      remove: (id: number) =>
        request('DELETE', `${project}/uploads/${id}`, { answer: modelSchema('removed') }),
      /** Where files are posted to, as multipart/form-data. */
      url: `${baseUrl}${project}/datasets:upload`,
    },

    sources: {
      /** Records by their numbers. Numbers and dicts in them are as the source has them. */
      read: async (body: ReadSourceBody, signal?: AbortSignal): Promise<SourceRecords> => {
        const [response, { readSourceRecords }] = await Promise.all([
          send('POST', `${project}/sources:read`, { body, signal }, 'application/json'),
          brought(() => import('./source-records')),
        ]);
        return readSourceRecords(await response.text());
      },
    },

    databases: {
      /** What SQLite says to the SQL of an environment. */
      check: (body: CheckDatabaseBody, signal?: AbortSignal) =>
        request('POST', `${project}/databases:check`, {
          body,
          answer: sourceSchema('databaseProblems'),
          signal,
        }),
    },

    templates: (signal?: AbortSignal) =>
      request('GET', `${project}/templates`, { answer: recipeSchema('templateList'), signal }),

    runs: {
      list: (query: runWire.RunsQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/runs`, { query, answer: runSchema('runList'), signal }),
      start: (body: runWire.StartRunBody) =>
        request('POST', `${project}/runs`, { body, answer: runSchema('run') }),
      estimate: (body: runWire.StartRunBody, signal?: AbortSignal) =>
        request('POST', `${project}/runs:estimate`, { body, answer: runSchema('runEstimate'), signal }),
      get: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/runs/${id}`, { answer: runSchema('run'), signal }),
      update: (id: number, body: runWire.UpdateRunBody) =>
        request('PATCH', `${project}/runs/${id}`, { body, answer: runSchema('run') }),
      pause: (id: number) => request('POST', `${project}/runs/${id}:pause`, { answer: runSchema('run') }),
      resume: (id: number, body: runWire.ResumeRunBody = {}) =>
        request('POST', `${project}/runs/${id}:resume`, { body, answer: runSchema('run') }),
      cancel: (id: number) => request('POST', `${project}/runs/${id}:cancel`, { answer: runSchema('run') }),
      retry: (id: number, body: runWire.RetryRunBody = {}) =>
        request('POST', `${project}/runs/${id}:retry`, { body, answer: runSchema('run') }),
      remove: (id: number) =>
        request('DELETE', `${project}/runs/${id}`, { answer: commonSchema('deletion') }),
      restore: (id: number) => request('POST', `${project}/runs/${id}:restore`, { answer: runSchema('run') }),
      history: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/runs/${id}/history`, { answer: runSchema('runHistory'), signal }),
      failures: (id: number, query: PageQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/runs/${id}/failures`, {
          query,
          answer: runSchema('rowFailureList'),
          signal,
        }),
      /** The newest state of a run at once and whenever it changes, until it has ended. */
      events: (id: number, signal?: AbortSignal): AsyncGenerator<WireRunEvent, void> =>
        events('GET', `${project}/runs/${id}/events`, eventSchema('runEvent'), { signal }),
    },
    /** The address of one stream for several runs, for an EventSource. */
    eventsUrl: (runIds: readonly number[]) => `${baseUrl}${project}/events?runs=${runIds.join(',')}`,

    datasets: {
      list: (query: PageQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/datasets`, { query, answer: datasetSchema('datasetList'), signal }),
      get: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/datasets/${id}`, { answer: datasetSchema('dataset'), signal }),
      rename: (id: number, name: string) =>
        request('PATCH', `${project}/datasets/${id}`, { body: { name }, answer: datasetSchema('dataset') }),
      remove: (id: number) =>
        request('DELETE', `${project}/datasets/${id}`, { answer: commonSchema('deletion') }),
      rows: (id: number, query: datasetWire.RowsQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/datasets/${id}/rows`, { query, answer: datasetSchema('rowList'), signal }),
      row: (id: number, index: number, signal?: AbortSignal) =>
        request('GET', `${project}/datasets/${id}/rows/${index}`, {
          answer: datasetSchema('rowWithLineage'),
          signal,
        }),
      changeRow: (id: number, index: number, body: datasetWire.UpdateRowBody) =>
        request('PATCH', `${project}/datasets/${id}/rows/${index}`, { body, answer: datasetSchema('row') }),
      /** Takes the last change of a row by hand back. */
      undoRow: (id: number, index: number) =>
        request('PATCH', `${project}/datasets/${id}/rows/${index}`, {
          query: { undo: 'true' },
          body: {},
          answer: datasetSchema('row'),
        }),
      /** Asks an attribute of a row anew, with what hangs on it; looked after by `regeneration`. */
      regenerate: (id: number, index: number, body: datasetWire.RegenerateBody, signal?: AbortSignal) =>
        request('POST', `${project}/datasets/${id}/rows/${index}:regenerate`, {
          body,
          answer: datasetSchema('regeneration'),
          signal,
        }),
      regeneration: (id: number, regenerationId: number, signal?: AbortSignal) =>
        request('GET', `${project}/datasets/${id}/regenerations/${regenerationId}`, {
          answer: datasetSchema('regeneration'),
          signal,
        }),
      /** Gives a regeneration up; the row stays as it is. */
      cancelRegeneration: (id: number, regenerationId: number) =>
        request('POST', `${project}/datasets/${id}/regenerations/${regenerationId}:cancel`, {
          answer: datasetSchema('regeneration'),
        }),
      changeRows: (id: number, body: datasetWire.ChangeRowsBody) =>
        request('POST', `${project}/datasets/${id}/rows:change`, {
          body,
          answer: datasetSchema('rowsChanged'),
        }),
      statistics: (id: number, query: datasetWire.StatisticsQuery = {}, signal?: AbortSignal) =>
        request('GET', `${project}/datasets/${id}:statistics`, {
          query,
          answer: datasetSchema('datasetStatistics'),
          signal,
        }),
      /** The newest report; asked again while `working`, until it is there. */
      report: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/datasets/${id}/report`, { answer: reportSchema('reportAnswer'), signal }),
      /** An address for a link with `download`: the browser streams the file itself. */
      downloadUrl: (id: number, query: datasetWire.DownloadQuery = {}) =>
        `${baseUrl}${project}/datasets/${id}:download${queryText(query)}`,
      /** The same file as it arrives. */
      download: (id: number, query: datasetWire.DownloadQuery, signal?: AbortSignal) =>
        stream(`${project}/datasets/${id}:download`, query, signal),
      /** A zip with a file for each split, as it arrives. */
      bundle: (id: number, query: datasetWire.BundleQuery, signal?: AbortSignal) =>
        stream(`${project}/datasets/${id}:bundle`, query, signal),
      /** Puts the files of a bundle into a dataset of the Hugging Face hub. */
      push: (id: number, query: datasetWire.BundleQuery, body: datasetWire.PushBody, signal?: AbortSignal) =>
        request('POST', `${project}/datasets/${id}:push`, {
          query,
          body,
          answer: datasetSchema('push'),
          signal,
        }),
      /** What each row took, as CSV. */
      metrics: (id: number, query: datasetWire.MetricsQuery, signal?: AbortSignal) =>
        stream(`${project}/datasets/${id}:metrics`, query, signal),
      /** An address for a link: a zip with a file for each split, and all that belongs to them. */
      bundleUrl: (id: number, query: datasetWire.BundleQuery = {}) =>
        `${baseUrl}${project}/datasets/${id}:bundle${queryText(query)}`,
      /** The same file as a text; for the first few rows of it. */
      downloadText: async (id: number, query: datasetWire.DownloadQuery, signal?: AbortSignal) => {
        const response = await send('GET', `${project}/datasets/${id}:download`, { query, signal }, '*/*');
        return response.text();
      },
    },

    operations: {
      /** Has a model write a recipe; the operation ends with it. */
      draftRecipe: (body: DraftRecipeBody) =>
        request('POST', `${project}/synthesis:generate-config`, {
          body,
          answer: operationSchema('operation'),
        }),
      get: (id: number, signal?: AbortSignal) =>
        request('GET', `${project}/operations/${id}`, { answer: operationSchema('operation'), signal }),
      stop: (id: number) =>
        request('POST', `${project}/operations/${id}:stop`, {
          body: {},
          answer: operationSchema('operation'),
        }),
    },

    providers: {
      list: (signal?: AbortSignal) => wholeList('/v1/providers', modelSchema('providerList'), signal),
      create: (body: modelWire.CreateProviderBody) =>
        request('POST', '/v1/providers', { body, answer: modelSchema('provider') }),
      get: (id: modelWire.ProviderId, signal?: AbortSignal) =>
        request('GET', `/v1/providers/${id}`, { answer: modelSchema('provider'), signal }),
      update: (id: modelWire.ProviderId, body: modelWire.UpdateProviderBody) =>
        request('PATCH', `/v1/providers/${id}`, { body, answer: modelSchema('provider') }),
      remove: (id: modelWire.ProviderId) =>
        request('DELETE', `/v1/providers/${id}`, { answer: commonSchema('deletion') }),
      restore: (id: number) =>
        request('POST', `/v1/providers/${id}:restore`, { answer: modelSchema('provider') }),
      test: (id: modelWire.ProviderId, body: modelWire.TestProviderBody = {}, signal?: AbortSignal) =>
        request('POST', `/v1/providers/${id}:test`, { body, answer: modelSchema('providerTest'), signal }),
      /** One that isn't stored. */
      testTyped: (body: modelWire.TestTypedProviderBody, signal?: AbortSignal) =>
        request('POST', '/v1/providers:test', { body, answer: modelSchema('providerTest'), signal }),
      discover: (signal?: AbortSignal) =>
        request('GET', '/v1/providers:discover', { answer: modelSchema('discoveredList'), signal }),
    },
    models: {
      local: (signal?: AbortSignal) =>
        request('GET', '/v1/models:local', { answer: modelSchema('localModel'), signal }),
      getLocal: () =>
        request('POST', '/v1/models:get-local', { body: {}, answer: modelSchema('localModel') }),
      list: (signal?: AbortSignal) => wholeList('/v1/models', modelSchema('modelList'), signal),
      update: (id: number, body: modelWire.UpdateModelBody) =>
        request('PATCH', `/v1/models/${id}`, { body, answer: modelSchema('model') }),
    },
    keys: {
      list: (signal?: AbortSignal) => wholeList('/v1/keys', modelSchema('apiKeyList'), signal),
      create: (body: modelWire.CreateKeyBody = {}) =>
        request('POST', '/v1/keys', {
          body,
          answer: modelSchema('createdKey'),
        }),
      remove: (id: number) => request('DELETE', `/v1/keys/${id}`, { answer: modelSchema('removed') }),
    },
    /** Exchanges a key for the pages' session cookie. */
    openSession: (key: string) =>
      request('POST', '/v1/session', { body: { key }, answer: modelSchema('session') }),
  };
}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

function queryText(query: Call<z.ZodType>['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function errorOf(response: Response): Promise<AppError> {
  const { errorBody } = await brought(() => import('./error-codes'));
  const parsed = errorBody.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    return new AppError('answer-unreadable', `The server answered ${response.status} without a reason.`);
  }
  const { code, message, details } = parsed.data.error;
  return new AppError(code, message, details);
}

/** In a browser a module comes from the server too. */
async function brought<Value>(bring: () => Promise<Value>): Promise<Value> {
  try {
    return await bring();
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(cause: unknown): AppError {
  return new AppError('server-unreachable', 'Seedloom does not answer.', undefined, { cause });
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError('answer-unreadable', `The answer of ${path} has another shape.`, undefined, { cause });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
