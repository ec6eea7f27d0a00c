import {
  bundleQuery,
  changeRowsBody,
  regenerateBody,
  regeneration,
  dataset,
  datasetList,
  datasetStatistics,
  downloadAddress,
  downloadQuery,
  metricsQuery,
  push,
  pushBody,
  row,
  rowList,
  rowsChanged,
  rowsQuery,
  rowWithLineage,
  statisticsQuery,
  updateDatasetBody,
  updateRowBody,
  updateRowQuery,
} from '@/lib/api/dataset-wire';
import { deletion, pageQuery } from '@/lib/api/common';
import { reportAnswer } from '@/lib/api/report-wire';
import type { Column } from '@/lib/dataset/column';
import { decodeJson, splitJsonArray } from '@/lib/dataset/json';
import { exportFormats } from '@/lib/export/export-formats';
import type { CompiledRecipe } from '@/lib/plan/compile';
import { brokenRule } from '@/lib/plan/stored-row';
import type { Rejection } from '@/lib/quality/rejection';
import { priceRegeneration, startRegeneration } from '@/lib/runtime/regenerate-row';
import { countMarks } from '@/lib/store/mark-counts';
import { listDatasets, readDataset, type DatasetRecord, renameDataset } from '@/lib/store/datasets';
import { readRowChanges } from '@/lib/store/row-marks';
import { readRow, type StoredRow } from '@/lib/store/rows';
import { sampleTypes } from '@/lib/store/sample-types';
import { cancelTrial, readTrial, type TrialRecord } from '@/lib/store/trials';
import { deleteRun, readRun, readRuns, readRunText, restorableMs, type RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { JsonText } from '../answer';
import { bundleResponse, metricsResponse } from '../exports/bundle';
import { checkDownload, downloadAddressOf, downloadResponse } from '../exports/download';
import { formatOf } from '../exports/export-request';
import { pushBundle } from '../exports/push';
import { datasetDto } from '../dto/dataset-dto';
import { regenerationDto } from '../dto/regeneration-dto';
import { rowText } from '../dto/row-dto';
import { reportDto } from '../dto/report-dto';
import { wireTime, wireTimeOrNull } from '../dto/time';
import { compileKnownRecipe } from '../known-recipes';
import { lineageOf } from '../lineage';
import { cursorId, found, pageOf } from '../paging';
import { route } from '../route';
import { changeRow, undoRowChange } from '../rows/change-row';
import { changeRows } from '../rows/change-rows';
import { columnStatistics } from '../rows/column-statistics';
import { datasetStatistics as knownStatistics } from '../rows/dataset-statistics';
import { isWithinPart } from '../rows/outside-part';
import { noSuchRow, partAsked, partOf, splitAsked } from '../rows/part-range';
import { rowsVersion } from '../rows/rows-version';
import { rowsPage } from '../rows-page';
import type { Server } from '../server';

export const datasetRoutes = [
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets',
    summary: 'Datasets, the newest first.',
    query: pageQuery,
    answer: datasetList,
    async handle({ server, params, query: { limit, cursor } }) {
      const { db } = server.context;
      const datasets = await listDatasets(db, {
        projectId: params.project,
        beforeId: cursorId(cursor),
        limit: limit + 1,
      });
      const runIds = datasets.map(({ runId }) => runId);
      const [runs, types] = await Promise.all([readRuns(db, runIds), sampleTypes(db, runIds)]);
      const runOf = new Map(runs.map((run) => [run.id, run]));
      // A run that was deleted between the two reads takes its dataset with it.
      const listed = datasets.flatMap((one) => {
        const run = runOf.get(one.runId);
        return run ? [{ dataset: one, run }] : [];
      });
      return pageOf(listed, limit, {
        id: (one) => one.dataset.id,
        toWire: ({ dataset, run }) => datasetDto(dataset, run, { types: types.get(run.id) }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}',
    summary: 'One dataset with its counts, its columns and, as soon as it is known, what they hold.',
    answer: dataset,
    async handle({ server, params }) {
      return wireDataset(server, await storedDataset(server, params));
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/projects/{project}/datasets/{id}',
    summary: 'Renames a dataset.',
    body: updateDatasetBody,
    answer: dataset,
    async handle({ server, params, body }) {
      await storedDataset(server, params);
      await renameDataset(server.context.db, params.id, body.name);
      return wireDataset(server, await storedDataset(server, params));
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/projects/{project}/datasets/{id}',
    summary: 'Deletes a dataset with the run that made it; ten seconds long the run can be restored.',
    answer: deletion,
    status: 202,
    refuses: ['wrong-state'],
    async handle({ server, params }) {
      const { run, dataset: stored } = await storedDataset(server, params);
      if (stored.split !== null) {
        throw new AppError(
          'wrong-state',
          `Dataset ${params.id} is the ${stored.split} part of dataset ${run.datasetId} and goes with it.`,
        );
      }
      const nowMs = server.now();
      if (!(await deleteRun(server.context.db, run.id, nowMs))) {
        throw new AppError(
          'wrong-state',
          `Run ${run.id} is ${run.status}. Cancel it before its dataset goes.`,
        );
      }
      return { id: params.id, restorable_until: wireTime(nowMs + restorableMs) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/rows',
    summary: 'Rows, searched, filtered and sorted as asked; also while the run goes on.',
    query: rowsQuery,
    answer: rowList,
    async handle({ server, params, query, request }) {
      const { run, dataset } = await storedDataset(server, params);
      const part = await partAsked(server, dataset, run, query);
      return rowsPage(server, run, { ...query, part }, request.signal);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/rows/{index}',
    summary: 'One row, and where each of its values came from.',
    answer: rowWithLineage,
    async handle({ server, params }) {
      const { db } = server.context;
      const { run, row: stored } = await storedRow(server, params);
      const yaml = found(await readRunText(db, run.id), `run ${run.id}`);
      const compiled = await compileKnownRecipe(yaml, {
        dataDir: server.context.config.dataDir,
        sources: run.sources,
      });
      const lineage = await lineageOf(server.context, {
        compiled,
        seed: run.seed,
        sources: run.sources,
        index: stored.index,
        journalScope: run.journalScope,
        answers: stored.answers,
        written: writtenValues(run.columns, stored),
      });
      const changes = await readRowChanges(db, run.id, stored.index);
      const { generated } = stored;
      const breaks = ruleBrokenBy(compiled, run, stored);
      return new JsonText(rowText(run.columns, stored, { lineage, generated, changes, breaks }));
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/projects/{project}/datasets/{id}/rows/{index}',
    summary: 'Changes a row by hand, or with undo=true takes the last change back.',
    query: updateRowQuery,
    body: updateRowBody,
    answer: row,
    refuses: ['wrong-state', 'conflict'],
    async handle({ server, params, query, body }) {
      const { run } = await storedRow(server, params, { undo: query.undo === 'true' });
      if (query.undo === 'true') await undoRowChange(server, run, params.index);
      else await changeRow(server, run, params.index, body);
      const changed = found(await readRow(server.context.db, run.id, params.index), `row ${params.index}`);
      return new JsonText(rowText(run.columns, changed));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}/rows:change',
    summary: 'Rates, accepts or rejects many rows at once, or takes that back.',
    body: changeRowsBody,
    answer: rowsChanged,
    refuses: ['wrong-state', 'conflict'],
    async handle({ server, params, body, request }) {
      const stored = await storedDataset(server, params);
      const indices = await changeRows(server, stored, body, request.signal);
      return { changed: indices.length, indices };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}/rows/{index}:regenerate',
    summary: 'Asks an attribute of a row anew, and what hangs on it; with dry_run it only tells the price.',
    body: regenerateBody,
    answer: regeneration,
    status: 202,
    refuses: ['wrong-state', 'recipe-invalid'],
    async handle({ server, params, body }) {
      const { context } = server;
      const { run } = await storedRow(server, params);
      const request = { run, index: params.index, attributeId: body.attribute_id };
      const price = await priceRegeneration(context, request);
      const told = { attribute_ids: [...price.attributeIds], cost_usd: price.costUsd };
      if (body.dry_run) return { id: null, status: 'planned' as const, ...told };
      const trial = await startRegeneration(context, request);
      return { id: trial.id, status: trial.status, ...told };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/regenerations/{regeneration}',
    summary: 'How far a regeneration is; when it has failed, why, and the row is as it was.',
    answer: regeneration,
    async handle({ server, params }) {
      const { run } = await storedDataset(server, params);
      return regenerationDto(await storedRegeneration(server, run, params.regeneration));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}/regenerations/{regeneration}:cancel',
    summary: 'Gives up a regeneration that has not ended: the row stays as it is.',
    answer: regeneration,
    async handle({ server, params }) {
      const { db } = server.context;
      const { run } = await storedDataset(server, params);
      const { id } = await storedRegeneration(server, run, params.regeneration);
      await cancelTrial(db, id, server.now());
      return regenerationDto(await storedRegeneration(server, run, id));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}:statistics',
    summary: 'What the columns hold, in all rows or in those that fit.',
    query: statisticsQuery,
    answer: datasetStatistics,
    async handle({ server, params, query, request }) {
      const { run, dataset } = await storedDataset(server, params);
      const part = await partOf(server, dataset, run);
      return columnStatistics(server, run, { ...query, part }, request.signal);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/report',
    summary:
      'What the rows are like: balance, lengths, causes, costs. Made on request; asked again, it tells more.',
    answer: reportAnswer,
    async handle({ server, params }) {
<<<<<<< HEAD
      const { run } = await storedDataset(server, params);
      const { report, atMs, stale, working } = await server.reports.of(run, rowsVersion(run));
=======
      const { run, dataset } = await storedDataset(server, params);
      const part = await partOf(server, dataset, run);
      const { report, atMs, working } = await server.reports.of({ run, part }, rowsVersion(run));
>>>>>>> 2e30f8e005824511b5b2b7bbcaa533ef33fd9b21
      return {
        report: report && reportDto(report, await countMarks(server.context.db, run.id, part)),
        at: wireTimeOrNull(atMs),
        stale,
        working: working && { rows: working.rows, of: working.of },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}:download',
    summary: 'The rows as a streamed file, or with Accept: application/json alone an address for it.',
    scope: 'signed',
    query: downloadQuery,
    answer: downloadAddress,
    streamed: {
      description: 'The rows as a file of the format.',
      mediaTypes: [
        ...new Set(Object.values(exportFormats).map(({ mediaType }) => mediaType.replace(/;.*/, ''))),
      ],
      isFile: true,
    },
    refuses: ['unsupported-format', 'conflict'],
    async handle({ server, params, query, request }) {
      await checkDownload(server, request);
      const stored = await storedDataset(server, params);
      if (isJsonAlone(request.headers.get('accept') ?? '')) {
        // An address that can only fail is none.
        formatOf({ query });
        return { url: downloadAddressOf(server, request) };
      }
      const asked = { ...query, split: splitAsked(stored.dataset, query.split) };
      const part = await partOf(server, stored.dataset, stored.run);
      return downloadResponse(server, { ...stored, part, query: asked, signal: request.signal });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}:bundle',
    summary: 'A zip with a file for each split, the recipe, a card, and where each row came from.',
    query: bundleQuery,
    answer: null,
    streamed: { description: 'The zip.', mediaTypes: ['application/zip'], isFile: true },
    refuses: ['unsupported-format', 'conflict', 'wrong-state'],
    async handle({ server, params, query, request }) {
      const stored = await wholeDataset(server, params);
      return bundleResponse(server, { ...stored, query, signal: request.signal });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}:push',
    summary: 'The files of such a zip, put into a dataset of the Hugging Face hub in one commit.',
    // It writes elsewhere, under the name of whoever the server's key belongs to.
    scope: 'admin',
    query: bundleQuery,
    body: pushBody,
    answer: push,
    refuses: ['unsupported-format', 'conflict', 'wrong-state', 'hub-refused'],
    async handle({ server, params, query, body, request }) {
      const stored = await wholeDataset(server, params);
      return pushBundle(server, { ...stored, query, signal: request.signal }, body);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}:metrics',
    summary: 'What each row took, as CSV: calls, attempts, tokens, seconds, dollars.',
    query: metricsQuery,
    answer: null,
    streamed: { description: 'A line for each row.', mediaTypes: ['text/csv'], isFile: true },
    refuses: ['conflict', 'wrong-state'],
    async handle({ server, params, query, request }) {
      const stored = await wholeDataset(server, params);
      return metricsResponse(server, { ...stored, query, signal: request.signal });
    },
  }),
];

/** Whether JSON is all that a client takes; what it says beside the type, such as its weight, makes no difference. */
function isJsonAlone(accept: string): boolean {
  return /^\s*application\/json\s*(;[^,]*)?$/i.test(accept);
}

/** A dataset with all rows of its run. */
async function wholeDataset(server: Server, params: { project: number; id: number }) {
  const stored = await storedDataset(server, params);
  const { split, runId } = stored.dataset;
  if (split === null) return stored;
  throw new AppError(
    'wrong-state',
    `Dataset ${params.id} is the ${split} part of dataset ${stored.run.datasetId} of run ${runId}. Ask for the whole one.`,
  );
}

async function storedDataset(server: Server, { project, id }: { project: number; id: number }) {
  const { db } = server.context;
  const stored = found(await readDataset(db, project, id), `dataset ${id}`);
  return { dataset: stored, run: found(await readRun(db, stored.runId), `dataset ${id}`) };
}

/** One dataset with all that is known of its columns without waiting long. */
async function wireDataset(server: Server, { dataset, run }: { dataset: DatasetRecord; run: RunRecord }) {
  const statistics = await knownStatistics(server, run);
  if (statistics !== null) return datasetDto(dataset, run, { statistics });
  const types = await sampleTypes(server.context.db, [run.id]);
  return datasetDto(dataset, run, { types: types.get(run.id) });
}

/** A row of a dataset; one that is a part has no others than its own. */
async function storedRow(
  server: Server,
  params: { project: number; id: number; index: number },
  { undo = false } = {},
) {
  const { dataset, run } = await storedDataset(server, params);
  const stored = found(await readRow(server.context.db, run.id, params.index), `row ${params.index}`);
  const part = await partOf(server, dataset, run);
  if (await isWithinPart(server, run, part, stored, { undo })) return { run, row: stored };
  throw noSuchRow(dataset, run, params.index);
}

async function storedRegeneration(server: Server, run: RunRecord, id: number): Promise<TrialRecord> {
  const trial = await readTrial(server.context.db, id);
  return found(trial?.regenerate?.runId === run.id ? trial : null, `regeneration ${id}`);
}

/** The rule that a row which isn't rejected breaks as it stands now: an edit or a new answer may have brought it there. */
function ruleBrokenBy(compiled: CompiledRecipe, run: RunRecord, row: StoredRow): Rejection | null {
  if (row.status !== 'accepted' && row.status !== 'spare') return null;
  const { seed, columns } = run;
  return brokenRule(compiled, { seed, index: row.index, columns, texts: splitJsonArray(row.cells) });
}

/** What a person wrote into a row, by column. */
function writtenValues(columns: readonly Column[], { cells, edited }: StoredRow): ReadonlyMap<string, Value> {
  if (edited.length === 0) return new Map();
  const texts = splitJsonArray(cells);
  return new Map(
    columns.flatMap(({ name }, position) => {
      const text = texts[position];
      return text !== undefined && edited.includes(name) ? [[name, decodeJson(text)]] : [];
    }),
  );
}
