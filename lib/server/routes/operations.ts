import { pageQuery } from '@/lib/api/common';
import { operation, operationList, runRecipeBody, type RunRecipeBody } from '@/lib/api/operation-wire';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { drawSeed } from '@/lib/runtime/recipe/draw-seed';
import type { RecipeSource } from '@/lib/runtime/recipe/recipe-source';
import { startRun } from '@/lib/runtime/start-run';
import { insertOperation, listOperations, readOperation } from '@/lib/store/operations';
import { cancelRun } from '@/lib/store/run-state';
import { readRuns } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { operationDto } from '../dto/operation-dto';
import { cursorId, found, pageOf } from '../paging';
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
    async handle({ server, params, body }) {
      const { source, warnings } = sourceOf(body);
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
        warnings,
        nowMs: server.now(),
      });
      return operationDto(made, run);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/operations',
    summary: 'Operations, the newest first.',
    query: pageQuery,
    answer: operationList,
    async handle({ server, params, query: { limit, cursor } }) {
      const { db } = server.context;
      const operations = await listOperations(db, {
        projectId: params.project,
        beforeId: cursorId(cursor),
        limit: limit + 1,
      });
      const runs = await readRuns(
        db,
        operations.map(({ runId }) => runId),
      );
      const runOf = new Map(runs.map((run) => [run.id, run]));
      // A run that was deleted between the two reads takes its operation with it.
      const listed = operations.flatMap((one) => {
        const run = runOf.get(one.runId);
        return run ? [{ one, run }] : [];
      });
      return pageOf(listed, limit, {
        id: ({ one }) => one.id,
        toWire: ({ one, run }) => operationDto(one, run),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/operations/{id}',
    summary: 'One operation.',
    answer: operation,
    handle: ({ server, params }) => storedOperation(server, params),
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/operations/{id}:stop',
    summary: 'Cancels the run of an operation; what it has made stays.',
    answer: operation,
    async handle({ server, params }) {
      const { status_metadata: state, done } = await storedOperation(server, params);
      if (done)
        throw new AppError(
          'wrong-state',
          `Operation ${params.id} is ${state.run_status}: there is nothing to stop.`,
        );
      await cancelRun(server.context.db, state.run_id, server.now());
      return storedOperation(server, params);
    },
  }),
];

async function storedOperation({ context }: Server, { project, id }: { project: number; id: number }) {
  const stored = found(await readOperation(context.db, project, id), `operation ${id}`);
  const [run] = await readRuns(context.db, [stored.runId]);
  return operationDto(stored, found(run ?? null, `operation ${id}`));
}

function sourceOf({ recipe }: RunRecipeBody): { source: RecipeSource; warnings: string[] } {
  const { recipe_config: config, recipeId, recipeVersion } = recipe;
  if (config !== undefined && recipeId !== undefined) {
    throw new AppError('bad-request', 'recipe: holds recipe_config and recipeId; send one of them.');
  }
  if (recipeId !== undefined) {
    return {
      source: { recipeId, ...(typeof recipeVersion === 'number' && { recipeVersion }) },
      warnings: [],
    };
  }
  if (config === undefined) {
    throw new AppError(
      'bad-request',
      'recipe: needs recipe_config, a recipe, or recipeId, the number of a stored one.',
    );
  }
  const { yaml, diagnostics } = importRecipe(JSON.stringify(config));
  return { source: { yaml }, warnings: diagnostics.map(({ message }) => message) };
}
