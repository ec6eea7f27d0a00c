import type { EngineEnd } from '@/lib/engine/engine-job';
import { noFinishedRows } from '@/lib/engine/finished-rows';
import { runProgram } from '@/lib/engine/run-engine';
import type { Drafted } from '@/lib/plan/drafting/draft-exchange';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { localModel } from '@/lib/recipe/local-model';
import type { Recipe } from '@/lib/recipe/schema';
import { emptyProgress } from '@/lib/run/progress';
import { insertCompletions } from '@/lib/store/completions';
import {
  beginDraft,
  emptyDraftState,
  saveDraftState,
  type DraftEnding,
  type DraftJob,
  type DraftRecord,
  type DraftState,
} from '@/lib/store/drafts';
import { addRecipeVersion, findOrInsertTextRecipe } from '@/lib/store/recipes';
import type { Context } from '../context';
import type { Drive, DriveEnd } from '../drive-run';
import { grownText } from '../jobs/growing-text';
import { openJournal } from '../jobs/open-journal';
import { StateWriter } from '../jobs/state-writer';
import { acquireModels, driveWatched, watchedControl, watchWanted } from '../jobs/watched-job';
import { openJobSecrets } from '../keys/recipe-secrets';
import { nameOfText } from '../recipe/recipe-source';
import type { ResolvedModel } from '../resolve-model';
import { eachModel, engineModel, resolveModels } from '../resolve-models';
import { steadyClock, systemClock } from '../system-clock';
import { createDraftProgram } from './draft-program';

/**
 * Has the recipe of a claimed draft written by its model, and stores it. Answers are journalled as they come, so that
 * a draft which is taken up again asks for none twice. Never throws.
 */
export function driveDraft(drive: Drive, job: DraftJob): Promise<DriveEnd> {
  const { db } = drive.context;
  return driveWatched(drive, job, {
    table: 'drafts',
    id: job.draftId,
    begin: () => beginDraft(db, job),
    drive: (draft, signal) => endOfDraft(drive, job, draft, signal),
    fail: (error) =>
      saveDraftState(db, job, emptyDraftState, { status: 'failed', error, nowMs: systemClock.now() }),
  });
}

async function endOfDraft(
  drive: Drive,
  job: DraftJob,
  draft: DraftRecord,
  signal: AbortSignal,
): Promise<'ended' | 'stopped'> {
  const { context } = drive;
  const save = (ending: DraftEnding) => saveDraftState(context.db, job, state, ending);
  let state: DraftState = emptyDraftState;
  const found = await modelOf(context, draft);
  if ('problem' in found) {
    const error = { code: 'recipe-invalid', message: found.problem };
    await save({ status: 'failed', error, nowMs: systemClock.now() });
    return 'ended';
  }
  const watch = watchWanted(drive, 'drafts', draft.id);
  const writer = new StateWriter(() => saveDraftState(context.db, job, state));
  const change = (news: Partial<DraftState>) => {
    state = { ...state, ...news };
    writer.mark();
  };
  const scope = `draft:${draft.id}`;
  const { recipe, models } = found;
  const manner = isSmall(models[0]) ? 'topics' : 'recipe';
  const program = createDraftProgram({ ...draft, manner }, recipe, {
    seed: draft.seed,
    onAsk: (problem) => change({ problem }),
  });
  const shared = acquireModels(drive, models);
  let failure: { code: string; message: string } | undefined;
  let step = '';
  try {
    const end = await runProgram(
      program,
      {
        comparison: null,
        seed: draft.seed,
        onlyRows: [0],
        models: eachModel(models, engineModel),
        finished: noFinishedRows,
        progress: emptyProgress,
      },
      {
        clock: steadyClock,
        models: shared,
        journal: await openJournal(context, scope),
        async commit({ completions, rows, progress }) {
          await insertCompletions(context.db, scope, completions);
          failure = rows[0]?.reason ?? failure;
          const { promptTokens, completionTokens, costUsd } = progress;
          change({ promptTokens, completionTokens, costUsd });
        },
        onText(question, delta) {
          const known = question.step === step ? state.text : '';
          if (question.step !== step) change({ asks: state.asks + 1 });
          step = question.step;
          change({ text: grownText(known, delta) });
        },
        onAnswer(entry) {
          if (entry.step !== step) change({ asks: state.asks + 1 });
          step = entry.step;
          change({ text: entry.text });
        },
        onWaiting: (waiting) => change({ waiting: waiting?.message ?? null }),
      },
      watchedControl(1, watch.signal, signal),
    );
    await writer.stop();
    if (end.status === 'stopped' && !watch.signal.aborted) return 'stopped';
    await save(await endingOf(context, draft, { end, failure, drafted: program.drafted() }));
    return 'ended';
  } finally {
    await writer.stop();
    watch.stop();
    for (const { release } of shared) release();
  }

  async function endingOf(
    { db }: Context,
    { projectId, seed, intoRecipeId }: DraftRecord,
    result: { end: EngineEnd; failure?: { code: string; message: string }; drafted: Drafted | null },
  ): Promise<DraftEnding> {
    const nowMs = systemClock.now();
    if (result.drafted === null) {
      if (watch.signal.aborted) return { status: 'cancelled', nowMs };
      const { code, message } = result.end.error ?? result.failure ?? unknownFailure;
      return { status: 'failed', error: { code, message }, nowMs };
    }
    const { yaml, notes } = result.drafted;
    state = { ...state, notes: [...notes], waiting: null, problem: null };
    // Somebody may have deleted what it was meant for. Equal texts are one: a draft that ends a second time, after
    // a crash in between, makes no second recipe and no second version.
    const { id, version } =
      (intoRecipeId === null ? null : await addRecipeVersion(db, intoRecipeId, { yaml, nowMs })) ??
      (await findOrInsertTextRecipe(db, { projectId, name: nameOfText(yaml), yaml, seed, nowMs }));
    return { status: 'completed', made: { recipeId: id, recipeVersion: version, yaml }, nowMs };
  }
}

const unknownFailure = { code: 'unknown', message: 'The model gave no recipe.' };

type FoundModel =
  | { recipe: Recipe; models: readonly [ResolvedModel, ...ResolvedModel[]] }
  | { problem: string };

async function modelOf(context: Context, draft: DraftRecord): Promise<FoundModel> {
  const { skeleton: text, createdAtMs } = draft;
  const { recipe, diagnostics } = readRecipe(text);
  const firstError = (list: typeof diagnostics) => list.find(({ severity }) => severity === 'error')?.message;
  if (recipe === null) return { problem: firstError(diagnostics) ?? 'The model can not be read.' };
  const secrets = await openJobSecrets(context, { text, owners: [`draft:${draft.id}`], createdAtMs });
  const resolved = await resolveModels(context, { recipe, text, secrets });
  if (!resolved.ok) return { problem: firstError(resolved.diagnostics) ?? 'No model is named.' };
  return { recipe, models: resolved.models };
}

/** The model that comes along can hold a short conversation, but not a format. */
function isSmall({ isLocalModel, endpoint }: ResolvedModel): boolean {
  return isLocalModel && (endpoint.modelName === localModel.name || /smollm2-135m/i.test(endpoint.modelName));
}
