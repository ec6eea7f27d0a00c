import { randomBytes } from 'node:crypto';
import { empty, pageQuery } from '@/lib/api/common';
import {
  apiKeyList,
  createdKey,
  createKeyBody,
  removed,
  revokeKeyQuery,
  session,
  sessionBody,
} from '@/lib/api/model-wire';
import { deleteApiKey, hasApiKeys, insertApiKey, listApiKeys, readApiKey } from '@/lib/store/api-keys';
import { AppError } from '@/lib/util/app-error';
import { jsonResponse } from '../answer';
import { apiKeyDto } from '../dto/provider-dto';
import { found, pageOfAll } from '../paging';
import { route } from '../route';
import type { Server } from '../server';
import { keyOf, sessionCookie } from '../session';

export const keyRoutes = [
  route({
    method: 'GET',
    path: '/v1/keys',
    scope: 'admin',
    summary: 'The keys of this server, without the keys themselves.',
    query: pageQuery,
    answer: apiKeyList,
    handle: async ({ server, query }) =>
      pageOfAll((await listApiKeys(server.context.db)).map(apiKeyDto), query),
  }),
  route({
    method: 'POST',
    path: '/v1/keys',
    scope: 'admin',
    summary:
      'Makes a key, which is shown this once. The first one signs the page in, since it is needed from now on.',
    body: createKeyBody,
    answer: createdKey,
    status: 201,
    async handle({ server, body }) {
      const { db } = server.context;
      const isFirst = !(await hasApiKeys(db));
      if (isFirst && body.scope !== 'admin') {
        throw new AppError(
          'bad-request',
          'scope: the first key must be admin, else nobody could make others.',
        );
      }
      const key = `sl-${randomBytes(24).toString('base64url')}`;
      const stored = await insertApiKey(db, { name: body.name, scope: body.scope, key, nowMs: server.now() });
      const headers: Record<string, string> = isFirst
        ? { 'set-cookie': sessionCookie(server, stored.id) }
        : {};
      return jsonResponse(JSON.stringify({ ...apiKeyDto(stored), key }), 201, headers);
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/keys/{id}',
    scope: 'admin',
    summary: 'Revokes a key at once, with the sessions that came of it and the streams that it holds open.',
    answer: removed,
    refuses: ['conflict'],
    handle: ({ server, params }) => revokeKey(server, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/v1/keys',
    scope: 'admin',
    summary: 'Revokes the key of an id in the query, as DELETE /v1/keys/{id} does.',
    query: revokeKeyQuery,
    answer: removed,
    refuses: ['conflict', 'not-found'],
    async handle({ server, query: { id } }) {
      if (id !== undefined) return revokeKey(server, id);
      throw new AppError(
        'bad-request',
        'id: says which key is revoked, as DELETE /v1/keys/3 or DELETE /v1/keys?id=3. GET /v1/keys lists them.',
      );
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session',
    summary: 'Exchanges a key for the cookie of the pages.',
    scope: 'open',
    body: sessionBody,
    answer: session,
    refuses: ['key-refused', 'too-many-requests'],
    async handle({ server, body, request }) {
      const key = await keyOf(server, request, body.key);
      return jsonResponse(JSON.stringify({ ok: true }), 200, {
        'set-cookie': sessionCookie(server, key.id),
      });
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Signs the page out.',
    scope: 'open',
    answer: empty,
    handle: async () =>
      jsonResponse('{}', 200, {
        'set-cookie': 'seedloom_session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0',
      }),
  }),
];

async function revokeKey(server: Server, id: number): Promise<{ id: number }> {
  const { db } = server.context;
  const { name } = found(await readApiKey(db, id), `key ${id}`);
  if (!(await deleteApiKey(db, id))) {
    throw new AppError(
      'conflict',
      `${name} is the only key that may administer the server. Make another admin key first, or revoke the others.`,
    );
  }
  server.callers.leave(id);
  return { id };
}
