import { expect, test } from 'vitest';
import { routes } from './route-table';
import { testServer } from './testing/test-server';

test('A8 the description holds every route with its parameters and schemas', async () => {
  const { call } = await testServer();
  const { status, body } = await call('GET', '/api/v1/openapi.json');
  expect(status).toBe(200);
  expect(body['openapi']).toBe('3.1.0');
  const described = Object.entries(body['paths'] ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const mounted = routes.map(({ method, path }) => `${method} ${path}`);
  expect(described.toSorted()).toEqual(mounted.filter((name) => !name.endsWith('openapi.json')).toSorted());
  const rows = body['paths']?.['/v1/projects/{project}/datasets/{id}/rows']?.['get'];
  expect(rows?.['parameters']).toContainEqual(expect.objectContaining({ name: 'from_index', in: 'query' }));
});
