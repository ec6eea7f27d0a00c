import {
  dataset,
  datasetList,
  downloadAddress,
  downloadQuery,
  rowList,
  rowsQuery,
  rowWithLineage,
  updateDatasetBody,
} from '@/lib/api/dataset-wire';
import { deletion, pageQuery } from '@/lib/api/common';
import { reportAnswer } from '@/lib/api/report-wire';
import { listDatasets, readDataset, renameDataset } from '@/lib/store/datasets';
import { readRow } from '@/lib/store/rows';
import { deleteRun, readRun, readRuns, readRunText, restorableMs, type RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { JsonText } from '../answer';
import { checkDownload, downloadAddressOf, downloadResponse } from '../download';
import { datasetDto } from '../dto/dataset-dto';
import { rowText } from '../dto/row-dto';
import { reportDto } from '../dto/report-dto';
import { wireTime, wireTimeOrNull } from '../dto/time';
import { compileKnownRecipe } from '../known-recipes';
import { lineageOf } from '../lineage';
import { cursorId, found, pageOf } from '../paging';
import { route } from '../route';
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
      const runs = await readRuns(
        db,
        datasets.map(({ runId }) => runId),
      );
      const runOf = new Map(runs.map((run) => [run.id, run]));
      // A run that was deleted between the two reads takes its dataset with it.
      const listed = datasets.flatMap((one) => {
        const run = runOf.get(one.runId);
        return run ? [{ dataset: one, run }] : [];
      });
      return pageOf(listed, limit, {
        id: (one) => one.dataset.id,
        toWire: (one) => datasetDto(one.dataset, one.run),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}',
    summary: 'One dataset with its columns and counts.',
    answer: dataset,
    async handle({ server, params }) {
      const stored = await storedDataset(server, params);
      return datasetDto(stored.dataset, stored.run);
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
      const renamed = await storedDataset(server, params);
      return datasetDto(renamed.dataset, renamed.run);
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/projects/{project}/datasets/{id}',
    summary: 'Deletes a dataset with the run that made it; ten seconds long the run can be restored.',
    answer: deletion,
    status: 202,
    async handle({ server, params }) {
      const { run } = await storedDataset(server, params);
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
    summary: 'Rows in row order, also while the run goes on.',
    query: rowsQuery,
    answer: rowList,
    async handle({ server, params, query }) {
      const { run } = await storedDataset(server, params);
      return rowsPage(server.context.db, run, query);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/rows/{index}',
    summary: 'One row, and where each of its values came from.',
    answer: rowWithLineage,
    async handle({ server, params }) {
      const { db } = server.context;
      const { run } = await storedDataset(server, params);
      const row = found(await readRow(db, run.id, params.index), `row ${params.index}`);
      const yaml = found(await readRunText(db, run.id), `run ${run.id}`);
      const lineage = await lineageOf(db, {
        compiled: compileKnownRecipe(yaml),
        seed: run.seed,
        index: row.index,
        journalScope: run.journalScope,
        answers: row.answers,
      });
      return new JsonText(rowText(run.columns, row, lineage));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/report',
    summary:
      'What the rows are like: balance, lengths, causes, costs. Made on request; asked again, it tells more.',
    answer: reportAnswer,
    async handle({ server, params }) {
      const { run } = await storedDataset(server, params);
      const { report, atMs, working } = await server.reports.of(run, rowsVersion(run));
      return {
        report: report && reportDto(report),
        at: wireTimeOrNull(atMs),
        working: working && { rows: working.rows, of: working.of },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}:download',
    summary: 'The rows as a streamed file, or with Accept: application/json alone an address for it.',
    access: 'signed',
    query: downloadQuery,
    answer: downloadAddress,
    async handle({ server, params, query, request }) {
      await checkDownload(server, request);
      const stored = await storedDataset(server, params);
      if (request.headers.get('accept')?.trim() === 'application/json') {
        return { url: downloadAddressOf(server, request) };
      }
      return downloadResponse(server, { ...stored, query, signal: request.signal });
    },
  }),
];

async function storedDataset(server: Server, { project, id }: { project: number; id: number }) {
  const { db } = server.context;
  const stored = found(await readDataset(db, project, id), `dataset ${id}`);
  return { dataset: stored, run: found(await readRun(db, stored.runId), `dataset ${id}`) };
}

/** Tells whether rows may have changed since. */
function rowsVersion({ progress, status }: RunRecord): string {
  const { accepted, rejected, failed, spare, updatedAt } = progress;
  return [accepted, rejected, failed, spare, updatedAt, status].join('/');
}
