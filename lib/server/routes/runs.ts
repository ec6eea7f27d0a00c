import { z } from 'zod';
import { deletion, pageQuery } from '@/lib/api/common';
import {
  resumeRunBody,
  retryRunBody,
  rowFailureList,
  run,
  runEstimate,
  runHistory,
  runList,
  runsQuery,
  runStatus,
  startRunBody,
  updateRunBody,
  type RetryRunBody,
  type StartRunBody,
} from '@/lib/api/run-wire';
import { giveRunKey } from '@/lib/runtime/keys/give-run-key';
import { estimateRun } from '@/lib/runtime/estimate-run';
import { startRun, type StartRunRequest } from '@/lib/runtime/start-run';
import type { Database } from '@/lib/store/database';
import { readRowPage } from '@/lib/store/rows';
import { readRunHistory } from '@/lib/store/run-histories';
import { cancelRun, changeRun, pauseRun, resumeRun, retryRun } from '@/lib/store/run-state';
import {
  deleteRun,
  listRuns,
  readProjectRun,
  readRuns,
  restorableMs,
  restoreRun,
  type RunRecord,
} from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { historyDto } from '../dto/history-dto';
import { reuseDto, runDto, modelEstimateDto } from '../dto/run-dto';
import { wireTime } from '../dto/time';
import { cursorId, found, pageOf, restored } from '../paging';
import { eventStream, route } from '../route';
import { runEvents } from '../run-events';
import type { Server } from '../server';

type RunParams = { project: number; id: number };

export const runRoutes = [
  route({
    method: 'GET',
    path: '/v1/projects/{project}/runs',
    summary: 'Runs, the newest first.',
    query: runsQuery,
    answer: runList,
    async handle({ server, params, query }) {
      const runs = await listRuns(server.context.db, {
        projectId: params.project,
        statuses: query.status === undefined ? undefined : statusesOf(query.status),
        recipeId: query.recipe_id,
        search: query.search,
        beforeId: cursorId(query.cursor),
        limit: query.limit + 1,
      });
      return pageOf(runs, query.limit, { id: ({ id }) => id, toWire: runDto });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/runs',
    summary: 'Starts a run of a stored recipe or a bare text. An invalid recipe starts nothing.',
    body: startRunBody,
    answer: run,
    status: 201,
    refuses: ['recipe-invalid', 'budget-invalid'],
    handle: async ({ server, params, body }) =>
      runDto(await startRun(server.context, startRequest(params.project, body))),
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/runs:estimate',
    scope: 'read',
    summary: 'What the same request would ask and cost. Starts nothing.',
    body: startRunBody,
    answer: runEstimate,
    refuses: ['recipe-invalid', 'budget-invalid'],
    async handle({ server, params, body }) {
      const estimate = await estimateRun(server.context, startRequest(params.project, body));
      return {
        calls: estimate.calls,
        reused_calls: estimate.reusedCalls,
        prompt_tokens: estimate.promptTokens,
        completion_tokens: estimate.completionTokens,
        cost_usd: estimate.costUsd,
        low_usd: estimate.lowUsd,
        high_usd: estimate.highUsd,
        basis: estimate.basis,
        expected_rejects: estimate.expectedRejects,
        known_rows: estimate.outcomes.rows,
        known_rejects: estimate.outcomes.rejected,
        ...(estimate.reuse === null ? {} : { reuse: reuseDto(estimate.reuse) }),
        seconds: estimate.time.seconds,
        limited_by: estimate.time.limitedBy,
        limit: estimate.time.limit,
        limited_model:
          estimate.models.length > 1
            ? (estimate.models[estimate.time.model]?.endpoint.modelName ?? null)
            : null,
        models: estimate.models.map(modelEstimateDto),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/runs/{id}',
    summary: 'One run.',
    answer: run,
    handle: async ({ server, params }) => runDto(await storedRun(server, params)),
  }),
  route({
    method: 'PATCH',
    path: '/v1/projects/{project}/runs/{id}',
    summary: 'Changes the cap or the number of rows; a run that stopped for lack of them goes on.',
    body: updateRunBody,
    answer: run,
    async handle({ server, params, body }) {
      const stored = await storedRun(server, params);
      const targetRows = body.num_samples ?? stored.targetRows;
      if (targetRows < Math.min(stored.targetRows, stored.progress.accepted)) {
        throw new AppError(
          'bad-request',
          `num_samples: ${stored.progress.accepted} rows are accepted already; fewer can't be asked for.`,
        );
      }
      if (body.max_rows !== undefined && body.max_rows < targetRows) {
        throw new AppError('bad-request', `max_rows: must be at least num_samples, which is ${targetRows}.`);
      }
      const changed = await changeRun(server.context.db, params.id, {
        budget: body.budget,
        targetRows: body.num_samples,
        maxRows: body.max_rows,
      });
      return runDto(found(changed, `run ${params.id}`));
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/projects/{project}/runs/{id}',
    summary: 'Deletes a run that has ended, with its rows; ten seconds long it can be restored.',
    answer: deletion,
    status: 202,
    refuses: ['wrong-state'],
    async handle({ server, params }) {
      const stored = await storedRun(server, params);
      const nowMs = server.now();
      if (!(await deleteRun(server.context.db, params.id, nowMs))) {
        throw wrongState(stored, 'deleted', 'Cancel it first.');
      }
      return { id: params.id, restorable_until: wireTime(nowMs + restorableMs) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/runs/{id}:restore',
    summary: 'Takes a delete back.',
    answer: run,
    refuses: ['too-late'],
    async handle({ server, params }) {
      const { project: projectId, id } = params;
      const { db } = server.context;
      await restoreRun(db, { projectId, id }, server.now());
      return runDto(await restored(db, await readProjectRun(db, projectId, id), { kind: 'run', id }));
    },
  }),
  wishRoute('pause', {
    summary: 'Pauses a run; calls in flight finish and their answers are kept.',
    wish: pauseRun,
    done: 'paused',
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/runs/{id}:resume',
    summary: 'Lets a paused, failed or cancelled run go on, if need be with a key of its own.',
    body: resumeRunBody,
    answer: run,
    status: 202,
    refuses: ['wrong-state'],
    async handle({ server, params, body }) {
      const stored = await storedRun(server, params);
      if (!runStops.has(stored.status)) throw wrongState(stored, 'resumed');
      if (body.api_key !== undefined) await giveRunKey(server.context, stored, body.api_key);
      if (!(await resumeRun(server.context.db, params.id))) throw wrongState(stored, 'resumed');
      return runDto(await storedRun(server, params));
    },
  }),
  wishRoute('cancel', {
    summary: 'Ends a run; calls in flight finish and its rows stay.',
    wish: cancelRun,
    done: 'cancelled',
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/runs/{id}:retry',
    summary:
      'Makes failed rows again, also while the run goes on: all, or those that failed for certain codes.',
    body: retryRunBody,
    answer: run,
    status: 202,
    refuses: ['wrong-state'],
    async handle({ server, params, body }) {
      const stored = await storedRun(server, params);
      if (!(await retryRun(server.context.db, params.id, retryOf(body)))) throw wrongState(stored, 'retried');
      return runDto(await storedRun(server, params));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/runs/{id}/history',
    summary: 'The course of a run: at most 240 points over its whole time, and its starts and stops.',
    answer: runHistory,
    async handle({ server, params }) {
      await storedRun(server, params);
      return historyDto(await readRunHistory(server.context.db, params.id));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/runs/{id}/failures',
    summary: 'Rows that failed, with the last error of each.',
    query: pageQuery,
    answer: rowFailureList,
    async handle({ server, params, query: { limit, cursor } }) {
      await storedRun(server, params);
      const rows = await readRowPage(server.context.db, {
        runId: params.id,
        fromIndex: (cursorId(cursor) ?? -1) + 1,
        status: 'failed',
        limit: limit + 1,
      });
      return pageOf(rows, limit, {
        id: ({ index }) => index,
        toWire: ({ index, reason }) => ({
          index,
          attribute_id: reason?.attributeId ?? null,
          code: reason?.code ?? 'unknown',
          message: reason?.message ?? '',
          attempts: reason?.attempts ?? 0,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/runs/{id}/events',
    summary: 'The newest state of a run as events, until it has ended.',
    answer: null,
    streamed: eventStream,
    async handle({ server, params, request }) {
      await storedRun(server, params);
      return runEvents(server, request, { runIds: [params.id], closesAtEnd: true });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/events',
    summary:
      'The newest states of up to 100 runs as events. Who follows more opens a stream for each hundred.',
    query: z.strictObject({
      runs: z
        .string()
        .regex(
          /^\d{1,15}(,\d{1,15}){0,99}$/,
          'must be up to 100 ids with commas between them; open a stream for each hundred of more',
        ),
    }),
    answer: null,
    streamed: eventStream,
    async handle({ server, params, query, request }) {
      const runIds = [...new Set(query.runs.split(',').map(Number))];
      const runs = await readRuns(server.context.db, runIds);
      const own = runs.filter(({ projectId }) => projectId === params.project).map(({ id }) => id);
      // A stream that is opened again must not fail for one run that was deleted meanwhile.
      if (own.length === 0) throw new AppError('not-found', `There is no run ${query.runs}.`);
      return runEvents(server, request, { runIds: own, closesAtEnd: false });
    },
  }),
];

/** Where nothing happens any more until somebody asks for it. */
const runStops: ReadonlySet<RunRecord['status']> = new Set(['paused', 'failed', 'cancelled']);

/** A verb that only says what is wanted; the worker moves the run there. */
function wishRoute(
  verb: 'pause' | 'cancel',
  {
    summary,
    wish,
    done,
  }: { summary: string; wish: (db: Database, id: number, nowMs: number) => Promise<boolean>; done: string },
) {
  return route({
    method: 'POST',
    path: `/v1/projects/{project}/runs/{id}:${verb}`,
    summary,
    answer: run,
    status: 202,
    refuses: ['wrong-state'],
    async handle({ server, params }) {
      const stored = await storedRun(server, params);
      if (!(await wish(server.context.db, params.id, server.now()))) throw wrongState(stored, done);
      return runDto(await storedRun(server, params));
    },
  });
}

function retryOf({ codes, max_new_tokens: maxNewTokens }: RetryRunBody) {
  return { ...(codes && { codes }), ...(maxNewTokens !== undefined && { maxNewTokens }) };
}

async function storedRun(server: Server, { project, id }: RunParams): Promise<RunRecord> {
  return found(await readProjectRun(server.context.db, project, id), `run ${id}`);
}

function startRequest(projectId: number, body: StartRunBody): StartRunRequest {
  return {
    projectId,
    source:
      'yaml' in body ? { yaml: body.yaml } : { recipeId: body.recipe_id, recipeVersion: body.recipe_version },
    numSamples: body.num_samples,
    seed: body.seed,
    name: body.name,
    model: body.model,
    budget: body.budget,
    maxRows: body.max_rows,
    reuse: body.reuse,
    reuseFrom: body.reuse_from,
  };
}

function statusesOf(text: string) {
  const statuses = z.array(runStatus).safeParse(text.split(','));
  if (statuses.success) return statuses.data;
  throw new AppError(
    'bad-request',
    `status: must be one or more of ${runStatus.options.join(', ')}, with commas between them.`,
  );
}

function wrongState({ id, status }: RunRecord, verb: string, advice = ''): AppError {
  return new AppError('wrong-state', `Run ${id} is ${status} and can not be ${verb}. ${advice}`.trim());
}
