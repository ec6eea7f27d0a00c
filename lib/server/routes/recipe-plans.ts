import { listOf, pageQuery } from '@/lib/api/common';
import {
  diagnosticsAnswer,
  exportAnswer,
  exportBody,
  importAnswer,
  importBody,
  previewAnswer,
  previewBody,
  template,
  tryBody,
  validateBody,
} from '@/lib/api/recipe-wire';
import { compileRecipe } from '@/lib/plan/compile';
import { estimateRun } from '@/lib/plan/estimate';
import { previewRows, type PreviewRow } from '@/lib/plan/preview';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { exportRecipe } from '@/lib/recipe/interchange/export-recipe';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { recipeTemplates } from '@/lib/recipe/templates';
import { readWithSources, RecipeInvalid } from '@/lib/runtime/recipe/check-recipe';
import { drawSeed } from '@/lib/runtime/recipe/draw-seed';
import { readRecipeSource, type RecipeSource } from '@/lib/runtime/recipe/recipe-source';
import { resolveModel } from '@/lib/runtime/resolve-model';
import { startTrial } from '@/lib/runtime/try-rows';
import { listPrice } from '@/lib/llm/price';
import { AppError } from '@/lib/util/app-error';
import { diagnosticDto } from '../dto/diagnostic-dto';
import { readKnownRecipe } from '../known-recipes';
import { openRecipeText } from '../recipe-text';
import { pageOfAll } from '../paging';
import { eventStream, route } from '../route';
import { trialEvents } from '../trial-events';

export const recipePlanRoutes = [
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes:validate',
    scope: 'read',
    summary: 'What is wrong with a text, and how to mend it.',
    body: validateBody,
    answer: diagnosticsAnswer,
    async handle({ server, params, body }) {
      const text = openRecipeText(server.context, body.yaml);
      const { diagnostics } = await readWithSources(server.context, params.project, text.yaml);
      return { diagnostics: [...text.diagnostics, ...diagnostics].map(diagnosticDto) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes:preview',
    scope: 'read',
    summary: 'Planned rows with the prompts that a run will send, and what it would cost. Calls no model.',
    body: previewBody,
    answer: previewAnswer,
    refuses: ['recipe-invalid'],
    async handle({ server, params, body }) {
      const { context } = server;
      const source = await readRecipeSource(context, params.project, sourceOf(body));
      const { recipe, diagnostics, sources } = await readWithSources(context, params.project, source.text);
      if (recipe === null) throw new RecipeInvalid(diagnostics);
      const compiled = compileRecipe(recipe, sources.tables);
      const seed = body.seed ?? recipe.seed ?? source.seed ?? drawSeed();
      const model = await resolveModel(context, { recipe, text: source.text, secrets: new Map() });
      const { engine, model: named } = recipe.inference_config;
      // A missing key must not keep anybody from seeing prompts and price.
      const price = model.ok ? model.price : listPrice(engine, named.model_name);
      const estimate = estimateRun(compiled, { seed, rows: recipe.num_samples, price });
      return {
        seed,
        rows: previewRows(compiled, { seed, start: body.start, rows: body.rows }).map(previewRowDto),
        estimate: {
          calls: estimate.calls,
          prompt_tokens: estimate.promptTokens,
          completion_tokens: estimate.completionTokens,
          cost_usd: estimate.costUsd,
          low_usd: estimate.lowUsd,
          high_usd: estimate.highUsd,
          basis: estimate.basis,
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes:try',
    summary: 'Makes a few rows for real and sends them as they are answered.',
    body: tryBody,
    answer: null,
    streamed: eventStream,
    refuses: ['recipe-invalid'],
    async handle({ server, params, body, request }) {
      const trial = await startTrial(server.context, {
        projectId: params.project,
        source: sourceOf(body),
        seed: body.seed,
        start: body.start,
        rows: body.rows,
      });
      return trialEvents(server, request, trial);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes:import',
    scope: 'read',
    summary:
      'Makes a recipe of YAML or JSON of ours, of oumi, of the hosted service, or of a file of parameters.',
    body: importBody,
    answer: importAnswer,
    async handle({ server, body }) {
      const imported = importRecipe(body.text);
      const text = openRecipeText(server.context, imported.yaml);
      const { diagnostics } = readKnownRecipe(text.yaml);
      const found = [...text.diagnostics.map(keyNotKept), ...imported.diagnostics, ...diagnostics];
      return { yaml: text.yaml, diagnostics: found.map(diagnosticDto) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/recipes:export',
    scope: 'read',
    summary: 'Writes a valid recipe for oumi or the hosted service, and names what they can’t do.',
    body: exportBody,
    answer: exportAnswer,
    refuses: ['recipe-invalid'],
    async handle({ server, body }) {
      const read = readKnownRecipe(openRecipeText(server.context, body.yaml).yaml);
      if (read.recipe === null) throw new RecipeInvalid(read.diagnostics);
      const { text, dropped } = exportRecipe(read, body.format);
      return { text, dropped: dropped.map(({ path, reason }) => ({ path: [...path], reason })) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/templates',
    summary: 'Recipes to start from; the first runs on the local model.',
    query: pageQuery,
    answer: listOf(template),
    handle: async ({ query }) =>
      pageOfAll(
        recipeTemplates.map((one) => ({
          id: one.id,
          name: one.name,
          description: one.description,
          tags: [...one.tags],
          yaml: one.yaml,
          sample_output: one.sampleOutput,
          runs_locally: one.runsLocally,
          calls_per_row: one.callsPerRow,
        })),
        query,
      ),
  }),
];

/** An imported text belongs to no recipe yet, so there is nobody to keep its key for. */
function keyNotKept(diagnostic: Diagnostic): Diagnostic {
  const message = `${diagnostic.path.join('.')}: The key was taken out and is not kept. Storing the config itself as recipe_config keeps it, and so does a key under Models`;
  return { ...diagnostic, message };
}

function sourceOf(body: { yaml?: string | undefined; recipe_id?: number | undefined }): RecipeSource {
  if (body.yaml !== undefined) return { yaml: body.yaml, recipeId: body.recipe_id };
  if (body.recipe_id !== undefined) return { recipeId: body.recipe_id };
  throw new AppError('bad-request', 'needs yaml or recipe_id.');
}

/** A pending value stands in a prompt as `{name}`. */
function previewRowDto(row: PreviewRow) {
  const known = row.values.filter(({ state }) => state === 'known');
  return {
    index: row.index,
    values: Object.fromEntries(known.map(({ name, id, text }) => [name, id ?? text])),
    prompts: row.prompts
      .filter(({ kind }) => kind !== 'transformed')
      .map((prompt) => ({
        attribute_id: prompt.attributeId,
        ...(prompt.kind === 'conversation' ? { step: prompt.step } : {}),
        messages: prompt.messages.map(({ role, segments }) => ({
          role: role ?? 'user',
          content: segments
            .map((segment) => (segment.type === 'pending' ? `{${segment.field}}` : segment.text))
            .join(''),
        })),
        pending: prompt.pending,
        ...(prompt.error === undefined ? {} : { error: prompt.error }),
      })),
  };
}
