import { relative } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { ApiClient } from '@/lib/api/client';
import type { WireRun } from '@/lib/api/run-wire';
import { exitCodes, type ExitCode } from '../exit-codes';
import { costText, printPlannedRow } from '../commands/preview';
import { print } from '../print/print';
import { count, createProgressLine } from '../print/progress-line';
import { firstOf } from '../studio/find-one';
import { withStudio } from '../studio/open-studio';
import { orRefusal } from '../studio/tell-refusal';
import { bytesOf, writeDataset } from '../studio/write-dataset';
import { appendRows, checkAppendColumns } from './append-rows';
import { conclude, type EndedRun } from './conclude';
import { applyOverrides } from './overrides';
import { recipeFile, type RowsPlace, type SynthOptions } from './synth-options';

/** A recipe's text, with its keys and without, and where its rows go. */
type Work = { yaml: string; text: string; place: RowsPlace };

/** Runs a recipe on a server and brings its rows here. */
export async function synthRemote(options: SynthOptions, { yaml, text, place }: Work): Promise<ExitCode> {
  return withStudio(options, (studio) =>
    orRefusal(recipeFile(options), async () => {
      const { api } = studio;
      if (options.dryRun) return dryRun(api, options, yaml);
      const started = await findOrStart(api, options, { yaml, text });
      const columns = await columnsOf(api, started);
      if (place.target !== null) {
        // One that has ended meanwhile needs no pause.
        const pause = () => api.runs.pause(started.id).catch(() => undefined);
        await checkAppendColumns(place.target, columns, pause);
      }
      const line = createProgressLine();
      const ended = await studio.follow(started.id, line);
      line.clear();
      return conclude(options, place, endedRun(api, ended, columns));
    }),
  );
}

/** Prints the prompts of the first row and the price of all rows. */
async function dryRun(api: ApiClient, options: SynthOptions, yaml: string): Promise<ExitCode> {
  const { seed, numSamples } = options;
  const asked =
    numSamples === undefined
      ? yaml
      : applyOverrides(yaml, [{ name: 'num_samples', path: ['num_samples'], value: String(numSamples) }]);
  const planned = await api.recipes.preview({ yaml: asked, seed, rows: 1 });
  for (const row of planned.rows) printPlannedRow(row);
  print(`${count(planned.estimate.calls)} calls. ${costText(planned.estimate)}. Seed ${planned.seed}.`);
  return exitCodes.done;
}

/** The paused or failed run of the same text under the same name, if the options fit it; else a new one. */
async function findOrStart(
  api: ApiClient,
  options: SynthOptions,
  { yaml, text }: Pick<Work, 'yaml' | 'text'>,
): Promise<WireRun> {
  const name = relative(process.cwd(), recipeFile(options));
  const { seed, numSamples, budgetUsd: usd } = options;
  const unfinished = await findUnfinished(api, { name, text, seed });
  if (unfinished !== null && !options.fresh) {
    if (usd !== undefined || numSamples !== undefined) {
      await api.runs.update(unfinished.id, {
        ...(usd !== undefined && { budget: { ...unfinished.budget, usd } }),
        ...(numSamples !== undefined && { num_samples: numSamples }),
      });
    }
    // A raised cap lets it go on by itself.
    const { status } = await api.runs.get(unfinished.id);
    if (status === 'failed') return api.runs.retry(unfinished.id);
    return status === 'paused' ? api.runs.resume(unfinished.id) : unfinished;
  }
  return api.runs.start({
    yaml,
    name,
    seed,
    num_samples: numSamples,
    ...(usd !== undefined && { budget: { usd } }),
    ...(options.fresh && { reuse: false }),
  });
}

async function findUnfinished(
  api: ApiClient,
  { name, text, seed }: { name: string; text: string; seed: number | undefined },
): Promise<WireRun | null> {
  const status = 'paused,pending,running,pausing,failed';
  const runs = await firstOf((query) => api.runs.list({ ...query, status }), mostUnfinished);
  for (const run of runs) {
    const { recipe_id: recipe, recipe_version: version } = run;
    if (run.name !== name || recipe === null || version === null) continue;
    if (seed !== undefined && seed !== run.seed) continue;
    if ((await api.recipes.version(recipe, version)).yaml === text) return run;
  }
  return null;
}

/** So many of the newest unfinished runs are looked through. */
const mostUnfinished = 500;

async function columnsOf(api: ApiClient, run: WireRun): Promise<string[]> {
  const { columns } = await api.datasets.get(run.dataset_id);
  return columns.filter(({ output }) => output).map(({ name }) => name);
}

function endedRun(api: ApiClient, run: WireRun, columns: readonly string[]): EndedRun {
  const { progress, dataset_id: dataset } = run;
  return {
    status: run.status,
    pauseReason: run.pause_reason ?? null,
    targetRows: run.num_samples,
    progress: {
      accepted: progress.accepted,
      costUsd: progress.cost_usd,
      failures: progress.failures.map(({ example_row: exampleRow, ...failure }) => ({
        ...failure,
        exampleRow,
      })),
    },
    error: run.error ?? null,
    columns,
    async write(path) {
      await writeDataset(await api.datasets.download(dataset, { format: 'jsonl' }), path);
      return progress.accepted;
    },
    async append(target) {
      const file = Readable.from(bytesOf(await api.datasets.download(dataset, { format: 'csv' })));
      const cells = file.pipe(parse({ bom: true, from_line: 2 }));
      file.once('error', (error) => cells.destroy(error));
      return appendRows(target, columns, cells as AsyncIterable<string[]>);
    },
    async first() {
      const { data } = await api.datasets.rows(dataset, { limit: '3' });
      return data.map(({ values }) => columns.map((name) => cellText(values[name])));
    },
  };
}

function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
