import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { isLoopback, readOptions } from './options.mjs';

test('without flags and variables the studio is for this machine alone', () => {
  expect(readOptions([], {})).toEqual({
    ok: true,
    options: {
      port: 3000,
      host: '127.0.0.1',
      dataDir: `${homedir()}/.seedloom`,
      model: true,
      modelFile: null,
      modelServerPort: null,
      modelServerUrl: null,
      dev: false,
      help: false,
    },
  });
});

test('flags win over variables', () => {
  const variables = { SEEDLOOM_PORT: '4000', SEEDLOOM_HOST: '0.0.0.0', SEEDLOOM_DATA_DIR: '/data' };
  expect(readOptions([], variables)).toMatchObject({
    options: { port: 4000, host: '0.0.0.0', dataDir: '/data' },
  });
  expect(
    readOptions(['--port=5000', '--host', 'localhost', '--data-dir', '/other'], variables),
  ).toMatchObject({
    options: { port: 5000, host: 'localhost', dataDir: '/other' },
  });
});

test('an empty variable counts as unset', () => {
  expect(readOptions([], { SEEDLOOM_PORT: ' ', SEEDLOOM_DATA_DIR: '' })).toMatchObject({
    options: { port: 3000, dataDir: `${homedir()}/.seedloom` },
  });
});

test.each([
  [['--no-model'], {}, false],
  [[], { SEEDLOOM_NO_MODEL: '1' }, false],
  [[], { SEEDLOOM_NO_MODEL: 'true' }, false],
  [[], { SEEDLOOM_NO_MODEL: '0' }, true],
])('%j with %j: the local model is wanted: %s', (flags, variables, model) => {
  expect(readOptions(flags, variables)).toMatchObject({ options: { model } });
});

test.each([
  [
    ['--port', 'abc'],
    {},
    '--port is "abc", but must be a whole number from 1 to 65535, or 0 for any free port.',
  ],
  [['--port', '65536'], {}, '--port is "65536"'],
  [['--port=-1'], {}, '--port is "-1"'],
  [[], { SEEDLOOM_PORT: '3.5' }, 'SEEDLOOM_PORT is "3.5"'],
  [[], { SEEDLOOM_HOST: 'a b' }, 'SEEDLOOM_HOST is "a b", but must be a host name'],
  [[], { SEEDLOOM_NO_MODEL: 'maybe' }, 'SEEDLOOM_NO_MODEL is "maybe"'],
  [['--prot', '1'], {}, "Unknown option '--prot'"],
])('%j with %j is refused by name', (flags, variables, words) => {
  const read = readOptions(flags, variables);
  expect(read.ok).toBe(false);
  expect(read.ok ? '' : read.problems.join('\n')).toContain(words);
});

test('all that is wrong is said at once', () => {
  const read = readOptions(['--port', 'x', '--host', 'a b'], { SEEDLOOM_NO_MODEL: 'maybe' });
  expect(read.ok ? [] : read.problems).toHaveLength(3);
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['192.168.0.7', false],
  ['studio.example', false],
])('%s is reached by this machine alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
