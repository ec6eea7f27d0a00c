import { ZipWriter } from '@zip.js/zip.js';
import packageJson from '@/package.json';
import { type Split, splits } from '@/lib/dataset/split';
import { datasetCard } from '@/lib/export/dataset-card';
import { sftToml } from '@/lib/export/sft-toml';
import { readRunText } from '@/lib/store/runs';
import { wireTimeOrNull } from '../dto/time';
import type { Server } from '../server';
import { fileResponse } from './download';
import { exportFile } from './export-file';
import { pagesAt, splitIndices } from './export-pages';
import {
  columnsOf,
  contentDisposition,
  type ExportRequest,
  formatOf,
  type Pages,
  type RowsRequest,
} from './export-request';
import { readSplitOptions, type SplitOptions } from './planned-splits';
import { metricHead, metricLines, provenanceLines, rowFacts, type RowFacts } from './row-facts';

/** One file of each split, as it stands in the bundle. */
type Part = {
  readonly split: Split;
  readonly path: string;
  readonly rows: number;
  readonly open: () => Pages;
};

/** One file of a bundle; its content can be read once. */
export type BundleFile = { readonly path: string; readonly content: ReadableStream<Uint8Array> };

/**
 * All that belongs to a dataset, file by file: one for each split, the recipe, where each row came from and what it
 * took, for `messages` a job file for training, and a card last. A file is made while it is read, and each must be read
 * before the next is asked for. What can be known to fail does so before the first.
 */
export async function openBundle(
  server: Server,
  request: ExportRequest,
): Promise<AsyncGenerator<BundleFile, undefined>> {
  const parts = await partsOf(server, request, formatOf(request).extension);
  const [train] = parts;
  // The first file is begun before anything is sent: what doesn't fit the format is an answer, not half a bundle.
  const trainFile = train === undefined ? null : await exportFile(server, request, train.open);
  const recipe = (await readRunText(server.context.db, request.run.id)) ?? '';
  return bundleFiles();

  async function* bundleFiles(): AsyncGenerator<BundleFile, undefined> {
    for (const part of parts) {
      const isTrain = part === train && trainFile !== null;
      yield { path: part.path, content: isTrain ? trainFile : await exportPart(server, request, part) };
    }
    yield textFile('recipe.yaml', recipe);
    const told = createTally();
    yield {
      path: 'provenance.jsonl',
      content: textStream(factsOf(server, request, parts), '', (rows) => told.lines(rows)),
    };
    yield {
      path: 'metrics.csv',
      content: textStream(factsOf(server, request, parts), metricHead, metricLines),
    };
    if (request.query.format === 'chat') yield textFile('sft.toml', jobOf(request, parts));
    yield textFile('README.md', cardOf(request, parts, told));
  }
}

function textFile(path: string, text: string): BundleFile {
  return { path, content: new Blob([text]).stream() };
}

/** A bundle as one zip, made while it is sent. */
export async function bundleResponse(server: Server, request: ExportRequest): Promise<Response> {
  const { run, dataset } = request;
  const files = await openBundle(server, request);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, {
    useWebWorkers: false,
    keepOrder: true,
    lastModDate: new Date(run.startedAtMs ?? run.createdAtMs),
    signal: request.signal,
  });
  const writeAll = async () => {
    for await (const { path, content } of files) await zip.add(path, content);
    await zip.close();
  };
  writeAll().catch((error: unknown) => {
    // A file that ends early is no zip, so nobody takes it for whole.
    if (!request.signal.aborted)
      server.context.log.error({ err: error, dataset: dataset.id }, 'a bundle broke off');
    void writable.abort(error).catch(() => undefined);
  });
  return fileResponse(readable, {
    mediaType: 'application/zip',
    disposition: contentDisposition(dataset, 'zip'),
  });
}

async function partsOf(server: Server, request: RowsRequest, extension: string): Promise<Part[]> {
  const indices = await splitIndices(server, request);
  return splits.map((split) => ({
    split,
    path: `data/${split}.${extension}`,
    rows: indices[split].length,
    open: pagesAt(server, request.run.id, indices[split]),
  }));
}

/** A split without rows is an empty file: formats that look at rows to know their shape would refuse it. */
async function exportPart(
  server: Server,
  request: ExportRequest,
  { rows, open }: Part,
): Promise<ReadableStream<Uint8Array>> {
  return rows === 0 ? new Blob([]).stream() : exportFile(server, request, open);
}

/** The rows of all splits, with what made them. */
async function* factsOf(
  server: Server,
  { run }: RowsRequest,
  parts: readonly Part[],
): AsyncGenerator<readonly RowFacts[], undefined> {
  for (const { open, split } of parts) yield* rowFacts(server, run, { pages: open(), split });
}

/** Counts what the card tells, while the lines are written. */
function createTally() {
  const models = new Set<string>();
  let calls = 0;
  let costUsd = 0;
  return {
    lines(rows: readonly RowFacts[]): string {
      for (const call of rows.flatMap((row) => row.calls)) {
        models.add(call.model);
        calls += 1;
        costUsd += call.costUsd;
      }
      return provenanceLines(rows);
    },
    of: () => ({ models: [...models].sort(), calls, costUsd }),
  };
}

/** Pages of rows as a stream of text, each made when it is taken. */
function textStream(
  pages: AsyncGenerator<readonly RowFacts[], undefined>,
  head: string,
  lines: (rows: readonly RowFacts[]) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (head !== '') controller.enqueue(encoder.encode(head));
    },
    async pull(controller) {
      const rows = (await pages.next()).value;
      if (rows === undefined) controller.close();
      else controller.enqueue(encoder.encode(lines(rows)));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

/** What each row took, as one CSV file. */
export async function metricsResponse(server: Server, request: RowsRequest): Promise<Response> {
  const parts = await partsOf(server, request, 'csv');
  return fileResponse(textStream(factsOf(server, request, parts), metricHead, metricLines), {
    mediaType: 'text/csv; charset=utf-8',
    disposition: contentDisposition(request.dataset, 'metrics.csv'),
  });
}

function jobOf({ dataset }: ExportRequest, parts: readonly Part[]): string {
  const pathOf = (split: Split) => parts.find((part) => part.split === split && part.rows > 0)?.path ?? null;
  return sftToml({
    name: dataset.name,
    trainPath: pathOf('train') ?? 'data/train.jsonl',
    validationPath: pathOf('validation'),
  });
}

function cardOf(
  request: ExportRequest,
  parts: readonly Part[],
  told: ReturnType<typeof createTally>,
): string {
  const { run, dataset } = request;
  const files = Object.fromEntries(parts.map(({ split, path, rows }) => [split, { path, rows }]));
  return datasetCard({
    name: dataset.name,
    columns: columnsOf(request),
    files: files as Record<Split, { path: string; rows: number }>,
    division: divisionWords(readSplitOptions(request)),
    seed: run.seed,
    madeAt: wireTimeOrNull(run.startedAtMs),
    version: packageJson.version,
    ...told.of(),
  });
}

function divisionWords(options: SplitOptions | null): string {
  if (options === null)
    return 'The splits lie in row order: the first rows are for training, the last for the test.';
  const { seed, stratify, keepTogether } = options;
  const words = [`The splits were drawn by chance with seed ${seed}`];
  if (stratify !== undefined) words.push(`each value of \`${stratify}\` has the same shares`);
  if (keepTogether !== undefined) words.push(`near-duplicates in \`${keepTogether}\` are in one split`);
  return `${words.join('; ')}.`;
}
