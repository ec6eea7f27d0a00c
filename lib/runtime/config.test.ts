import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '@/lib/util/app-error';
import { configVariables, readConfig } from './config';

test('nothing set: the defaults', () => {
  expect(readConfig({}, {})).toMatchObject({
    dataDir: join(homedir(), '.seedloom'),
    host: '127.0.0.1',
    port: 3000,
    modelServerUrl: 'http://127.0.0.1:3001',
    logLevel: 'info',
  });
});

test('a flag wins over its variable, and the model server follows the port', () => {
  const config = readConfig(
    { port: '4100', dataDir: '/tmp/a' },
    { SEEDLOOM_PORT: '5000', SEEDLOOM_DATA_DIR: '/tmp/b' },
  );
  expect(config).toMatchObject({ port: 4100, dataDir: '/tmp/a', modelServerUrl: 'http://127.0.0.1:4101' });
});

test('an empty variable counts as unset', () => {
  const config = readConfig({}, { SEEDLOOM_PORT: ' ', OPENAI_API_KEY: '', HF_TOKEN: ' hf ' });
  expect(config.port).toBe(3000);
  expect(config.environment('OPENAI_API_KEY')).toBeUndefined();
  expect(config.environment('HF_TOKEN')).toBe('hf');
});

test.each([
  ['SEEDLOOM_PORT', 'abc'],
  ['SEEDLOOM_PORT', '-1'],
  ['SEEDLOOM_MODEL_SERVER_PORT', '0'],
  ['SEEDLOOM_PORT', '65536'],
  ['SEEDLOOM_PORT', '3000.5'],
  ['SEEDLOOM_HOST', 'http://here'],
  ['SEEDLOOM_MODEL_SERVER_URL', 'localhost:3001'],
  ['SEEDLOOM_LOG_LEVEL', 'loud'],
  ['SEEDLOOM_MAX_BODY_MB', '-1'],
])('%s=%s is refused by name and value', (name, value) => {
  const message = messageOf(() => readConfig({}, { [name]: value }));
  expect(message).toContain(`${name} is "${value}", but must be `);
  expect(message).toContain('unset it');
});

test('a wrong flag is named as the flag', () => {
  expect(messageOf(() => readConfig({ port: 'x' }, {}))).toContain('--port is "x"');
});

test('every variable says what it is for', () => {
  for (const variable of configVariables) expect(variable.description).not.toBe('');
});

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was accepted');
}
