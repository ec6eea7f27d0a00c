import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { maskSecrets } from './log';
import { openSecretBox } from './secrets';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'seedloom-secrets-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

test('what is sealed opens again, also after a new start, and differs each time', () => {
  const box = openSecretBox(dataDir);
  const sealed = box.seal('sk-Grüße');
  expect(sealed).not.toContain('Grüße');
  expect(box.seal('sk-Grüße')).not.toBe(sealed);
  expect(openSecretBox(dataDir).open(sealed)).toBe('sk-Grüße');
});

test('the key file is for its owner alone, and nothing is left beside it', () => {
  openSecretBox(dataDir);
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['secret.key']);
});

test('a changed text or another key is refused with the way out', () => {
  const sealed = openSecretBox(dataDir).seal('value');
  const changed = sealed.slice(0, -4) + (sealed.endsWith('AAA=') ? 'BBB=' : 'AAA=');
  expect(() => openSecretBox(dataDir).open(changed)).toThrow(/Enter the key again/);
  rmSync(join(dataDir, 'secret.key'));
  expect(() => openSecretBox(dataDir).open(sealed)).toThrow(/Enter the key again/);
  expect(() => openSecretBox(dataDir).open('nonsense')).toThrow(/Enter the key again/);
});

test('a key file of the wrong size is left alone and named', () => {
  const path = join(dataDir, 'secret.key');
  writeFileSync(path, 'short');
  expect(() => openSecretBox(dataDir)).toThrow(/5 bytes, but must have 32/);
  expect(readFileSync(path, 'utf8')).toBe('short');
});

test('processes that start at once end with the same key', async () => {
  const script = join(dataDir, 'open.mjs');
  execFileSync(join(import.meta.dirname, '../../node_modules/.bin/esbuild'), [
    join(import.meta.dirname, 'secrets.ts'),
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--external:pino',
    '--alias:pino=node:util',
    `--outfile=${script}`,
    '--footer:js=process.stdout.write(openSecretBox(process.argv[2]).seal("same"));',
  ]);
  const shared = join(dataDir, 'shared');
  const sealed = await Promise.all(Array.from({ length: 6 }, () => outputOf(script, shared)));
  const box = openSecretBox(shared);
  for (const text of sealed) expect(box.open(text)).toBe('same');
});

function outputOf(script: string, argument: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

test('what the box gave out appears in no log line', () => {
  const box = openSecretBox(dataDir);
  const sealed = box.seal('my "odd" secret');
  box.open(sealed);
  expect(maskSecrets(JSON.stringify({ message: 'failed for my "odd" secret' }))).not.toContain('odd');
  expect(maskSecrets('Bearer sk-abcdefghijklmnop')).not.toContain('abcdef');
});
