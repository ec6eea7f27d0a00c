import { relative } from 'node:path';
import type { RunProgress } from '@/lib/run/progress';
import { hasEnded, type PauseReason, type RunStatus } from '@/lib/run/run-status';
import { exitCodes, type ExitCode } from '../exit-codes';
import { previewTable } from '../print/preview-table';
import { tell } from '../print/print';
import { count, money } from '../print/progress-line';
import { quoted } from '../print/quoted';
import type { AppendTarget } from './append-rows';
import type { OutputPath } from './output-path';
import { recipeFile, type RowsPlace, type SynthOptions } from './synth-options';

/** A run where nothing more happens by itself, and how to take its rows away. */
export type EndedRun = {
  status: RunStatus;
  pauseReason: PauseReason | null;
  targetRows: number;
  progress: Pick<RunProgress, 'accepted' | 'costUsd' | 'failures'>;
  error: { code: string; message: string } | null;
  /** The columns that are given out, in their order. */
  columns: readonly string[];
  /** Writes the accepted rows as JSON Lines, and returns how many. */
  write(path: string): Promise<number>;
  /** Puts the accepted rows behind those of a CSV file, and returns how many. */
  append(target: AppendTarget): Promise<number>;
  /** The first rows as texts, for a look at them. */
  first(): Promise<readonly (readonly string[])[]>;
};

/** Writes the rows of a run and says how it ended, or how it goes on. */
export async function conclude(
  options: SynthOptions,
  { output, target }: RowsPlace,
  run: EndedRun,
): Promise<ExitCode> {
  const where = relative(process.cwd(), output.path);
  const { progress } = run;
  if (!hasEnded(run.status)) {
    // The file is written anew when the run goes on; what is appended stays, so that waits for the end.
    const isUsable = run.pauseReason === 'budget' && target === null;
    const kept = isUsable ? ` They are in ${where}.` : '';
    if (isUsable) await run.write(output.path);
    tell(
      `Paused after ${count(progress.accepted)} of ${count(run.targetRows)} rows.${whyPaused(run)}${kept} Go on with:`,
    );
    // The same sum would pause it at once.
    const isSpent = run.pauseReason === 'budget' && options.budgetUsd !== undefined;
    const raised = isSpent ? { ...options, budgetUsd: 2 * Number(options.budgetUsd) } : options;
    tell(`  ${resumeCommand(raised, output)}`);
    return exitCodes.paused;
  }
  const written = target === null ? await run.write(output.path) : await run.append(target);
  if (run.status === 'completed') {
    if (process.stderr.isTTY || output.isAutomatic) {
      const cost = progress.costUsd > 0 ? ` for $${money(progress.costUsd)}` : '';
      tell(previewTable(run.columns, await run.first(), process.stderr.columns || 100));
      tell(`${count(written)} rows ${target === null ? 'written' : 'appended'} to ${where}${cost}`);
    }
    return exitCodes.done;
  }
  const reason = run.error ? `${run.error.code}: ${run.error.message}` : 'it was cancelled';
  tell(`seedloom: ${recipeFile(options)}: ${reason}`);
  for (const { code, message, count: rows, exampleRow } of progress.failures.slice(0, 5)) {
    tell(`  ${count(rows)} × ${code}: ${message} (row ${exampleRow})`);
  }
  tell(`${count(written)} of ${count(run.targetRows)} rows written to ${where}`);
  return exitCodes.failed;
}

function whyPaused({ pauseReason }: EndedRun): string {
  if (pauseReason === 'budget') return ' The budget is used up.';
  if (pauseReason === 'disk') return ' The disk is full.';
  return '';
}

/** The command that goes on; a key is left to the environment, since others see what a terminal shows. */
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
  add('--remote', options.remote);
  for (const { name, value } of options.overrides) add(`--${name}`, value);
  return parts.join(' ');
}
