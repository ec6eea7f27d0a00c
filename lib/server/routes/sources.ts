import type { z } from 'zod';
import { pageQuery } from '@/lib/api/common';
import { removed } from '@/lib/api/model-wire';
import {
  checkDatabaseBody,
  databaseProblems,
  type WireDatabaseProblems,
  readSourceBody,
  sourceRecords,
  uploaded,
  uploadList,
  type upload as uploadWire,
} from '@/lib/api/source-wire';
import { encodeJson } from '@/lib/dataset/json';
import type { DatabaseProblem } from '@/lib/recipe/environments/database-problem';
import { documentFormats, formatOf, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import { inspectDatabase } from '@/lib/runtime/databases/inspect-databases';
import { readSource } from '@/lib/runtime/sources/open-sources';
import { receiveUpload } from '@/lib/runtime/sources/receive-upload';
import { openSnapshot } from '@/lib/runtime/sources/snapshot';
import { removeUpload } from '@/lib/runtime/sources/uploads';
import { BadRecord, documentColumn } from '@/lib/sources/source-table';
import { listUploads, readUpload, uploadUses, type UploadRecord, type UploadUse } from '@/lib/store/uploads';
import { AppError } from '@/lib/util/app-error';
import { JsonText } from '../answer';
import { wireTime } from '../dto/time';
import { cursorId, found, pageOf } from '../paging';
import { route } from '../route';

export const sourceRoutes = [
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets:upload',
    summary: 'Takes a file of records or a document, as multipart/form-data, for recipes to read.',
    takesFile: true,
    answer: uploaded,
    status: 201,
    refuses: ['unsupported-format'],
    handle: ({ server, params, request }) => receiveUpload(server.context, params.project, request),
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/uploads',
    summary: 'Uploads, the newest first, with the recipes that use them.',
    query: pageQuery,
    answer: uploadList,
    async handle({ server, params, query: { limit, cursor } }) {
      const { db } = server.context;
      const page = { projectId: params.project, beforeId: cursorId(cursor), limit: limit + 1 };
      const uses = await uploadUses(db, params.project);
      return pageOf(await listUploads(db, page), limit, {
        id: ({ id }) => id,
        toWire: (one) => uploadDto(one, uses.get(one.id) ?? []),
      });
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/projects/{project}/uploads/{upload}',
    summary: 'Removes an upload that no recipe names. Runs keep what they have read of it.',
    answer: removed,
    refuses: ['conflict'],
    async handle({ server, params }) {
      const upload = await readUpload(server.context.db, params.project, params.upload);
      await removeUpload(server.context, found(upload, `upload ${params.upload}`));
      return { id: params.upload };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/sources:read',
    scope: 'read',
    summary: 'Records of a source by their numbers, as a preview needs them.',
    body: readSourceBody,
    answer: sourceRecords,
    async handle({ server, params, body }) {
      const { dataDir } = server.context.config;
      const snapshot = await readSource(server.context, params.project, specOf(body.source)).catch(
        (error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          throw new AppError('bad-request', `source: ${error.message}.`);
        },
      );
      const table = openSnapshot(dataDir, snapshot);
      const { count, columns, sha256, bad: bad_records } = table;
      const missing = body.indices.find((index) => index >= count);
      if (missing !== undefined) {
        throw new AppError('bad-request', `indices: there is no record ${missing}; the source has ${count}.`);
      }
      const bad: { index: number; reason: string }[] = [];
      const records = body.indices.map((index) => {
        const record = table.at(index, body.columns ?? null);
        if (!(record instanceof BadRecord)) return encodeJson(record);
        bad.push({ index, reason: record.reason });
        return 'null';
      });
      const facts = JSON.stringify({ bad, count, columns, bad_records, sha256 });
      return new JsonText(`{"records":[${records.join(',')}],${facts.slice(1)}`);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/databases:check',
    scope: 'read',
    summary: 'What SQLite says to the SQL of a database environment. Nothing of it is kept.',
    body: checkDatabaseBody,
    answer: databaseProblems,
    async handle({ body }) {
      const tools = body.tools.map(({ id, sql, read_only: isReadOnly, needs_rows: needsRows }) => ({
        id,
        sql,
        isReadOnly,
        needsRows,
      }));
      const problems = await inspectDatabase({ from: body, tools });
      return { problems: problems.map(problemDto) };
    },
  }),
];

function problemDto({ place, text }: DatabaseProblem): WireDatabaseProblems['problems'][number] {
  if (place.type === 'tool') return { place: { type: 'tool', tool_id: place.toolId }, text };
  return { place: { type: 'set-up', key: place.key }, text };
}

function uploadDto(upload: UploadRecord, users: readonly UploadUse[]): z.input<typeof uploadWire> {
  const { id, name, files, bytes, records, badRecords, columns, createdAtMs } = upload;
  return {
    id,
    path: `upload:${id}/${name}`,
    kind: kindOfPath(name, columns),
    name,
    files,
    bytes,
    rows: records,
    columns: [...columns],
    bad_records: badRecords,
    created_at: wireTime(createdAtMs),
    used_by: users.map((user) => ({ recipe_id: user.recipeId, name: user.name })),
  };
}

/** Formats of documents and of data have none in common; documents of several formats have one column. */
function kindOfPath(path: string, columns: readonly string[]): 'data' | 'documents' {
  if (formatOf(path, documentFormats) !== undefined) return 'documents';
  return path === '*' && columns[0] === documentColumn ? 'documents' : 'data';
}

type WireSource = z.output<typeof readSourceBody>['source'];

/** What kind it is says the path, else `kind`. */
function specOf({ path, kind, hf_split, hf_revision, segmentation_params: params }: WireSource): SourceSpec {
  const isData = kind === undefined ? formatOf(path, documentFormats) === undefined : kind === 'data';
  if (params === undefined && isData) {
    return { kind: 'data', path, split: hf_split ?? null, revision: hf_revision ?? null };
  }
  if (params && params.segment_overlap >= params.segment_length) {
    throw new AppError('bad-request', 'segment_overlap: must be less than segment_length.');
  }
  const segments = params ? { length: params.segment_length, overlap: params.segment_overlap } : null;
  return { kind: 'documents', path, segments };
}
