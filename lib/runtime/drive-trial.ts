import { encodeJson } from '@/lib/dataset/json';
import type { Batch } from '@/lib/engine/batch';
import type { AskedQuestion, EngineEnd } from '@/lib/engine/engine-job';
import { noFinishedRows } from '@/lib/engine/finished-rows';
import { createRowProgram } from '@/lib/engine/rows/row-program';
import { runProgram } from '@/lib/engine/run-engine';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { compileRecipe } from '@/lib/plan/compile';
import { triedKey } from '@/lib/plan/tried';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { emptyProgress, type RunProgress } from '@/lib/run/progress';
import { insertCompletions } from '@/lib/store/completions';
import {
  beginTrial,
  saveTrialState,
  type TrialJob,
  type TrialRecord,
  type TrialState,
} from '@/lib/store/trials';
import type { SecretOwner } from '@/lib/store/secrets';
import { allowTokens, type Drive, type DriveEnd } from './drive-run';
import { grownText } from './jobs/growing-text';
import { openJournal } from './jobs/open-journal';
import type { DatabaseTools } from './databases/database-tools';
import { openTools } from './databases/open-databases';
import { StateWriter } from './jobs/state-writer';
import { acquireModels, driveWatched, watchedControl, watchWanted } from './jobs/watched-job';
import { openJobSecrets } from './keys/recipe-secrets';
import { applyRegeneration, prepareRegeneration, regeneratedRun } from './regenerate-row';
import { eachModel, engineModel, resolveModels } from './resolve-models';
import { storedTables } from './sources/open-sources';
import { steadyClock, systemClock } from './system-clock';

/**
 * Makes the rows of a claimed trial. Its answers go into the journal of the recipe, so that a run
 * with the same seed takes them from there. Never throws.
 */
export function driveTrial(drive: Drive, job: TrialJob): Promise<DriveEnd> {
  const { db } = drive.context;
  return driveWatched(drive, job, {
    table: 'trials',
    id: job.trialId,
    begin: () => beginTrial(db, job),
    drive: (trial, signal) => endOfTrial(drive, job, trial, signal),
    fail(error) {
      const state = { texts: [], rows: [], failures: [], end: { ...endOf(emptyProgress), error } };
      return saveTrialState(db, job, state, endedNow('failed'));
    },
  });
}

async function endOfTrial(
  drive: Drive,
  job: TrialJob,
  trial: TrialRecord,
  signal: AbortSignal,
): Promise<'ended' | 'stopped'> {
  const { context } = drive;
  const { recipe, diagnostics } = readRecipe(trial.yaml);
  const fail = async (message: string) => {
    const end = { ...endOf(emptyProgress), error: { code: 'recipe-invalid', message } };
    await saveTrialState(context.db, job, { texts: [], rows: [], failures: [], end }, endedNow('failed'));
    return 'ended' as const;
  };
  if (recipe === null) return fail(diagnostics.find(isError)?.message ?? 'The recipe can not be read.');
  const run = trial.regenerate === null ? null : await regeneratedRun(context, trial);
  if (trial.regenerate !== null && run === null) return fail('The run of this row is gone.');
  const recipeOwner: SecretOwner[] = trial.recipeId === null ? [] : [`recipe:${trial.recipeId}`];
  const resolved = await resolveModels(context, {
    recipe,
    text: trial.yaml,
    modelOverride: run?.model ?? undefined,
    secrets: await openJobSecrets(context, {
      text: trial.yaml,
      // A row is asked anew with the keys of its run.
      owners: [run === null ? `trial:${trial.id}` : `run:${run.id}`, ...recipeOwner],
      createdAtMs: run?.createdAtMs ?? trial.createdAtMs,
    }),
  });
  if (!resolved.ok) return fail(resolved.diagnostics.find(isError)?.message ?? 'The recipe names no model.');

  const state = new GrowingState();
  const writer = new StateWriter(() => saveTrialState(context.db, job, state.newest()));
  const watch = watchWanted(drive, 'trials', trial.id);
  const { models } = resolved;
  const endpoints = models.map(({ endpoint }) => endpoint);
  const shared = acquireModels(drive, models);
  let tools: DatabaseTools | null = null;
  try {
    await loadSamplers(recipe);
    const { dataDir } = context.config;
    const sources = run?.sources ?? trial.sources;
    const compiled = compileRecipe(
      allowTokens(recipe, run?.maxNewTokens ?? null),
      storedTables(dataDir, sources),
    );
    tools = openTools(dataDir, compiled, { seed: trial.seed, sources });
    const anew = run && (await prepareRegeneration(context, trial, compiled, endpoints));
    const program = anew?.program ?? createRowProgram(compiled, trial.seed, endpoints);
    // A trial makes its rows without holding any back.
    const end = await runProgram(
      program,
      {
        comparison: null,
        seed: trial.seed,
        onlyRows: Array.from({ length: trial.rowCount }, (_, offset) => trial.start + offset),
        models: eachModel(models, engineModel),
        finished: noFinishedRows,
        progress: emptyProgress,
      },
      {
        clock: steadyClock,
        models: shared,
        journal: await openJournal(context, trial.journalScope),
        ...(tools !== null && { tools }),
        async commit(batch) {
          await insertCompletions(context.db, trial.journalScope, batch.completions);
          state.take(batch);
          writer.mark();
        },
        onText(question, delta) {
          state.addText(question, delta);
          writer.mark();
        },
        onAnswer(entry) {
          const { rowIndex: row, attributeId, step, text } = entry;
          state.setText({ row, attributeId, step }, text);
          writer.mark();
        },
      },
      watchedControl(trial.rowCount, watch.signal, signal),
    );
    await writer.stop();
    if (end.status === 'stopped' && !watch.signal.aborted) return 'stopped';
    const last = { ...state.newest(), end: { ...endOf(end.progress), error: end.error } };
    if (anew !== null && end.status === 'completed' && last.rows.length > 0) {
      const applied = await applyRegeneration(context, job, trial, {
        state: last,
        compiled,
        asked: anew.row,
      });
      if (applied === 'applied' || applied === 'lost') return 'ended';
      const isUnwanted = applied === 'not-wanted';
      const told = isUnwanted ? last : { ...last, end: { ...last.end, error: applied } };
      await saveTrialState(context.db, job, told, endedNow(isUnwanted ? 'cancelled' : 'failed'));
      return 'ended';
    }
    await saveTrialState(context.db, job, last, endedNow(statusOf(end)));
    return 'ended';
  } finally {
    tools?.close();
    await writer.stop();
    watch.stop();
    for (const { release } of shared) release();
  }
}

const isError = ({ severity }: { severity: string }) => severity === 'error';
const endedNow = (status: 'completed' | 'failed' | 'cancelled') => ({ status, nowMs: systemClock.now() });

/** Rows that failed are told one by one; the trial itself has failed when it could not go on. */
function statusOf(end: EngineEnd): 'completed' | 'failed' | 'cancelled' {
  if (end.status === 'failed') return 'failed';
  return end.status === 'completed' ? 'completed' : 'cancelled';
}

function endOf(progress: RunProgress): NonNullable<TrialState['end']> {
  const { costUsd, savedUsd, calls, reusedCalls, promptTokens, completionTokens } = progress;
  return { costUsd, savedUsd, calls, reusedCalls, promptTokens, completionTokens };
}

/** A trial's state as it grows; `newest` is a copy to be written. */
class GrowingState {
  readonly #texts = new Map<string, TrialState['texts'][number]>();
  readonly #rows: TrialState['rows'] = [];
  readonly #failures: TrialState['failures'] = [];

  addText(question: AskedQuestion, delta: string): void {
    this.setText(question, grownText(this.#texts.get(triedKey(question))?.text ?? '', delta));
  }

  setText(question: AskedQuestion, text: string): void {
    this.#texts.set(triedKey(question), { ...question, text });
  }

  take({ rows }: Batch): void {
    for (const { index, status, cells, reason, answers } of rows) {
      if (status === 'failed') {
        const { attributeId, code, message } = reason ?? { code: 'unknown', message: '' };
        this.#failures.push({ row: index, attributeId: attributeId ?? null, code, message });
      } else {
        this.#rows.push({ index, cells: `[${cells.map(encodeJson).join(',')}]`, answers: [...answers] });
      }
    }
  }

  newest(): TrialState {
    return {
      texts: [...this.#texts.values()],
      rows: [...this.#rows],
      failures: [...this.#failures],
      end: null,
    };
  }
}
