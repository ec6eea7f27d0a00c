import type { RecipeNeeds, WireRecipe, WireRecipeSummary } from '@/lib/api/recipe-wire';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { RecipeRecord, RecipeRuns } from '@/lib/store/recipes';
import type { RunRecord } from '@/lib/store/runs';
import { readKnownRecipe } from '../known-recipes';
import { recipeFacts } from '../recipe-facts';
import { diagnosticDto } from './diagnostic-dto';
import { runStandingDto } from './run-dto';
import { wireTime } from './time';

/** A recipe as the wire has it; `more` are diagnostics beside those of its text. */
export function recipeDto(recipe: RecipeRecord, more: readonly Diagnostic[] = []): WireRecipe {
  const read = readKnownRecipe(recipe.yaml);
  return {
    id: recipe.id,
    name: recipe.name,
    version: recipe.version,
    yaml: recipe.yaml,
    seed: read.recipe?.seed ?? recipe.seed,
    diagnostics: [...more, ...read.diagnostics].map(diagnosticDto),
    ...(recipe.unknownFields.length > 0 && { unknown_fields: [...recipe.unknownFields] }),
    ...(recipe.draft === null ? {} : { draft: recipe.draft }),
    draft_revision: recipe.draftRevision,
    created_at: wireTime(recipe.createdAtMs),
    updated_at: wireTime(recipe.updatedAtMs),
  };
}

/** A recipe in the list, with what its runs came to and what it lacks. */
export function recipeSummaryDto(
  recipe: RecipeRecord,
  more: { runs: RecipeRuns | undefined; latestRun: RunRecord | undefined; needs: RecipeNeeds | undefined },
): WireRecipeSummary {
  const { seed, model, inference, attributes, errors } = recipeFacts(recipe.draft ?? recipe.yaml);
  const { runs, latestRun, needs } = more;
  return {
    id: recipe.id,
    name: recipe.name,
    version: recipe.version,
    draft_revision: recipe.draftRevision,
    has_draft: recipe.draft !== null,
    seed: seed ?? recipe.seed,
    model,
    engine: inference?.engine ?? null,
    attributes,
    errors,
    asks: needs?.asks ?? null,
    missing: needs?.missing ?? null,
    latest_run: latestRun
      ? {
          id: latestRun.id,
          dataset_id: latestRun.datasetId,
          ...runStandingDto(latestRun),
          num_samples: latestRun.targetRows,
          accepted: latestRun.progress.accepted,
        }
      : null,
    runs: runs?.runs ?? 0,
    spent_usd: runs?.spentUsd ?? 0,
    created_at: wireTime(recipe.createdAtMs),
    updated_at: wireTime(recipe.updatedAtMs),
  };
}
