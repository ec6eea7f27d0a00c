import { relative } from 'node:path';
import type { Recipe } from '@/lib/recipe/schema';
import type { Context } from '@/lib/runtime/context';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { renewFileRun, startFileRun } from '@/lib/runtime/start-run';
import { cancelRun, changeRun, pauseRun, resumeRun, retryRun } from '@/lib/store/run-state';
import { findUnfinishedRun, type RunRecord } from '@/lib/store/runs';
import { exitCodes, type ExitCode } from '../exit-codes';
import { createProgressLine } from '../print/progress-line';
import { followRun } from '../studio/follow-run';
import { createLocalModel } from '../studio/local-model';
import { openCommandContext, projectId } from '../studio/open-store';
import { orRefusal } from '../studio/tell-refusal';
import { appendRows, checkAppendColumns } from './append-rows';
import { conclude } from './conclude';
import { recipeFile, type RowsPlace, type SynthOptions } from './synth-options';
import { csvRows, firstRows, outputColumns, writeOutput } from './write-output';

/** Runs a recipe in the data directory of this machine. `text` is `yaml` without its keys. */
export async function synthHere(
  options: SynthOptions,
  { yaml, text, recipe, place }: { yaml: string; text: string; recipe: Recipe; place: RowsPlace },
): Promise<ExitCode> {
  const context = await openCommandContext(options.dataDir, options.logLevel);
  const line = createProgressLine();
  const localModel = createLocalModel(context);
  const prepare = () => localModel.prepare(recipe);
  try {
    return await orRefusal(recipeFile(options), async () => {
      if (options.dryRun) {
        const { dryRun } = await import('./dry-run');
        await dryRun(context, { text, numSamples: options.numSamples, seed: options.seed });
        return exitCodes.done;
      }
      const started = await findOrStart(context, options, { yaml, text, output: place.output.path });
      if (place.target !== null) {
        await checkAppendColumns(place.target, outputColumns(started), () =>
          pauseRun(context.db, started.id),
        );
      }
      const ended = await followRun({ context, line, prepare }, started.id);
      line.clear();
      const { db } = context;
      return conclude(options, place, {
        ...ended,
        columns: outputColumns(ended),
        write: (path) => writeOutput(db, ended, path),
        append: (target) => appendRows(target, outputColumns(ended), csvRows(db, ended)),
        first: () => firstRows(db, ended),
      });
    });
  } finally {
    line.clear();
    await localModel.stop();
    await closeTransport();
    await context.db.close();
  }
}

/** The unfinished run of the same text into the same file, if the options fit it; else a new one. */
async function findOrStart(
  context: Context,
  options: SynthOptions,
  { yaml, text, output }: { yaml: string; text: string; output: string },
): Promise<RunRecord> {
  const { db } = context;
  const unfinished = await findUnfinishedRun(db, { yaml: text, outputPath: output });
  const isSame = unfinished !== null && (options.seed === undefined || options.seed === unfinished.seed);
  if (unfinished !== null && isSame && !options.fresh) {
    await renewFileRun(context, unfinished, { projectId, yaml });
    return goOn(context, options, unfinished);
  }
  if (unfinished !== null) await cancelRun(db, unfinished.id, Date.now());
  return startFileRun(context, {
    projectId,
    yaml,
    name: relative(process.cwd(), recipeFile(options)),
    outputPath: output,
    numSamples: options.numSamples,
    seed: options.seed,
    ...(options.budgetUsd === undefined ? {} : { budget: { usd: options.budgetUsd } }),
  });
}

/** Rows that failed get another chance: whoever calls again has mended what they failed of. */
async function goOn({ db }: Context, options: SynthOptions, run: RunRecord): Promise<RunRecord> {
  const { numSamples, budgetUsd } = options;
  if (numSamples !== undefined || budgetUsd !== undefined) {
    await changeRun(db, run.id, {
      ...(numSamples === undefined ? {} : { targetRows: numSamples }),
      ...(budgetUsd === undefined ? {} : { budget: { ...run.budget, usd: budgetUsd } }),
    });
  }
  if (run.status === 'failed') await retryRun(db, run.id);
  else await resumeRun(db, run.id);
  return run;
}
