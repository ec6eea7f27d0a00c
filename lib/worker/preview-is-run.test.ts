import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { createApiClient } from '@/lib/api/client';
import { readText } from '@/lib/client/editor/read-text';
import { createSourceCache } from '@/lib/client/editor/source-cache';
import { previewRows, type PreviewRow } from '@/lib/plan/preview';
import { textOf } from '@/lib/plan/preview-prompt';
import { driveNext } from '@/lib/server/testing/drive';
import { testServer, type TestServer } from '@/lib/server/testing/test-server';

const project = '/v1/projects/1';
const rows = 5;

const csv = 'question,zip,note\n"What, then?",00123,\nWho?,9,x\n"Two\nlines",5.0,"{braces}"\n';
const jsonl = '{"a":{"b":[1,5.0]},"t":"é"}\n{"a":null,"t":"🙂","more":12345678901234567890}\n';
const long = Array.from({ length: 300 }, (_, at) => `Sentence ${at} of a handbook.`).join(' ');

const kinds = [
  {
    kind: 'examples in turn',
    files: {},
    params: 'input_examples: [{ examples: [{ q: A, n: 5.0 }, { q: B, n: null }] }]',
    prompt: '{q} {n}',
  },
  {
    kind: 'examples by chance',
    files: {},
    params: 'input_examples: [{ id: few, num_shots: 2, examples: [{ q: A }, { q: B }, { q: C }] }]',
    prompt: '{few[0].q} {few[1].q} {few}',
  },
  {
    kind: 'CSV',
    files: { 'a.csv': csv },
    params: 'input_data: [{ path: "upload:1/a.csv" }]',
    prompt: '{question} {zip} {note}',
  },
  {
    kind: 'JSONL with other names, by chance',
    files: { 'a.jsonl': jsonl },
    params:
      'input_data: [{ path: "upload:1/a.jsonl", id: few, num_shots: 2, attribute_map: { a: x, t: y } }]',
    prompt: '{few[0].x} {few[1].y} {few}',
  },
  {
    kind: 'numbers as they are written',
    files: { 'a.jsonl': jsonl },
    params: 'input_data: [{ path: "upload:1/a.jsonl" }]',
    prompt: '{a} {t} {more}',
  },
  {
    kind: 'whole documents, several sources',
    files: { 'a.md': '# One\n\n{x}', 'b.csv': csv },
    params:
      'input_documents: [{ path: "upload:1/a.md", id: doc }]\n  input_data: [{ path: "upload:2/b.csv", attribute_map: { zip: code } }]',
    prompt: '{doc} {code}',
  },
  {
    kind: 'segments with their document',
    files: { 'a.txt': long },
    params:
      'input_documents: [{ path: "upload:1/a.txt", id: doc, segmentation_params: { id: part, segment_length: 50, segment_overlap: 10, keep_original_text: true } }]',
    prompt: '{part} of {doc}',
  },
  {
    kind: 'segments by chance',
    files: { 'a.txt': long },
    params:
      'input_documents: [{ path: "upload:1/a.txt", id: docs, num_shots: 3, segmentation_params: { id: part, segment_length: 20 } }]',
    prompt: '{docs[0]} {docs[2].part}',
  },
  {
    kind: 'pages of PDF and paragraphs of DOCX',
    files: { 'a.pdf': 'two-pages.pdf', 'b.docx': 'paragraphs.docx' },
    params: 'input_documents: [{ path: "upload:1/a.pdf", id: one }, { path: "upload:2/b.docx", id: two }]',
    prompt: '{one} {two}',
  },
  {
    kind: 'XLSX and Parquet',
    files: { 'a.xlsx': 'two-sheets.xlsx', 'b.parquet': 'types.parquet' },
    params:
      'input_data: [{ path: "upload:1/a.xlsx", id: sheet, num_shots: 2 }, { path: "upload:2/b.parquet", id: typed, num_shots: 2 }]',
    prompt: '{sheet} {typed}',
  },
] as const;

test.each(kinds)('R100 the preview shows what the run sends: $kind', async ({ files, params, prompt }) => {
  const server = await testServer();
  for (const [name, content] of Object.entries(files)) await upload(server, name, content);
  const text = `num_samples: ${rows}
seed: 7
strategy_params:
  ${params}
  generated_attributes:
    - id: text
      instruction_messages: [{ role: USER, content: "Use ${prompt}" }]
  transformed_attributes:
    - { id: pair, transformation_strategy: { type: STRING, string_transform: "{text}!" } }
inference_config: { engine: ECHO, model: { model_name: echo } }
`;
  const preview = await previewOf(server, text);
  const run = await server.call('POST', `${project}/runs`, { body: { yaml: text } });
  expect(run).toMatchObject({ status: 201 });
  await driveNext(server.server);
  for (const row of preview) {
    const { body } = await server.call('GET', `${project}/datasets/1/rows/${row.index}`);
    const content = textOf(row.prompts[0]?.messages[0]?.segments ?? []);
    const messages = [{ role: 'user', content }];
    expect(body['lineage']).toContainEqual(expect.objectContaining({ attribute_id: 'text', messages }));
  }
});

async function upload({ ask, server }: TestServer, name: string, content: string) {
  const isFixture = /\.(?:pdf|docx|xlsx|parquet)$/.test(name);
  const bytes = isFixture
    ? await readFile(new URL(`../runtime/sources/fixtures/${content}`, import.meta.url))
    : content;
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  const encoded = new Response(form);
  const answer = await ask('POST', `${project}/datasets:upload`, {
    rawBody: await encoded.arrayBuffer(),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
  });
  expect(answer.status, server.context.config.dataDir).toBe(201);
}

/** The rows as the editor plans them, once all records have come. */
async function previewOf({ ask }: TestServer, text: string): Promise<PreviewRow[]> {
  const api = createApiClient({
    baseUrl: '',
    projectId: 1,
    fetch: (path, { method = 'GET', body }) => ask(method, path, typeof body === 'string' ? { body } : {}),
  });
  const cache = createSourceCache({ read: api.sources.read, onArrival: () => undefined });
  const close = cache.open();
  try {
    return await vi.waitFor(
      () => {
        const { compiled, draft, diagnostics } = readText(null, text, cache);
        cache.want(draft);
        if (compiled === null) throw new Error(diagnostics[0]?.message);
        const planned = previewRows(compiled, { seed: 7, start: 0, rows });
        expect(planned.filter(({ isWaiting }) => isWaiting)).toEqual([]);
        return planned;
      },
      { timeout: 50_000, interval: 20 },
    );
  } finally {
    close();
  }
}
