import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '@/lib/runtime/config';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { driveNext, echoRecipe } from './testing/drive';
import { listen } from './testing/listen';
import { pythonOrSkip, run } from './testing/python';
import { testServer } from './testing/test-server';

/** What an answer may not be: a fault of the server, or other than the description has it. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** They look for servers on this machine or anywhere, have an answer without an end, or would take the key that is used. */
const notAsked = [
  '/v1/providers:discover',
  '/v1/providers:test',
  '/v1/models:get-local',
  '/v1/projects/{project}/events',
  '/v1/keys/{id}',
];

test('A117 schemathesis finds no answer that the description does not have', async ({ skip }) => {
  const python = await pythonOrSkip('the API by schemathesis', skip);
  // Nothing is pushed anywhere, whatever a token looks like.
  const api = await testServer({ HF_ENDPOINT: 'http://127.0.0.1:9' });
  await api.call('POST', '/v1/projects/1/runs', { body: { yaml: echoRecipe } });
  await driveNext(api.server);
  const { body: made } = await api.call('POST', '/v1/keys', { body: {} });
  const key = z.string().parse(made['key']);
  const folder = temporaryDirectory();
  // There is one project, and requests that name another end there.
  writeFileSync(join(folder, 'schemathesis.toml'), '[parameters]\nproject = 1\n');
  const examples = readConfig().environment('SEEDLOOM_SCHEMATHESIS_EXAMPLES');
  const words = [
    ...['-m', 'schemathesis.cli', 'run', `${await listen(api)}/v1/openapi.json`],
    ...['--phases', examples === undefined ? 'fuzzing' : 'coverage,fuzzing'],
    ...['--max-examples', examples ?? '2'],
    ...['--checks', checks.join(','), '--generation-deterministic', '--suppress-health-check', 'all'],
    ...notAsked.flatMap((path) => ['--exclude-path', path]),
    ...['--header', `X-API-Key: ${key}`, '--request-timeout', '10', '--no-color'],
  ];
  const { code, said } = await run(python, words, { withinMs: 900_000, folder });
  expect([code, said.includes('Fuzzing')], said.slice(-3000)).toEqual([0, true]);
}, 960_000);
