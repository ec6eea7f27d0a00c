import { randomBytes } from 'node:crypto';
import { empty, pageQuery } from '@/lib/api/common';
import { apiKeyList, createdKey, createKeyBody, removed, session, sessionBody } from '@/lib/api/model-wire';
import { deleteApiKey, findApiKey, hasApiKeys, insertApiKey, listApiKeys } from '@/lib/store/api-keys';
import { AppError } from '@/lib/util/app-error';
import { jsonResponse } from '../answer';
import { apiKeyDto } from '../dto/provider-dto';
import { route } from '../route';
import { sessionCookie } from '../session';

export const keyRoutes = [
  route({
    method: 'GET',
    path: '/v1/keys',
    summary: 'The keys of this server, without the keys themselves.',
    query: pageQuery,
    answer: apiKeyList,
    handle: async ({ server }) => ({
      data: (await listApiKeys(server.context.db)).map(apiKeyDto),
      next_cursor: null,
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/keys',
    summary:
      'Makes a key, which is shown this once. The first one signs the page in, since it is needed from now on.',
    body: createKeyBody,
    answer: createdKey,
    status: 201,
    async handle({ server, body }) {
      const { db } = server.context;
      const isFirst = !(await hasApiKeys(db));
      const key = `sl-${randomBytes(24).toString('base64url')}`;
      const stored = await insertApiKey(db, { name: body.name, key, nowMs: server.now() });
      const headers: Record<string, string> = isFirst
        ? { 'set-cookie': sessionCookie(server, stored.id) }
        : {};
      return jsonResponse(JSON.stringify({ ...apiKeyDto(stored), key }), 201, headers);
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/keys/{id}',
    summary: 'Revokes a key with the sessions that came of it.',
    answer: removed,
    async handle({ server, params }) {
      if (!(await deleteApiKey(server.context.db, params.id))) {
        throw new AppError('not-found', `There is no key ${params.id}.`);
      }
      return { id: params.id };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session',
    summary: 'Exchanges a key for the cookie of the pages.',
    access: 'open',
    body: sessionBody,
    answer: session,
    async handle({ server, body }) {
      const key = await findApiKey(server.context.db, body.key);
      if (!key) throw new AppError('key-refused', 'The API key is not valid here.');
      return jsonResponse(JSON.stringify({ ok: true }), 200, {
        'set-cookie': sessionCookie(server, key.id),
      });
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Signs the page out.',
    access: 'open',
    answer: empty,
    handle: async () =>
      jsonResponse('{}', 200, {
        'set-cookie': 'seedloom_session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0',
      }),
  }),
];
