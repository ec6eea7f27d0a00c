import type { WireRun } from '@/lib/api/run-wire';
import { hasEnded } from '@/lib/run/run-status';
import { AppError } from '@/lib/util/app-error';
import { exitCodes, type ExitCode } from '../exit-codes';
import { print, printJson, tell } from '../print/print';
import { printFacts, printList } from '../print/print-list';
import { count, createProgressLine, duration, figuresOf, money } from '../print/progress-line';
import { timeText } from '../print/time-text';
import { quoted } from '../print/quoted';
import { formatOfFile } from '../studio/format-of-file';
import { writeDataset } from '../studio/write-dataset';
import { firstOf, runId } from '../studio/find-one';
import type { Studio } from '../studio/studio';

type Json = { json?: boolean };

/** Lists runs, the newest first. */
export async function listRuns(
  { api }: Studio,
  { status, limit, json }: Json & { status?: string; limit: number },
): Promise<ExitCode> {
  const runs = await firstOf(
    (query) => api.runs.list({ ...query, ...(status !== undefined && { status }) }),
    limit,
  );
  if (json) printJson(runs);
  else {
    printList('runs', runs, [
      { head: 'ID', text: ({ id }) => String(id), side: 'right' },
      { head: 'STATUS', text: ({ status: own }) => own },
      { head: 'ROWS', text: rowsText, side: 'right' },
      { head: 'NAME', text: ({ name }) => name, isLong: true },
      { head: 'COST', text: costText, side: 'right' },
      { head: 'MADE', text: ({ created_at }) => timeText(created_at) },
      { head: 'MODEL', text: (run) => run.model ?? run.endpoint?.model ?? '', isLong: true },
    ]);
  }
  return exitCodes.done;
}

/** Prints all that matters of one run. */
export async function showRun({ api }: Studio, word: string, { json }: Json): Promise<ExitCode> {
  const run = await api.runs.get(await runId(api, word));
  if (json) printJson(run);
  else printRun(run);
  return exitCodes.done;
}

/** Asks for a pause or an end; what is in flight is awaited by whoever drives the run. */
export async function wishRun(
  { api }: Studio,
  word: string,
  { verb, json }: Json & { verb: 'pause' | 'cancel' },
): Promise<ExitCode> {
  const run = await api.runs[verb](await runId(api, word));
  if (json) printJson(run);
  else print(`Run ${run.id}, "${run.name}", is ${run.status} after ${rowsText(run)} rows.`);
  return exitCodes.done;
}

/** Shows how far a run is until it has ended or is paused. Ctrl-C ends the looking, not the run. */
export async function watchRun({ api }: Studio, word: string, { json }: Json): Promise<ExitCode> {
  const id = await runId(api, word);
  const line = createProgressLine();
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  let newest = await api.runs.get(id);
  try {
    for await (const { data } of api.runs.events(id, stop.signal)) {
      newest = data;
      if (json) print(JSON.stringify(data));
      else line.show(figuresOf(data.progress), data.num_samples);
      if (hasEnded(data.status) || data.status === 'paused') break;
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    line.clear();
  }
  if (!json) print(`Run ${id}, "${newest.name}", is ${newest.status} after ${rowsText(newest)} rows.`);
  return exitCodeOfRun(newest);
}

type ResumeOptions = Json & { output?: string; budget?: number; numSamples?: number; wait: boolean };

/** Lets a run go on, sees it to its end and, if a file is named, writes its rows. */
export async function resumeRun(studio: Studio, word: string, options: ResumeOptions): Promise<ExitCode> {
  const { api } = studio;
  const id = await runId(api, word);
  const { budget: usd, numSamples } = options;
  const before = await api.runs.get(id);
  if (usd !== undefined || numSamples !== undefined) {
    await api.runs.update(id, {
      ...(usd !== undefined && { budget: { ...before.budget, usd } }),
      ...(numSamples !== undefined && { num_samples: numSamples }),
    });
  }
  const { status } = await api.runs.get(id);
  if (status === 'paused' || status === 'failed' || status === 'cancelled') await api.runs.resume(id);
  else if (status === 'completed') {
    const advice =
      '--num_samples N asks for more rows; seedloom datasets export writes those that are there.';
    if (options.output === undefined) throw new AppError('wrong-state', `Run ${id} is completed. ${advice}`);
  }
  if (!options.wait) return wishTold(await api.runs.get(id), options);
  const line = createProgressLine();
  const run = await studio.follow(id, line);
  line.clear();
  if (options.json) printJson(run);
  await conclude(studio, run, options);
  return exitCodeOfRun(run);
}

function wishTold(run: WireRun, { json }: Json): ExitCode {
  if (json) printJson(run);
  else print(`Run ${run.id}, "${run.name}", goes on. seedloom runs watch ${run.id} shows how far it is.`);
  return exitCodes.done;
}

async function conclude(studio: Studio, run: WireRun, { output, json }: ResumeOptions): Promise<void> {
  if (!hasEnded(run.status)) {
    tell(`Paused after ${rowsText(run)} rows. Go on with:`);
    tell(`  ${resumeCommand(studio, run.id, output)}`);
    return;
  }
  const say = json ? tell : print;
  if (run.error) tell(`seedloom: run ${run.id}: ${run.error.code}: ${run.error.message}`);
  if (output === undefined)
    say(`Run ${run.id}, "${run.name}", is ${run.status} after ${rowsText(run)} rows.`);
  else {
    const format = formatOfFile(output);
    await writeDataset(await studio.api.datasets.download(run.dataset_id, { format }), output);
    say(`${count(run.progress.accepted)} rows written to ${output}.`);
  }
}

/** The command that lets a run go on. */
function resumeCommand({ flags }: Studio, id: number, output: string | undefined): string {
  return `seedloom runs resume ${id}${output === undefined ? '' : ` --output ${quoted(output)}`}${flags}`;
}

/** How a command ends that saw a run to where it stands. */
function exitCodeOfRun({ status }: WireRun): ExitCode {
  if (status === 'completed') return exitCodes.done;
  return hasEnded(status) ? exitCodes.failed : exitCodes.paused;
}

function printRun(run: WireRun): void {
  const { progress } = run;
  printFacts([
    ['Run', `${run.id}, "${run.name}"`],
    ['Status', run.pause_reason === undefined ? run.status : `${run.status} (${run.pause_reason})`],
    ['Waits', run.waiting && `${run.waiting.reason}, until ${timeText(run.waiting.until)}`],
    ['Error', run.error && `${run.error.code}: ${run.error.message}`],
    [
      'Rows',
      `${rowsText(run)} accepted, ${count(progress.rejected)} rejected, ${count(progress.failed)} failed`,
    ],
    ['Calls', `${count(progress.calls)}, and ${count(progress.reused_calls)} that were answered before`],
    ['Tokens', `${count(progress.prompt_tokens)} asked, ${count(progress.completion_tokens)} answered`],
    ['Cost', budgetText(run)],
    ['Time left', progress.eta_seconds === null ? undefined : duration(progress.eta_seconds)],
    ['Model', run.endpoint ? `${run.endpoint.model} at ${run.endpoint.base_url}` : (run.model ?? undefined)],
    ['Seed', String(run.seed)],
    ['Dataset', String(run.dataset_id)],
    ['Recipe', run.recipe_id === null ? undefined : `${run.recipe_id}, version ${run.recipe_version ?? ''}`],
    ['Made', timeText(run.created_at)],
    ['Ended', run.ended_at === null ? undefined : timeText(run.ended_at)],
  ]);
  for (const { code, message, count: rows, example_row: row } of progress.failures) {
    print(`  ${count(rows)} × ${code}: ${message} (row ${row})`);
  }
  for (const { rule, count: rows, example_row: row } of progress.rejections) {
    print(`  ${count(rows)} × rejected by ${rule} (row ${row})`);
  }
}

function rowsText({ progress, num_samples: wanted }: WireRun): string {
  return `${count(progress.accepted)} of ${count(wanted)}`;
}

function costText({ progress }: WireRun): string {
  return progress.cost_usd > 0 ? `$${money(progress.cost_usd)}` : '';
}

function budgetText(run: WireRun): string {
  const cap = run.budget.usd === undefined ? '' : ` of at most $${money(run.budget.usd)}`;
  return `$${money(run.progress.cost_usd)}${cap}`;
}
