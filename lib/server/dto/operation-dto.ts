import { z } from 'zod';
import type { OperationStatus, WireDraftOperation, WireRunOperation } from '@/lib/api/operation-wire';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { plainValueOf } from '@/lib/recipe/edit/plain-value';
import { exportHosted } from '@/lib/recipe/interchange/export-hosted';
import type { RunStatus } from '@/lib/run/run-status';
import type { DraftRecord } from '@/lib/store/drafts';
import type { DraftOperation, OperationRecord, RunOperation } from '@/lib/store/operations';
import type { RunRecord } from '@/lib/store/runs';
import { readKnownRecipe } from '../known-recipes';
import { diagnosticDto } from './diagnostic-dto';
import { progressDto } from './run-dto';
import { wireTime } from './time';

/** Clients compare in upper case, and know no pause. */
const statuses: Readonly<Record<RunStatus, OperationStatus>> = {
  pending: 'PENDING',
  running: 'RUNNING',
  pausing: 'RUNNING',
  paused: 'RUNNING',
  cancelling: 'CANCELLING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
};

/** A run in the words of the hosted service. `error` is there only when it failed: clients ask for its message unseen. */
export function runOperationDto(operation: RunOperation, run: RunRecord): WireRunOperation {
  const { datasetIds } = operation;
  return {
    id: operation.id,
    kind: operation.kind,
    recipe_id: run.recipeId,
    recipe_version: run.recipeVersion,
    status: statuses[run.status],
    done: ['completed', 'failed', 'cancelled'].includes(run.status),
    status_metadata: {
      run_id: run.id,
      run_status: run.status,
      ...(run.pauseReason === null ? {} : { pause_reason: run.pauseReason }),
      dataset_id: run.datasetId,
      train_dataset_id: datasetIds.train,
      validation_dataset_id: datasetIds.validation,
      test_dataset_id: datasetIds.test,
      progress: progressDto(run.progress, run.createdAtMs),
    },
    ...(run.status === 'failed' && {
      error: { message: run.error?.message ?? 'The run failed without a word; its log may say why.' },
    }),
    ...warningsOf(operation.warnings),
    ...unknownFieldsOf(operation),
    created_at: wireTime(operation.createdAtMs),
  };
}

/** A draft in the words of the hosted service. */
export function draftOperationDto(operation: DraftOperation, draft: DraftRecord): WireDraftOperation {
  const { state, made, error } = draft;
  const isUnwanted = draft.status === 'running' && draft.wanted === 'cancelled';
  return {
    id: operation.id,
    kind: operation.kind,
    recipe_id: made?.recipeId ?? draft.intoRecipeId,
    recipe_version: made?.recipeVersion ?? null,
    status: isUnwanted ? 'CANCELLING' : statuses[draft.status],
    done: ['completed', 'failed', 'cancelled'].includes(draft.status),
    status_metadata: {
      asks: state.asks,
      ...(state.problem !== null && { problem: state.problem }),
      ...(state.waiting !== null && { waiting: state.waiting }),
      text: state.text,
      prompt_tokens: state.promptTokens,
      completion_tokens: state.completionTokens,
      cost_usd: state.costUsd,
    },
    ...(made !== null && { result: resultOf(made.yaml, state.notes) }),
    ...(error !== null && { error: { message: error.message } }),
    // Who reads no diagnostics is to know, too, where the recipe isn't the model's own.
    ...warningsOf([...operation.warnings, ...(made === null ? [] : state.notes)]),
    ...unknownFieldsOf(operation),
    created_at: wireTime(operation.createdAtMs),
  };
}

function warningsOf(warnings: readonly string[]) {
  return warnings.length === 0 ? {} : { warnings: [...warnings] };
}

function unknownFieldsOf({ unknownFields }: OperationRecord) {
  return unknownFields.length === 0 ? {} : { unknown_fields: [...unknownFields] };
}

function resultOf(yaml: string, notes: readonly string[]): NonNullable<WireDraftOperation['result']> {
  const { diagnostics } = readKnownRecipe(yaml);
  return {
    recipe_config: hostedConfigOf(yaml),
    diagnostics: [...notes.map(noteOfDraft), ...diagnostics].map(diagnosticDto),
  };
}

const bodySchema = z.object({
  recipe: z.object({
    recipe_config: z.looseObject({ model_identifier: z.looseObject({ model_type: z.string().nullable() }) }),
  }),
});

/** As the service has it; what it couldn't say all of stays a recipe of the language, which runs here as well. */
function hostedConfigOf(yaml: string): Record<string, unknown> {
  const read = readKnownRecipe(yaml);
  const { text, dropped } = exportHosted(read);
  if (dropped.some(({ path }) => path[0] !== 'inference_config')) {
    return z.record(z.string(), z.unknown()).parse(plainValueOf(read.document, read.document.root));
  }
  const { recipe_config: config } = bodySchema.parse(JSON.parse(text)).recipe;
  const engine = read.recipe?.inference_config.engine ?? null;
  const { model_type: type } = config.model_identifier;
  return { ...config, model_identifier: { ...config.model_identifier, model_type: type ?? engine } };
}

function noteOfDraft(message: string): Diagnostic {
  const start = { line: 1, column: 1 };
  return { severity: 'warning', code: 'drafted', message, path: [], range: { start, end: start }, fixes: [] };
}
