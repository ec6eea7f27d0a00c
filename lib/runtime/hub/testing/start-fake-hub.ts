import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

/** Files by revision and path, as the hub has them. */
export type HubFiles = Record<string, Record<string, string | Buffer>>;

type Repository = { files: HubFiles; isPrivate: boolean };

/** The hub's answers as far as our calls go: https://huggingface.co/docs/hub/api, and its client's source. */
export type FakeHub = {
  readonly url: string;
  /** Addresses that were asked, with their ranges. */
  readonly asked: readonly string[];
  /** Repositories by `owner/name`. */
  readonly repositories: ReadonlyMap<string, Repository>;
  /** Titles of commits. */
  readonly commits: readonly string[];
  close(): void;
};

const creation = z.object({
  name: z.string(),
  organization: z.string(),
  type: z.literal('dataset'),
  visibility: z.enum(['public', 'private']),
});
const preupload = z.object({ files: z.array(z.object({ path: z.string(), size: z.number() })) });
const batch = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.number() })) });
const commitLine = z.discriminatedUnion('key', [
  z.object({ key: z.literal('header'), value: z.object({ summary: z.string() }) }),
  z.object({ key: z.literal('file'), value: z.object({ path: z.string(), content: z.string() }) }),
  z.object({ key: z.literal('lfsFile'), value: z.object({ path: z.string(), oid: z.string() }) }),
  z.object({ key: z.literal('deletedFile'), value: z.object({ path: z.string() }) }),
]);

/** Files above this many bytes, and Parquet, are uploaded beside the commit. */
const largeBytes = 20_000;

/** A hub with one dataset, `owner/name`, where files are given; `token` is asked of everybody, where there is one. */
export async function startFakeHub(
  files: HubFiles | null,
  { token, owners = ['owner'] }: { token?: string; owners?: readonly string[] } = {},
): Promise<FakeHub> {
  const asked: string[] = [];
  const commits: string[] = [];
  const repositories = new Map<string, Repository>();
  const large = new Map<string, Buffer>();
  if (files !== null) repositories.set('owner/name', { files, isPrivate: false });
  const server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.range ?? ''}`.trim());
    const isUpload = request.url?.startsWith('/large/') ?? false;
    const isAllowed = token === undefined || request.headers.authorization === `Bearer ${token}`;
    if (!isAllowed && !isUpload) return json(response, 401, { error: 'who are you' });
    void (request.method === 'GET' ? give(request, response) : take(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { asked, url, repositories, commits, close: () => void server.close() };

  function give({ url: asked = '', headers }: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(asked.split('?')[0] ?? '');
    const [, listed = '', tree = ''] = /^\/api\/datasets\/([^/]+\/[^/]+)\/tree\/(.+?)\/?$/.exec(path) ?? [];
    const [, repo = '', revision = '', name = ''] =
      /^\/datasets\/([^/]+\/[^/]+)\/resolve\/(refs\/convert\/parquet|[^/]+)\/(.+)$/.exec(path) ?? [];
    const entries = repositories.get(listed)?.files[tree];
    const content = repositories.get(repo)?.files[revision]?.[name];
    if (entries !== undefined) {
      const list = Object.entries(entries).map(([file, text]) => ({
        type: 'file',
        path: file,
        oid: `oid-${file}`,
        size: Buffer.byteLength(text),
      }));
      return json(response, 200, list);
    }
    if (content === undefined) return json(response, 404, { error: 'not found' });
    const bytes = Buffer.from(content);
    const [, start = '0', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    const last = end === '' ? bytes.length - 1 : Math.min(Number(end), bytes.length - 1);
    response.writeHead(headers.range === undefined ? 200 : 206, {
      etag: '"e"',
      'content-range': `bytes ${start}-${last}/${bytes.length}`,
    });
    response.end(bytes.subarray(Number(start), last + 1));
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const body = await buffer(request);
    if (path === '/api/repos/create') {
      const { name, organization, visibility } = creation.parse(JSON.parse(body.toString()));
      if (!owners.includes(organization)) return json(response, 403, { error: 'not one of yours' });
      repositories.set(`${organization}/${name}`, {
        files: { main: {} },
        isPrivate: visibility === 'private',
      });
      return json(response, 200, { url: `${url}/datasets/${organization}/${name}`, id: 'made' });
    }
    if (path.startsWith('/large/')) {
      const oid = path.slice('/large/'.length);
      if (createHash('sha256').update(body).digest('hex') !== oid)
        return json(response, 400, { error: 'sum' });
      large.set(oid, body);
      response.writeHead(200).end();
      return;
    }
    const [, repo = '', action = ''] =
      /^\/(?:api\/)?datasets\/([^/]+\/[^/]+?)(?:\.git\/info\/lfs\/objects)?\/(preupload|batch|commit)\b/.exec(
        path,
      ) ?? [];
    const repository = repositories.get(repo);
    if (repository === undefined) return json(response, 404, { error: 'not found' });
    if (action === 'preupload') {
      const { files: wanted } = preupload.parse(JSON.parse(body.toString()));
      const modeOf = (file: { path: string; size: number }) =>
        file.size > largeBytes || file.path.endsWith('.parquet') ? 'lfs' : 'regular';
      return json(response, 200, {
        files: wanted.map((file) => ({ path: file.path, uploadMode: modeOf(file) })),
      });
    }
    if (action === 'batch') {
      const { objects } = batch.parse(JSON.parse(body.toString()));
      const uploads = objects.map(({ oid, size }) => ({
        oid,
        size,
        ...(!large.has(oid) && { actions: { upload: { href: `${url}/large/${oid}`, header: {} } } }),
      }));
      return json(response, 200, { transfer: 'basic', objects: uploads });
    }
    const main = (repository.files['main'] ??= {});
    for (const line of body.toString().split('\n')) {
      const { key, value } = commitLine.parse(JSON.parse(line));
      if (key === 'header') commits.push(value.summary);
      else if (key === 'file') main[value.path] = Buffer.from(value.content, 'base64');
      else if (key === 'lfsFile') main[value.path] = large.get(value.oid) ?? '';
      else Reflect.deleteProperty(main, value.path);
    }
    json(response, 200, { commitOid: `commit-${commits.length}`, commitUrl: `${url}/commit`, success: true });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
