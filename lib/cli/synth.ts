import { relative } from 'node:path';
import { RecipeInvalid } from '@/lib/runtime/recipe/check-recipe';
import { readConfig } from '@/lib/runtime/config';
import { openContext, type Context } from '@/lib/runtime/context';
import { renewFileRun, startFileRun } from '@/lib/runtime/start-run';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { extractSecrets } from '@/lib/recipe/secrets';
import type { Recipe } from '@/lib/recipe/schema';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { engineFacts } from '@/lib/llm/engines';
import { cancelRun, changeRun, resumeRun, retryRun } from '@/lib/store/run-state';
import { findUnfinishedRun, type RunRecord } from '@/lib/store/runs';
import { exitCodes, type ExitCode } from './exit-codes';
import { followRun } from './follow-run';
import { formatDiagnostic } from './format-diagnostic';
import type { LocalModelServer } from './local-model-server';
import { chooseOutputPath, type OutputPath } from './output-path';
import { count, createProgressLine, money, type ProgressLine } from './progress-line';
import { readRecipeFile } from './read-recipe-file';
import { writeOutput } from './write-output';

export type SynthOptions = {
  file: string;
  outputPath?: string;
  numSamples?: number;
  seed?: number;
  fresh: boolean;
  dataDir?: string;
};

/** The project that runs of the command line belong to: the one that is always there. */
const projectId = 1;

/** Runs a recipe file to its end and writes its rows. Throws AppError for what keeps it from starting. */
export async function synth(options: SynthOptions): Promise<ExitCode> {
  const yaml = await readRecipeFile(options.file);
  const { text } = extractSecrets(yaml);
  const { recipe, diagnostics } = readRecipe(text);
  tellDiagnostics(options.file, diagnostics);
  if (recipe === null) return exitCodes.recipeInvalid;
  const output = chooseOutputPath(options.outputPath ?? recipe.output_path, options.file, new Date());
  const config = readConfig({ dataDir: options.dataDir });
  const context = await openContext({
    name: 'cli',
    config: { ...config, logLevel: config.environment('SEEDLOOM_LOG_LEVEL') ? config.logLevel : 'silent' },
    anyKeyVariable: true,
    readsPaths: true,
    migrate: true,
  });
  const line = createProgressLine();
  let modelServer: LocalModelServer | undefined;
  const prepare = async () => {
    if (!wantsLocalModel(recipe)) return context;
    const { ensureModelServer } = await import('./local-model-server');
    modelServer = await ensureModelServer(config.modelServerUrl, config.dataDir);
    return { ...context, config: { ...context.config, modelServerUrl: modelServer.url } };
  };
  try {
    const started = await findOrStart(context, options, { yaml, text, output: output.path });
    const ended = await followRun({ context, line, prepare }, started.id);
    return await conclude({ context, line, options, output }, ended);
  } catch (error) {
    if (!(error instanceof RecipeInvalid)) throw error;
    tellDiagnostics(options.file, error.diagnostics);
    return exitCodes.recipeInvalid;
  } finally {
    line.clear();
    await modelServer?.stop();
    await closeTransport();
    await context.db.close();
  }
}

function wantsLocalModel(recipe: Recipe): boolean {
  const { engine, remote_params: remote } = recipe.inference_config;
  return engineFacts(engine).protocol === 'local' && remote.api_url === undefined;
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
    name: relative(process.cwd(), options.file),
    outputPath: output,
    numSamples: options.numSamples,
    seed: options.seed,
  });
}

/** Rows that failed get another chance: whoever calls again has mended what they failed of. */
async function goOn({ db }: Context, options: SynthOptions, run: RunRecord): Promise<RunRecord> {
  if (options.numSamples !== undefined && options.numSamples !== run.targetRows) {
    await changeRun(db, run.id, { targetRows: options.numSamples });
  }
  if (run.status === 'failed') await retryRun(db, run.id);
  else await resumeRun(db, run.id);
  return run;
}

type Conclusion = { context: Context; line: ProgressLine; options: SynthOptions; output: OutputPath };

async function conclude({ context, line, options, output }: Conclusion, run: RunRecord): Promise<ExitCode> {
  line.clear();
  if (!['completed', 'failed', 'cancelled'].includes(run.status)) {
    tell(
      `Paused after ${count(run.progress.accepted)} of ${count(run.targetRows)} rows.${whyPaused(run)} Go on with:`,
    );
    tell(`  ${resumeCommand(options, output)}`);
    return exitCodes.paused;
  }
  const written = await writeOutput(context.db, run, output.path);
  const where = relative(process.cwd(), output.path);
  if (run.status === 'completed') {
    if (process.stderr.isTTY || output.isAutomatic) {
      const cost = run.progress.costUsd > 0 ? ` for $${money(run.progress.costUsd)}` : '';
      tell(`${count(written)} rows written to ${where}${cost}`);
    }
    return exitCodes.done;
  }
  const reason = run.error ? `${run.error.code}: ${run.error.message}` : 'it was cancelled';
  tell(`seedloom: ${options.file}: ${reason}`);
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

function resumeCommand({ file, numSamples, seed, dataDir }: SynthOptions, output: OutputPath): string {
  const parts = [
    'seedloom synth -c',
    quote(file),
    '--output_path',
    quote(relative(process.cwd(), output.path)),
  ];
  if (numSamples !== undefined) parts.push('--num_samples', String(numSamples));
  if (seed !== undefined) parts.push('--seed', String(seed));
  if (dataDir !== undefined) parts.push('--data-dir', quote(dataDir));
  return parts.join(' ');
}

function quote(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
