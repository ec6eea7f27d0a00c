import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Child, restartDelayMs } from './child.mjs';
import { openLogFile } from './log-file.mjs';

let folder = '';
const children: Child[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedloom-child-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop(100)));
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

test('a child that keeps dying is started ever more slowly, at most every half minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 20].map(restartDelayMs)).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('a child that dies says why on the terminal, with its last words, and starts again', async () => {
  const shown = terminal();
  const child = childOf(`process.stderr.write('no such table\\n'); process.exit(7)`);
  child.start();
  await vi.waitFor(
    () => expect(shown()).toContain('ended with exit code 7 and starts again in 1.0 s'),
    50_000,
  );
  expect(shown()).toContain('| no such table');
  expect(child.pid).toBeNull();
  await vi.waitFor(() => expect(child.deaths).toBe(2), 50_000);
});

test('a message in a JSON log is shown without the JSON', async () => {
  const line = JSON.stringify({ level: 60, msg: 'The disk is full', err: { message: 'ENOSPC' } });
  const shown = terminal();
  const child = childOf(`console.error(${JSON.stringify(line)}); process.exit(1)`);
  child.start();
  await vi.waitFor(() => expect(shown()).toContain('| The disk is full: ENOSPC'), 50_000);
});

test('a child that does not end when asked is killed, with what it started', async () => {
  const script = `process.on('SIGTERM', () => {});
    const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    console.log(pid); setInterval(() => {}, 1000);`;
  const child = childOf(script);
  child.start();
  const log = join(folder, 'child.log');
  await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toMatch(/\d+/), 50_000);
  const grandchild = Number(readFileSync(log, 'utf8'));
  await child.stop(200);
  await vi.waitFor(() => expect(() => process.kill(grandchild, 0)).toThrow('ESRCH'), 50_000);
});

test('a log stays within its bound, and what was before is kept beside it', () => {
  const path = join(folder, 'big.log');
  writeFileSync(path, 'x'.repeat(5 * 1024 * 1024 + 1));
  const log = openLogFile(path);
  log.write('new');
  log.close();
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readFileSync(`${path}.1`, 'utf8')).toHaveLength(5 * 1024 * 1024 + 1);
});

function childOf(script: string): Child {
  const plan = {
    name: 'child',
    parameters: ['--input-type=commonjs', '-e', script],
    env: process.env,
    logFile: join(folder, 'child.log'),
  };
  const child = new Child(plan, { onChange: () => undefined });
  children.push(child);
  return child;
}

function terminal(): () => string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  return () => write.mock.calls.map(([text]) => String(text)).join('');
}
