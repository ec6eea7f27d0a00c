import { pageQuery, type UnknownField } from '@/lib/api/common';
import type { z } from 'zod';
import {
  draftRecipeBody,
  operation,
  operationList,
  runRecipeBody,
  type RunRecipeBody,
  type WireOperation,
} from '@/lib/api/operation-wire';
import { applyEdit } from '@/lib/recipe/edit/apply-edit';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { startDraft } from '@/lib/runtime/draft/start-draft';
import { drawSeed } from '@/lib/runtime/recipe/draw-seed';
import type { RecipeSource } from '@/lib/runtime/recipe/recipe-source';
import { startRun } from '@/lib/runtime/start-run';
import { cancelDraft, readDraftRecords } from '@/lib/store/drafts';
import {
  insertDraftOperation,
  insertOperation,
  listOperations,
  readOperation,
  type OperationRecord,
} from '@/lib/store/operations';
import { cancelRun } from '@/lib/store/run-state';
import { readRuns } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { draftOperationDto, runOperationDto } from '../dto/operation-dto';
import { cursorId, found, pageOf } from '../paging';
import { withoutKeys } from '../unknown-fields';
import { route } from '../route';
import type { Server } from '../server';

/** The hosted service's calls: its notebooks run with another base address and nothing else changed. */
export const operationRoutes = [
  route({
    method: 'POST',
    path: '/v1/projects/{project}/synthesis:run',
    summary:
      'Runs a recipe as clients of the hosted service send it, new or stored, and tells of it as an operation.',
    body: runRecipeBody,
    answer: operation,
    refuses: ['recipe-invalid', 'budget-invalid'],
    async handle({ server, params, body }) {
      const { source, ...around } = sourceOf(body);
      const run = await startRun(server.context, {
        projectId: params.project,
        source,
        seed: drawSeed(),
        // Clients of the service expect new answers each time.
        reuse: false,
      });
      const made = await insertOperation(server.context.db, {
        projectId: params.project,
        runId: run.id,
        ...around,
        nowMs: server.now(),
      });
      return runOperationDto(made, run);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/synthesis:generate-config',
    summary:
      'Has a model write a recipe for a task; the operation has it as its result, and it is stored as a recipe.',
    body: draftRecipeBody,
    answer: operation,
    refuses: ['recipe-invalid'],
    async handle({ server, params, body }) {
      const { into_recipe: into = null, ...asked } = body;
      const { modelText, ...around } = modelOf(asked);
      const projectId = params.project;
      const draft = await startDraft(server.context, {
        projectId,
        task: body.task_definition,
        modelText,
        into,
      });
      const made = await insertDraftOperation(server.context.db, {
        projectId,
        draftId: draft.id,
        ...around,
        nowMs: server.now(),
      });
      return draftOperationDto(made, draft);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/operations',
    summary: 'Operations, the newest first.',
    query: pageQuery,
    answer: operationList,
    async handle({ server, params, query: { limit, cursor } }) {
      const operations = await listOperations(server.context.db, {
        projectId: params.project,
        beforeId: cursorId(cursor),
        limit: limit + 1,
      });
      return pageOf(await wireOperations(server, operations), limit, {
        id: ({ id }) => id,
        toWire: (one) => one,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/operations/{id}',
    summary: 'One operation.',
    answer: operation,
    handle: async ({ server, params }) => (await storedOperation(server, params)).wire,
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/operations/{id}:stop',
    summary: 'Cancels the run or draft of an operation; what a run has made stays.',
    answer: operation,
    refuses: ['wrong-state'],
    async handle({ server, params }) {
      const { stored, wire } = await storedOperation(server, params);
      const { db } = server.context;
      if (wire.done) {
        const status = wire.status.toLowerCase();
        throw new AppError('wrong-state', `Operation ${params.id} is ${status}: there is nothing to stop.`);
      }
      if (stored.kind === 'synthesis.run') await cancelRun(db, stored.runId, server.now());
      else await cancelDraft(db, stored.draftId, server.now());
      return (await storedOperation(server, params)).wire;
    },
  }),
];

async function storedOperation(server: Server, { project, id }: { project: number; id: number }) {
  const stored = found(await readOperation(server.context.db, project, id), `operation ${id}`);
  return { stored, wire: found((await wireOperations(server, [stored]))[0] ?? null, `operation ${id}`) };
}

/** Operations with what they started; one whose run was deleted meanwhile goes with it. */
async function wireOperations(
  { context: { db } }: Server,
  operations: readonly OperationRecord[],
): Promise<WireOperation[]> {
  const [runs, drafts] = await Promise.all([
    readRuns(
      db,
      operations.flatMap((one) => (one.kind === 'synthesis.run' ? one.runId : [])),
    ),
    readDraftRecords(
      db,
      operations.flatMap((one) => (one.kind === 'synthesis.run' ? [] : one.draftId)),
    ),
  ]);
  const runOf = new Map(runs.map((run) => [run.id, run]));
  const draftOf = new Map(drafts.map((draft) => [draft.id, draft]));
  return operations.flatMap((one) => {
    if (one.kind === 'synthesis.run') {
      const run = runOf.get(one.runId);
      return run === undefined ? [] : runOperationDto(one, run);
    }
    const draft = draftOf.get(one.draftId);
    return draft === undefined ? [] : draftOperationDto(one, draft);
  });
}

/** What of a request means nothing here: the warnings that say so, and the fields themselves. */
type Around = { warnings: string[]; unknownFields: UnknownField[] };

/** The model of a request as a recipe names it, with the address that the request gives. */
function modelOf(
  body: Pick<z.output<typeof draftRecipeBody>, 'inference_config'>,
): Around & { modelText: string } {
  const { api_url: apiUrl, ...inference } = body.inference_config ?? {};
  // The service's own shape around it, so that it is read as all its configs are.
  const config = {
    ...body,
    inference_config: inference,
    task_definition: null,
    synthesis_config: { synthesis_config: {} },
  };
  const { yaml, warnings, leftOut } = readConfig(config);
  const path = ['inference_config', 'remote_params', 'api_url'];
  return {
    modelText: typeof apiUrl === 'string' ? applyEdit(yaml, { type: 'set', path, value: apiUrl }) : yaml,
    warnings,
    unknownFields: leftOut.map(withoutKeys),
  };
}

function sourceOf({ recipe, ...around }: RunRecipeBody): Around & { source: RecipeSource } {
  const { recipe_config: config, recipeId, recipeVersion, ...beside } = recipe;
  const unknown = [
    ...Object.entries(around).map(([name, value]) => ({ path: [name], value })),
    ...Object.entries(beside).map(([name, value]) => ({ path: ['recipe', name], value })),
  ];
  const warnings = unknown.map(({ path }) => `${path.join('.')}: means nothing here and is left out`);
  // Clients that fill a form send null for what they don't mean.
  const isStored = typeof recipeId === 'number';
  const isNew = config !== undefined && config !== null;
  if (isNew && isStored) {
    throw new AppError('bad-request', 'recipe: holds recipe_config and recipeId; send one of them.');
  }
  if (!isStored && typeof recipeVersion === 'number') {
    const instead = isNew ? ', not with recipe_config' : '';
    throw new AppError('bad-request', `recipe.recipeVersion: goes with recipeId${instead}.`);
  }
  if (isStored) {
    return {
      source: { recipeId, ...(typeof recipeVersion === 'number' && { recipeVersion }) },
      warnings,
      unknownFields: unknown.map(withoutKeys),
    };
  }
  if (!isNew) {
    throw new AppError(
      'bad-request',
      'recipe: needs recipe_config, a recipe, or recipeId, the number of a stored one.',
    );
  }
  const read = readConfig(config);
  const inConfig = read.leftOut.map(({ path, value }) => ({
    path: ['recipe', 'recipe_config', ...path],
    value,
  }));
  return {
    source: { yaml: read.yaml },
    warnings: [...warnings, ...read.warnings],
    unknownFields: [...unknown, ...inConfig].map(withoutKeys),
  };
}

/** A config of the service as a recipe. Throws `bad-request` for a model that it doesn't say whose it is: any other would be a guess. */
function readConfig(config: object) {
  const { yaml, diagnostics, leftOut } = importRecipe(JSON.stringify(config));
  const unknownModel = diagnostics.find(({ path }) => path.join('.') === 'model_identifier.model_type');
  if (unknownModel) throw new AppError('bad-request', `${unknownModel.message}.`);
  return {
    yaml,
    warnings: diagnostics.map(({ message }) => message),
    leftOut: leftOut.map(({ path, value }): UnknownField => ({ path: [...path], value })),
  };
}
