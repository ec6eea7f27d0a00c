import { deletion, pageQuery } from '@/lib/api/common';
import {
  createRecipeBody,
  draftSaved,
  recipe,
  recipeList,
  recipeNeeds,
  recipeVersion,
  recipeVersionList,
  renameRecipeBody,
  saveDraftBody,
  saveRecipeBody,
} from '@/lib/api/recipe-wire';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import {
  deleteRecipe,
  insertRecipe,
  listRecipes,
  listRecipeVersions,
  readProjectRecipe,
  readRecipeRuns,
  readRecipeVersion,
  renameRecipe,
  restoreRecipe,
  saveRecipeDraft,
  saveRecipeVersion,
} from '@/lib/store/recipes';
import { readRuns, restorableMs } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { diagnosticDto } from '../dto/diagnostic-dto';
import { recipeDto, recipeSummaryDto } from '../dto/recipe-dto';
import { wireTime } from '../dto/time';
import { cursorId, found, pageOf, restored } from '../paging';
import { openRecipeText } from '../recipe-text';
import { withoutKeys } from '../unknown-fields';
import { needsOf } from '../recipe-facts';
import { route } from '../route';
import type { Server } from '../server';
import { drawSeed } from '@/lib/runtime/recipe/draw-seed';

export const recipeRoutes = [
  route({
    method: 'GET',
    path: '/v1/projects/{project}/recipes',
    summary: 'Recipes, the newest first.',
    query: pageQuery,
    answer: recipeList,
    async handle({ server, params, query: { limit, cursor } }) {
      const { db } = server.context;
      const recipes = await listRecipes(db, {
        projectId: params.project,
        beforeId: cursorId(cursor),
        limit: limit + 1,
      });
      const allRuns = await readRecipeRuns(
        db,
        recipes.map(({ id }) => id),
      );
      const runsOf = new Map(allRuns.map((runs) => [runs.recipeId, runs]));
      const latest = await readRuns(
        db,
        allRuns.map(({ latestRunId }) => latestRunId),
      );
      const latestOf = new Map(latest.map((run) => [run.recipeId, run]));
      const needs = await needsOf(server, recipes);
      return pageOf(recipes, limit, {
        id: ({ id }) => id,
        toWire: (one) =>
          recipeSummaryDto(one, {
            runs: runsOf.get(one.id),
            latestRun: latestOf.get(one.id),
            needs: needs.get(one.id),
          }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes',
    summary: 'Stores a recipe, valid or not; its keys go to sealed secrets.',
    body: createRecipeBody,
    answer: recipe,
    status: 201,
    async handle({ server, params, body }) {
      const given =
        'yaml' in body
          ? { yaml: body.yaml, diagnostics: [], leftOut: [] }
          : importRecipe(JSON.stringify(body.recipe_config));
      const text = openRecipeText(server.context, given.yaml);
      const stored = await insertRecipe(server.context.db, {
        projectId: params.project,
        name: body.name ?? 'Untitled recipe',
        yaml: text.yaml,
        seed: drawSeed(),
        unknownFields: given.leftOut.map(({ path, value }) =>
          withoutKeys({ path: ['recipe_config', ...path], value }),
        ),
        nowMs: server.now(),
      });
      await text.keepSecrets(`recipe:${stored.id}`);
      return recipeDto(stored, [...text.diagnostics, ...given.diagnostics]);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/recipes/{id}',
    summary: 'The latest version of a recipe, with its draft where that differs.',
    answer: recipe,
    handle: async ({ server, params }) => recipeDto(await storedRecipe(server, params)),
  }),
  route({
    method: 'PUT',
    path: '/v1/projects/{project}/recipes/{id}',
    summary: 'Saves a version. A text equal to the latest makes none; the draft is done with.',
    body: saveRecipeBody,
    answer: recipe,
    refuses: ['stale-version'],
    async handle({ server, params, body }) {
      await storedRecipe(server, params);
      const text = openRecipeText(server.context, body.yaml);
      const saved = await saveRecipeVersion(server.context.db, params.id, {
        yaml: text.yaml,
        baseVersion: body.base_version,
        name: body.name,
        nowMs: server.now(),
      });
      if (saved.kind === 'missing') throw new AppError('not-found', `There is no recipe ${params.id}.`);
      if (saved.kind === 'stale') {
        throw new AppError(
          'stale-version',
          body.base_version > saved.recipe.version
            ? `base_version: there is no version ${body.base_version} yet; the latest is ${saved.recipe.version}.`
            : `Version ${saved.recipe.version} was saved elsewhere since version ${body.base_version}.`,
          recipeDto(saved.recipe),
        );
      }
      await text.keepSecrets(`recipe:${params.id}`);
      return recipeDto(saved.recipe, text.diagnostics);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/recipes/{id}/needs',
    summary: 'Whom a recipe asks, and what it lacks to be run: a key, an address.',
    answer: recipeNeeds,
    async handle({ server, params }) {
      const stored = await storedRecipe(server, params);
      return (await needsOf(server, [stored])).get(stored.id) ?? { asks: null, missing: null };
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/projects/{project}/recipes/{id}',
    summary: 'Gives a recipe another name; its text, its draft and its version stay.',
    body: renameRecipeBody,
    answer: recipe,
    async handle({ server, params, body }) {
      const renamed = await renameRecipe(server.context.db, { ...params, name: body.name });
      return recipeDto(found(renamed, `recipe ${params.id}`));
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/projects/{project}/recipes/{id}/draft',
    summary: 'Saves the text that is being edited, valid or not.',
    body: saveDraftBody,
    answer: draftSaved,
    refuses: ['stale-draft'],
    async handle({ server, params, body }) {
      await storedRecipe(server, params);
      const text = openRecipeText(server.context, body.yaml);
      const saved = await saveRecipeDraft(server.context.db, params.id, {
        yaml: text.yaml,
        baseRevision: body.base_revision,
        nowMs: server.now(),
      });
      if (saved === null) throw new AppError('not-found', `There is no recipe ${params.id}.`);
      if ('stale' in saved) {
        throw new AppError(
          'stale-draft',
          `The draft was changed elsewhere (revision ${saved.stale.draftRevision}).`,
          recipeDto(saved.stale),
        );
      }
      await text.keepSecrets(`recipe:${params.id}`);
      return { revision: saved.revision, diagnostics: text.diagnostics.map(diagnosticDto) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/projects/{project}/recipes/{id}',
    summary: 'Deletes a recipe; ten seconds long it can be restored. Its runs stay.',
    answer: deletion,
    status: 202,
    async handle({ server, params }) {
      await storedRecipe(server, params);
      const nowMs = server.now();
      await deleteRecipe(server.context.db, params.id, nowMs);
      return { id: params.id, restorable_until: wireTime(nowMs + restorableMs) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes/{id}:restore',
    summary: 'Takes a delete back.',
    answer: recipe,
    refuses: ['too-late'],
    async handle({ server, params }) {
      const { project: projectId, id } = params;
      const { db } = server.context;
      await restoreRecipe(db, { projectId, id }, server.now());
      return recipeDto(
        await restored(db, await readProjectRecipe(db, projectId, id), { kind: 'recipe', id }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/recipes/{id}/versions',
    summary: 'Versions of a recipe, the newest first.',
    query: pageQuery,
    answer: recipeVersionList,
    async handle({ server, params, query: { limit, cursor } }) {
      await storedRecipe(server, params);
      const versions = await listRecipeVersions(server.context.db, {
        recipeId: params.id,
        beforeVersion: cursorId(cursor),
        limit: limit + 1,
      });
      return pageOf(versions, limit, {
        id: ({ version }) => version,
        toWire: ({ version, createdAtMs }) => ({ version, created_at: wireTime(createdAtMs) }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/recipes/{id}/versions/{version}',
    summary: 'One version of a recipe.',
    answer: recipeVersion,
    async handle({ server, params }) {
      await storedRecipe(server, params);
      const { recipeId, version, yaml, createdAtMs } = found(
        await readRecipeVersion(server.context.db, params.id, params.version),
        `version ${params.version} of recipe ${params.id}`,
      );
      return { recipe_id: recipeId, version, yaml, created_at: wireTime(createdAtMs) };
    },
  }),
];

async function storedRecipe(server: Server, params: { project: number; id: number }) {
  const stored = await readProjectRecipe(server.context.db, params.project, params.id);
  return found(stored, `recipe ${params.id}`);
}
