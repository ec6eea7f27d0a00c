import type {
  BundleQuery,
  DownloadQuery,
  MetricsQuery,
  WireColumn,
  WireDataset,
} from '@/lib/api/dataset-wire';
import { readConfig } from '@/lib/runtime/config';
import { exitCodes, type ExitCode } from '../exit-codes';
import { print, printJson, tell } from '../print/print';
import { printFacts, printList } from '../print/print-list';
import { count } from '../print/progress-line';
import { timeText } from '../print/time-text';
import { datasetId, firstOf } from '../studio/find-one';
import type { Studio } from '../studio/studio';
import { writeDataset } from '../studio/write-dataset';

type Json = { json?: boolean };

/** Lists datasets, the newest first. */
export async function listDatasets(
  { api }: Studio,
  { limit, json }: Json & { limit: number },
): Promise<ExitCode> {
  const datasets = await firstOf(api.datasets.list, limit);
  if (json) printJson(datasets);
  else {
    printList('datasets', datasets, [
      { head: 'ID', text: ({ id }) => String(id), side: 'right' },
      { head: 'ROWS', text: ({ rows }) => count(rows), side: 'right' },
      { head: 'NAME', text: ({ name }) => name, isLong: true },
      { head: 'PART', text: ({ split }) => split ?? '' },
      { head: 'RUN', text: ({ run_id, run_status }) => `${run_id} ${run_status}` },
      { head: 'MADE', text: ({ created_at }) => timeText(created_at) },
      { head: 'COLUMNS', text: (one) => outputNames(one).join(', '), isLong: true },
    ]);
  }
  return exitCodes.done;
}

/** Prints what a dataset holds: its counts, and what is in each column. */
export async function showDataset({ api }: Studio, word: string, { json }: Json): Promise<ExitCode> {
  const dataset = await api.datasets.get(await datasetId(api, word));
  if (json) {
    printJson(dataset);
    return exitCodes.done;
  }
  const { counts, splits } = dataset;
  printFacts([
    ['Dataset', `${dataset.id}, "${dataset.name}"`],
    ['Run', `${dataset.run_id}, ${dataset.run_status}`],
    [
      'Rows',
      `${count(counts.accepted)} accepted, ${count(counts.rejected)} rejected, ${count(counts.failed)} failed`,
    ],
    [
      'Parts',
      `${count(splits.train)} train, ${count(splits.validation)} validation, ${count(splits.test)} test`,
    ],
    ['Made', timeText(dataset.created_at)],
  ]);
  print('');
  printList('columns', dataset.columns, [
    { head: 'COLUMN', text: ({ name, output }) => (output ? name : `${name} (inside)`), isLong: true },
    { head: 'KIND', text: ({ kind }) => kind },
    { head: 'TYPE', text: ({ type }) => type },
    {
      head: 'DISTINCT',
      text: ({ distinct }) => (distinct === undefined ? '' : count(distinct)),
      side: 'right',
    },
    { head: 'HOLDS', text: holdsText, isLong: true },
  ]);
  return exitCodes.done;
}

/** What of a dataset is written: its rows, a zip of all that belongs to it, or what each row took. */
export type ExportChoice =
  | { readonly kind: 'rows'; readonly query: DownloadQuery }
  | { readonly kind: 'bundle'; readonly query: BundleQuery }
  | { readonly kind: 'metrics'; readonly query: MetricsQuery };

/** Writes a dataset as a file, or to standard output for a pipe. */
export async function exportDataset(
  { api }: Studio,
  word: string,
  { output, choice }: { output: string; choice: ExportChoice },
): Promise<ExitCode> {
  const id = await datasetId(api, word);
  await writeDataset(await fileOf(api, id, choice), output);
  if (output !== '-' && process.stderr.isTTY) tell(`Dataset ${id} written to ${output}`);
  return exitCodes.done;
}

/** Puts a dataset on the Hugging Face hub and prints its page. */
export async function pushDataset(
  { api }: Studio,
  word: string,
  {
    repo,
    isPublic,
    token,
    query,
    json,
  }: Json & {
    repo: string;
    isPublic: boolean;
    token?: string | undefined;
    query: BundleQuery;
  },
): Promise<ExitCode> {
  const id = await datasetId(api, word);
  if (process.stderr.isTTY) tell(`Pushing dataset ${id} to ${repo} …`);
  // A server elsewhere needn't know the key of whoever sits here.
  const key = token ?? readConfig().environment('HF_TOKEN');
  const pushed = await api.datasets.push(id, query, {
    repo,
    private: !isPublic,
    ...(key !== undefined && { token: key }),
  });
  if (json) printJson(pushed);
  else {
    print(pushed.url);
    if (process.stderr.isTTY) tell(`${pushed.files.length} files in commit ${pushed.commit}`);
  }
  return exitCodes.done;
}

function fileOf({ datasets }: Studio['api'], id: number, choice: ExportChoice) {
  switch (choice.kind) {
    case 'rows':
      return datasets.download(id, choice.query);
    case 'bundle':
      return datasets.bundle(id, choice.query);
    case 'metrics':
      return datasets.metrics(id, choice.query);
  }
}

function outputNames({ columns }: WireDataset): string[] {
  return columns.filter(({ output }) => output).map(({ name }) => name);
}

function holdsText({ top, min, max, mean, type }: WireColumn): string {
  if (top !== undefined && top.length > 0) {
    return top
      .map(
        ({ value, count: rows }) =>
          `${typeof value === 'string' ? value : JSON.stringify(value)} ${count(rows)}`,
      )
      .join(', ');
  }
  if (min === undefined || max === undefined) return '';
  const of = type === 'text' ? ' characters' : type === 'list' ? ' items' : '';
  const average = mean === undefined ? '' : `, ${count(Math.round(mean * 10) / 10)} on average`;
  return `${count(min)} to ${count(max)}${of}${average}`;
}
