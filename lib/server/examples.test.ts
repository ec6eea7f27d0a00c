import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exampleCode, type ExampleLanguage } from '@/lib/api/example-code';
import { routeExamples } from '@/lib/api/route-examples';
import { fakeHub } from '@/lib/runtime/hub/testing/fake-hub';
import { mock } from '@/lib/runtime/testing/test-drive';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { routes } from './route-table';
import { listen, withWorker } from './testing/listen';
import { pythonOrSkip, run } from './testing/python';
import { testServer } from './testing/test-server';

/** They look for servers on this machine or fetch a model, which a test has no business with. */
const notRun = new Set(['GET /v1/providers:discover', 'POST /v1/models:get-local']);
const examples = Object.entries(routeExamples).filter(([name]) => !notRun.has(name));

/** They depend on how far their run is by then: what they may be told is that, and how it stands. */
const tooLate = [
  ...[':pause', ':resume', ':cancel', ':stop', ':retry'],
  ...['PATCH', 'DELETE'].map((method) => `${method} /v1/projects/{project}/runs/{id}`),
  'DELETE /v1/projects/{project}/datasets/{id}',
];

test('A116 every route that is not for the pages alone has an example of its own path', () => {
  const forPages = new Set(['POST /v1/session', 'DELETE /v1/session', 'GET /v1/projects/{project}/events']);
  const named = routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !forPages.has(name));
  expect(Object.keys(routeExamples).toSorted()).toEqual(named.toSorted());
  for (const [name, { method, path }] of Object.entries(routeExamples)) {
    const pattern = name.replace(/[.$*+?()[\]|\\]/g, String.raw`\$&`).replace(/\{\w+\}/g, String.raw`\d+`);
    expect(`${method} ${path}`).toMatch(new RegExp(String.raw`^${pattern}(\?\w+=\w+)?$`));
  }
});

test('A116 the examples for curl work one after the other', async ({ skip }) => {
  if ((await run('curl', ['--version'], { withinMs: 10_000 })).code !== 0) return skip('there is no curl');
  const asked = examples.map(([name, request]) => {
    const isFile = request.gives?.type === 'file';
    const flags = `-s -w '\\n@@ ${name} %{http_code}\\n'${isFile ? '' : ' -o /dev/null'}`;
    return (origin: string) => `${exampleCode('curl', origin, request)} ${flags}`;
  });
  await expectAll('curl', 'sh', (origin) => asked.map((one) => one(origin)).join('\n'));
});

test('A116 the examples for Python work one after the other', async ({ skip }) => {
  const python = await pythonOrSkip('the Python examples of the API', skip);
  await expectAll('python', python, (origin) =>
    ['import requests']
      .concat(
        examples.map(([name, request]) =>
          [
            'try:',
            ...exampleCode('python', origin, request)
              .split('\n')
              .map((line) => `    ${line}`),
            `    print("@@ ${name}", response.status_code)`,
            'except requests.HTTPError as error:',
            `    print("@@ ${name}", error.response.status_code)`,
          ].join('\n'),
        ),
      )
      .join('\n'),
  );
}, 90_000);

test('A116 the examples for TypeScript work one after the other', async () => {
  const blocks = (origin: string) =>
    examples.map(([name, request]) => {
      const code = exampleCode('typescript', origin, request).replace(/^import .*$/m, '');
      return `try { ${code}\nconsole.log('@@ ${name}', response.status); } catch (error) { console.log('@@ ${name}', String(error)); }`;
    });
  const imports = `import { readFile, writeFile } from 'node:fs/promises';`;
  await expectAll('typescript', process.execPath, async (origin) => {
    const { code } = await transform([imports, ...blocks(origin)].join('\n'), {
      loader: 'ts',
      format: 'esm',
    });
    return code;
  });
});

/** Runs the examples of a language as one script against a new server, in a folder with the files that they send. */
async function expectAll(
  language: ExampleLanguage,
  program: string,
  scriptOf: (origin: string) => string | Promise<string>,
): Promise<void> {
  // In the place of the local model.
  const model = await mock();
  const hub = await fakeHub(null, { owners: ['maria'] });
  const api = await testServer({
    SEEDLOOM_MODEL_SERVER_URL: new URL(model.url).origin,
    HF_ENDPOINT: hub.url,
    HF_TOKEN: 'hf_of_a_test',
  });
  const { body } = await api.call('POST', '/v1/keys', { body: { name: 'first' } });
  const headers = { 'x-api-key': z.string().parse(body['key']) };
  await api.call('POST', '/v1/keys', { body: { name: 'second' }, headers });
  const folder = temporaryDirectory();
  for (const [, { file }] of examples) if (file) writeFileSync(join(folder, file.name), file.text);
  const script = join(folder, { curl: 'all.sh', python: 'all.py', typescript: 'all.mjs' }[language]);
  writeFileSync(script, await scriptOf(await listen(api)));
  const env = { SEEDLOOM_API_KEY: z.string().parse(body['key']) };
  const ended = await withWorker(api, run(program, [script], { withinMs: 90_000, env, folder }));
  const outcomes = new Map(
    [...ended.said.matchAll(/^@@ (\S+ \S+) (.*)$/gm)].map(([, name = '', outcome = '']) => [name, outcome]),
  );
  const failed = examples.filter(([name]) => {
    const outcome = outcomes.get(name) ?? 'nothing';
    return !(
      /^20\d$/.test(outcome) ||
      (tooLate.some((part) => name.includes(part)) && /409|wrong-state/.test(outcome))
    );
  });
  expect(
    failed.map(([name]) => `${name}: ${outcomes.get(name)}`),
    `${ended.code} ${ended.said.slice(-2000)}`,
  ).toEqual([]);
}
