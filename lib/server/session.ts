import { findApiKey, hasApiKeys, readApiKey, touchApiKey } from '@/lib/store/api-keys';
import { AppError } from '@/lib/util/app-error';
import { isLoopbackHost } from './origin';
import type { Server } from './server';

const cookieName = 'seedloom_session';
const sessionMs = 30 * 24 * 60 * 60_000;

/**
 * Refuses requests without a valid key or session where one is needed. In open mode (bound to loopback, no key
 * made; the Host was checked before) none is, and whatever is sent is ignored.
 */
export async function checkKey(server: Server, request: Request): Promise<void> {
  if (isLoopbackHost(server.context.config.host) && !(await hasApiKeys(server.context.db))) return;
  const given = givenKey(request);
  if (given !== null) {
    const key = await findApiKey(server.context.db, given);
    if (!key) throw new AppError('key-refused', 'The API key is not valid here.');
    await touchApiKey(server.context.db, key.id, server.now());
    return;
  }
  if (await hasSession(server, request)) return;
  throw new AppError(
    'key-required',
    'This server needs a key: send it as X-API-Key, or sign in on the page with it.',
  );
}

/** The cookie that stands for a key from now on. It dies with the key. */
export function sessionCookie(server: Server, keyId: number): string {
  const token = server.signer.sign(`session:${keyId}`, server.now() + sessionMs);
  return `${cookieName}=${keyId}.${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionMs / 1000}`;
}

function givenKey(request: Request): string | null {
  const header = request.headers.get('x-api-key');
  if (header !== null) return header;
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '');
  return bearer?.[1] ?? null;
}

async function hasSession(server: Server, request: Request): Promise<boolean> {
  const cookies = (request.headers.get('cookie') ?? '').split(/; */);
  const value = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  const [, id = '', token = ''] = /^(\d{1,15})\.(.+)$/.exec(value ?? '') ?? [];
  if (!server.signer.verify(`session:${id}`, token, server.now())) return false;
  return (await readApiKey(server.context.db, Number(id))) !== null;
}
