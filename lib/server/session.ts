import { allows, type KeyScope } from '@/lib/api/key-scope';
import { findApiKey, hasApiKeys, readApiKey, touchApiKey, type ApiKeyRecord } from '@/lib/store/api-keys';
import { AppError } from '@/lib/util/app-error';
import { isLoopbackHost } from './origin';
import type { Server } from './server';

const cookieName = 'seedloom_session';
const sessionMs = 30 * 24 * 60 * 60_000;

/**
 * Refuses requests without a valid key or session where one is needed, or whose key may not do this. In open mode (bound to loopback, no key
 * made; the Host was checked before) none is, and whatever is sent is ignored.
 */
export async function checkKey(server: Server, request: Request, needed: KeyScope): Promise<void> {
  const { db, config, needsNoKey } = server.context;
  if (needsNoKey) return;
  if (isLoopbackHost(config.host) && !(await hasApiKeys(db))) return;
  const given = givenKey(request);
  const key = given === null ? await keyOfSession(server, request) : await keyOf(server, request, given);
  if (key === null) {
    throw new AppError(
      'key-required',
      'This server needs a key: send it as X-API-Key, or sign in on the page with it.',
    );
  }
  if (!allows(key.scope, needed)) {
    throw new AppError(
      'forbidden',
      `This needs a key of scope ${needed}; "${key.name}" is of scope ${key.scope}. An admin makes keys under Settings.`,
    );
  }
  server.callers.note(request, key.id);
  // Reading must not wait for whoever writes.
  if ((key.lastUsedAtMs ?? 0) < server.now() - 60_000) await touchApiKey(db, key.id, server.now());
}

/** The key that a text is. Throws `key-refused`, or `too-many-requests` when too many were wrong. */
export async function keyOf(server: Server, request: Request, text: string): Promise<ApiKeyRecord> {
  server.attempts.check(request, text);
  const key = await findApiKey(server.context.db, text);
  if (!key) {
    server.attempts.failed(request);
    throw new AppError('key-refused', 'The API key is not valid here.');
  }
  server.attempts.worked(text);
  return key;
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

async function keyOfSession(server: Server, request: Request): Promise<ApiKeyRecord | null> {
  const cookies = (request.headers.get('cookie') ?? '').split(/; */);
  const value = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  const [, id = '', token = ''] = /^(\d{1,15})\.(.+)$/.exec(value ?? '') ?? [];
  if (!server.signer.verify(`session:${id}`, token, server.now())) return null;
  return readApiKey(server.context.db, Number(id));
}
