import { relative } from 'node:path';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { AppError } from '@/lib/util/app-error';
import { appendRows, checkAppendColumns, readAppendTarget, type AppendTarget } from './append-rows';
import { applyParameters } from './apply-parameters';
import { dryRun } from './dry-run';
import { applyOverrides, type Override } from './overrides';
import { previewTable } from './print/preview-table';
import { RecipeInvalid } from '@/lib/runtime/recipe/check-recipe';
import type { Context } from '@/lib/runtime/context';
import { renewFileRun, startFileRun } from '@/lib/runtime/start-run';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { extractSecrets } from '@/lib/recipe/secrets';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { cancelRun, changeRun, resumeRun, retryRun } from '@/lib/store/run-state';
import { findUnfinishedRun, type RunRecord } from '@/lib/store/runs';
import { exitCodes, type ExitCode } from './exit-codes';
import { followRun } from './studio/follow-run';
import { formatDiagnostic } from './print/format-diagnostic';
import { createLocalModel } from './studio/local-model';
import { asRecipe } from './studio/recipe-of';
import { quoted } from './print/quoted';
import { openCommandContext, projectId } from './studio/open-store';
import { chooseAppendPath, chooseOutputPath, type OutputPath } from './output-path';
import { count, createProgressLine, money, type ProgressLine } from './print/progress-line';
import { readRecipeFile } from './read-recipe-file';
import { csvRows, firstRows, outputColumns, writeOutput } from './write-output';

export type SynthOptions = {
  /** The recipe; left out, it is made of the parameters. */
  file?: string;
  outputPath?: string;
  /** A CSV file that the rows are put behind, instead of a file of their own. */
  append?: string;
  numSamples?: number;
  seed?: number;
  budgetUsd?: number;
  /** A file of parameters whose values the sampled attributes take. */
  params?: string;
  overrides: readonly Override[];
  fresh: boolean;
  dryRun: boolean;
  dataDir?: string;
  logLevel?: string;
};

/** Runs a recipe file to its end and writes its rows. Throws AppError for what keeps it from starting. */
export async function synth(options: SynthOptions): Promise<ExitCode> {
  const file = recipeFile(options);
  const yaml = await recipeText(options);
  const { text } = extractSecrets(yaml);
  const { recipe, diagnostics } = readRecipe(text);
  tellDiagnostics(file, diagnostics);
  if (recipe === null) return exitCodes.recipeInvalid;
  const target =
    options.append === undefined ? null : await readAppendTarget(chooseAppendPath(options.append));
  const output =
    target === null
      ? chooseOutputPath(options.outputPath ?? recipe.output_path, file, new Date())
      : { path: target.path, isAutomatic: false };
  const context = await openCommandContext(options.dataDir, options.logLevel);
  const line = createProgressLine();
  const localModel = createLocalModel(context);
  const prepare = () => localModel.prepare(recipe);
  try {
    if (options.dryRun) {
      await dryRun(context, { text, numSamples: options.numSamples, seed: options.seed });
      return exitCodes.done;
    }
    if (target?.header && recipe.seed !== undefined && options.seed === undefined) {
      tell(`${file}: the recipe has a seed, so every run appends the same rows. --seed gives others.`);
    }
    const started = await findOrStart(context, options, { yaml, text, output: output.path });
    if (target !== null) checkAppendColumns(target, outputColumns(started));
    const ended = await followRun({ context, line, prepare }, started.id);
    return await conclude({ context, line, options, output, target }, ended);
  } catch (error) {
    if (!(error instanceof RecipeInvalid)) throw error;
    tellDiagnostics(file, error.diagnostics);
    return exitCodes.recipeInvalid;
  } finally {
    line.clear();
    await localModel.stop();
    await closeTransport();
    await context.db.close();
  }
}

function recipeFile({ file, params }: SynthOptions): string {
  const named = file ?? params;
  if (named !== undefined) return named;
  throw new AppError('bad-option', 'Name a recipe with -c FILE, or parameters with --params FILE.json.');
}

/** The recipe as the command line changes it: the run's text, which tells it from others of the same file. */
async function recipeText({ file, params, overrides }: SynthOptions): Promise<string> {
  const parameters = params === undefined ? null : await readRecipeFile(params);
  const bare =
    file === undefined ? importRecipe(parameters ?? '').yaml : asRecipe(await readRecipeFile(file));
  const isChanged = parameters !== null && file !== undefined;
  const text = isChanged ? applyParameters(bare, parameters, params ?? '') : bare;
  return applyOverrides(text, overrides);
}

/** What isn't an error is told as well; only notes about what was done for the person are left out. */
function tellDiagnostics(file: string, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'info') process.stderr.write(`${formatDiagnostic(file, diagnostic)}\n`);
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

type Conclusion = {
  context: Context;
  line: ProgressLine;
  options: SynthOptions;
  output: OutputPath;
  target: AppendTarget | null;
};

async function conclude(conclusion: Conclusion, run: RunRecord): Promise<ExitCode> {
  const { context, line, options, output, target } = conclusion;
  line.clear();
  const where = relative(process.cwd(), output.path);
  if (!['completed', 'failed', 'cancelled'].includes(run.status)) {
    // The file is written anew when the run goes on; what is appended stays, so that waits for the end.
    const isUsable = run.pauseReason === 'budget' && target === null;
    const kept = isUsable ? ` They are in ${where}.` : '';
    if (isUsable) await writeOutput(context.db, run, output.path);
    tell(
      `Paused after ${count(run.progress.accepted)} of ${count(run.targetRows)} rows.${whyPaused(run)}${kept} Go on with:`,
    );
    tell(`  ${resumeCommand(options, output)}`);
    return exitCodes.paused;
  }
  const written =
    target === null
      ? await writeOutput(context.db, run, output.path)
      : await appendRows(target, outputColumns(run), csvRows(context.db, run));
  if (run.status === 'completed') {
    if (process.stderr.isTTY || output.isAutomatic) {
      const cost = run.progress.costUsd > 0 ? ` for $${money(run.progress.costUsd)}` : '';
      const rows = await firstRows(context.db, run);
      tell(previewTable(outputColumns(run), rows, process.stderr.columns || 100));
      tell(`${count(written)} rows ${target === null ? 'written' : 'appended'} to ${where}${cost}`);
    }
    return exitCodes.done;
  }
  const reason = run.error ? `${run.error.code}: ${run.error.message}` : 'it was cancelled';
  tell(`seedloom: ${recipeFile(options)}: ${reason}`);
  for (const { code, message, count: rows, exampleRow } of run.progress.failures.slice(0, 5)) {
    tell(`  ${count(rows)} × ${code}: ${message} (row ${exampleRow})`);
  }
  tell(`${count(written)} of ${count(run.targetRows)} rows written to ${where}`);
  return exitCodes.failed;
}

function whyPaused({ pauseReason }: RunRecord): string {
  if (pauseReason === 'budget') return ' The budget is used up.';
  if (pauseReason === 'disk') return ' The disk is full.';
  return '';
}

function resumeCommand(options: SynthOptions, output: OutputPath): string {
  const parts = ['seedloom synth'];
  const add = (flag: string, value: string | number | undefined) => {
    if (value !== undefined) parts.push(flag, quoted(String(value)));
  };
  add('-c', options.file);
  add('--params', options.params);
  if (options.append === undefined) add('--output_path', relative(process.cwd(), output.path));
  else add('--append', options.append);
  add('--num_samples', options.numSamples);
  add('--seed', options.seed);
  add('--budget', options.budgetUsd);
  add('--data-dir', options.dataDir);
  for (const { name, value } of options.overrides) add(`--${name}`, value);
  return parts.join(' ');
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
