import { AppError } from '@/lib/util/app-error';
import type { Server } from '../server';
import { checkKey } from '../session';
import { exportFile } from './export-file';
import { pagesOf } from './export-pages';
import { contentDisposition, type ExportRequest, formatOf } from './export-request';

const addressMs = 60 * 60_000;

/** Lets a download through by its signature, else by a key. */
export async function checkDownload(server: Server, request: Request): Promise<void> {
  const url = new URL(request.url);
  const token = url.searchParams.get('token');
  if (token === null) return checkKey(server, request, 'read');
  if (server.signer.verify(signedText(url), token, server.now())) return;
  throw new AppError(
    'key-refused',
    'token: this address is good for one hour, and for just the file that it was made for. Ask for a new one.',
  );
}

/** The absolute address of the same download, good for an hour without a key. */
export function downloadAddressOf(server: Server, request: Request): string {
  const url = new URL(request.url);
  const proto = request.headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const address = new URL(
    `${url.pathname.replace(/^\/api\/v1/, '/v1')}${url.search}`,
    `${proto}://${request.headers.get('host') ?? url.host}`,
  );
  address.searchParams.delete('token');
  address.searchParams.set('token', server.signer.sign(signedText(address), server.now() + addressMs));
  return address.href;
}

/** A file of rows, read page by page as the client takes them. What can be known to fail does so before it. */
export async function downloadResponse(server: Server, request: ExportRequest): Promise<Response> {
  const { mediaType, extension, survey } = formatOf(request);
  // Two readings must find the same rows.
  const open = await pagesOf(server, request, { isSettled: survey !== undefined });
  return fileResponse(await exportFile(server, request, open), {
    mediaType,
    disposition: contentDisposition(request.dataset, extension),
  });
}

/** A file that a browser keeps and nothing looks into. */
export function fileResponse(
  bytes: ReadableStream<Uint8Array>,
  { mediaType, disposition }: { mediaType: string; disposition: string },
): Response {
  return new Response(bytes, {
    headers: {
      'content-type': mediaType,
      'content-disposition': disposition,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** What the signature stands for: the path and every option. */
function signedText(url: URL): string {
  const options = [...url.searchParams].filter(([name]) => name !== 'token');
  options.sort(([a], [b]) => (a < b ? -1 : 1));
  return `download:${url.pathname.replace(/^\/api\/v1/, '/v1').replace(/%3a/gi, ':')}?${new URLSearchParams(options).toString()}`;
}
