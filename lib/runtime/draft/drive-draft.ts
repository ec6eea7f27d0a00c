import type { EngineEnd } from '@/lib/engine/engine-job';
import { noFinishedRows } from '@/lib/engine/finished-rows';
import { runProgram } from '@/lib/engine/run-engine';
import type { Drafted } from '@/lib/plan/drafting/draft-exchange';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { localModel } from '@/lib/recipe/checks/check-inference';
import type { Recipe } from '@/lib/recipe/schema';
import { emptyProgress } from '@/lib/run/progress';
import { insertCompletions } from '@/lib/store/completions';
import {
  beginDraft,
  emptyDraftState,
  readDraftWanted,
  saveDraftState,
  type DraftEnding,
  type DraftJob,
  type DraftRecord,
  type DraftState,
} from '@/lib/store/drafts';
import { endJob, releaseJob } from '@/lib/store/jobs';
import { findOrInsertTextRecipe } from '@/lib/store/recipes';
import type { Context } from '../context';
import type { Drive, DriveEnd } from '../drive-run';
import { grownText, markingStarts } from '../jobs/growing-text';
import { keepLease } from '../jobs/keep-lease';
import { openJournal } from '../jobs/open-journal';
import { StateWriter } from '../jobs/state-writer';
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
export async function driveDraft(drive: Drive, job: DraftJob): Promise<DriveEnd> {
  const { context } = drive;
  const stop = new AbortController();
  const stopLease = keepLease(context, job, stop);
  try {
    const draft = await beginDraft(context.db, job);
    if (draft !== null) {
      const end = await endOfDraft(drive, job, draft, AbortSignal.any([drive.signal, stop.signal]));
      if (stop.signal.aborted) return 'lost';
      if (end === 'stopped') {
        await releaseJob(context.db, job);
        return 'released';
      }
    }
    await endJob(context.db, job);
    return 'ended';
  } catch (error) {
    context.log.error({ err: error, draft: job.draftId }, 'a draft failed by an error of the program');
    await giveUp(context, job);
    return 'lost';
  } finally {
    stopLease();
  }
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
  const cancel = new AbortController();
  const stopWatching = drive.wishes.listen(() => void cancelIfUnwanted(context, draft.id, cancel));
  void cancelIfUnwanted(context, draft.id, cancel); // it may have been stopped since it was read
  const writer = new StateWriter(() => saveDraftState(context.db, job, state));
  const change = (news: Partial<DraftState>) => {
    state = { ...state, ...news };
    writer.mark();
  };
  const scope = `draft:${draft.id}`;
  const { recipe, models } = found;
  const manner = isSmall(models[0]) ? 'topics' : 'recipe';
  const program = createDraftProgram({ ...draft, manner }, recipe, draft.seed);
  const shared = eachModel(models, (model) => ({
    callModel: markingStarts(model.createCall()),
    ...drive.limiters.acquire(model.limiterKey, model.limits),
  }));
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
          change({ text: grownText(known, delta), problem: program.problem() });
        },
        onAnswer(entry) {
          if (entry.step !== step) change({ asks: state.asks + 1 });
          step = entry.step;
          change({ text: entry.text, problem: program.problem() });
        },
        onWaiting: (waiting) => change({ waiting: waiting?.message ?? null }),
      },
      {
        wanted: () => (cancel.signal.aborted ? 'cancelled' : 'running'),
        budget: () => ({}),
        target: () => ({ rows: 1, maxRows: 1 }),
        signal: AbortSignal.any([signal, cancel.signal]),
        onChange: () => () => undefined,
      },
    );
    await writer.stop();
    if (end.status === 'stopped' && !cancel.signal.aborted) return 'stopped';
    await save(await endingOf(context, draft, { end, failure, drafted: program.drafted() }));
    return 'ended';
  } finally {
    await writer.stop();
    stopWatching();
    for (const { release } of shared) release();
  }

  async function endingOf(
    { db }: Context,
    { projectId, seed }: DraftRecord,
    result: { end: EngineEnd; failure?: { code: string; message: string }; drafted: Drafted | null },
  ): Promise<DraftEnding> {
    const nowMs = systemClock.now();
    if (result.drafted === null) {
      if (cancel.signal.aborted) return { status: 'cancelled', nowMs };
      const { code, message } = result.end.error ?? result.failure ?? unknownFailure;
      return { status: 'failed', error: { code, message }, nowMs };
    }
    const { yaml, notes } = result.drafted;
    state = { ...state, notes: [...notes], waiting: null, problem: null };
    // One for equal texts: a draft that ends a second time, after a crash in between, makes no second recipe.
    const { id, version } = await findOrInsertTextRecipe(db, {
      projectId,
      name: nameOfText(yaml),
      yaml,
      seed,
      nowMs,
    });
    return { status: 'completed', made: { recipeId: id, recipeVersion: version, yaml }, nowMs };
  }
}

const unknownFailure = { code: 'unknown', message: 'The model gave no recipe.' };

type FoundModel =
  { recipe: Recipe; models: readonly [ResolvedModel, ...ResolvedModel[]] } | { problem: string };

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

async function cancelIfUnwanted({ db, log }: Context, id: number, cancel: AbortController): Promise<void> {
  try {
    if ((await readDraftWanted(db, id)) !== 'running') cancel.abort();
  } catch (error) {
    log.warn({ err: error, draft: id }, 'whether a draft is still wanted could not be read');
  }
}

async function giveUp({ db, log }: Context, job: DraftJob): Promise<void> {
  const error = { code: 'internal', message: 'Something went wrong inside Seedloom. The log says more.' };
  try {
    await saveDraftState(db, job, emptyDraftState, { status: 'failed', error, nowMs: systemClock.now() });
    await endJob(db, job);
  } catch (cause) {
    log.error({ err: cause, draft: job.draftId }, 'the end of a draft could not be written');
  }
}
