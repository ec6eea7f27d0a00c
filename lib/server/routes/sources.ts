import { readSourceBody, sourceRecords, uploaded } from '@/lib/api/source-wire';
import { encodeJson } from '@/lib/dataset/json';
import { documentFormats, formatOf, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import { readSource } from '@/lib/runtime/sources/open-sources';
import { receiveUpload } from '@/lib/runtime/sources/receive-upload';
import { openSnapshot } from '@/lib/runtime/sources/snapshot';
import { AppError } from '@/lib/util/app-error';
import { JsonText } from '../answer';
import { route } from '../route';

export const sourceRoutes = [
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets:upload',
    summary: 'Takes a file of records or a document, as multipart/form-data, for recipes to read.',
    takesFile: true,
    answer: uploaded,
    status: 201,
    handle: ({ server, params, request }) => receiveUpload(server.context, params.project, request),
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/sources:read',
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
      const { count, columns, sha256 } = table;
      const missing = body.indices.find((index) => index >= count);
      if (missing !== undefined) {
        throw new AppError('bad-request', `indices: there is no record ${missing}; the source has ${count}.`);
      }
      const records = body.indices.map((index) => encodeJson(table.at(index, body.columns ?? null)));
      const facts = JSON.stringify({ count, columns, sha256 });
      return new JsonText(`{"records":[${records.join(',')}],${facts.slice(1)}`);
    },
  }),
];

type WireSource = {
  path: string;
  hf_split?: string | undefined;
  hf_revision?: string | undefined;
  segmentation_params?: { segment_length: number; segment_overlap: number } | undefined;
};

/** Formats of documents and of data have none in common, so the path tells which one is meant. */
function specOf({ path, hf_split, hf_revision, segmentation_params: params }: WireSource): SourceSpec {
  if (params === undefined && formatOf(path, documentFormats) === undefined) {
    return { kind: 'data', path, split: hf_split ?? null, revision: hf_revision ?? null };
  }
  if (params && params.segment_overlap >= params.segment_length) {
    throw new AppError('bad-request', 'segment_overlap: must be less than segment_length.');
  }
  const segments = params ? { length: params.segment_length, overlap: params.segment_overlap } : null;
  return { kind: 'documents', path, segments };
}
