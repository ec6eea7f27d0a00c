import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLock, takeLock } from './lock.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedloom-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a lock is held by one, and tells the others its facts', async () => {
  const path = join(folder, 'lock');
  const first = await takeLock(path, { url: 'http://here' });
  expect(first.ok).toBe(true);
  const second = await takeLock(path, {});
  expect(second).toMatchObject({ ok: false, holder: { pid: process.pid, url: 'http://here' } });
});

test('what was released can be taken again', async () => {
  const path = join(folder, 'lock');
  const first = await takeLock(path, {});
  if (first.ok) await first.release();
  expect(await readLock(path)).toBeNull();
  expect((await takeLock(path, {})).ok).toBe(true);
});

test('new facts take the place of the old ones', async () => {
  const path = join(folder, 'lock');
  const lock = await takeLock(path, {});
  if (lock.ok) await lock.update({ url: 'http://there' });
  expect(await readLock(path)).toMatchObject({ pid: process.pid, url: 'http://there' });
});

test('many updates at once leave a whole file with the last of them', async () => {
  const path = join(folder, 'lock');
  const lock = await takeLock(path, {});
  if (!lock.ok) throw new Error('The lock is free.');
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => lock.update({ n, padding: 'x'.repeat((n * 37) % 400) })),
  );
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ n: 39 });
});

test('the lock of a process that was killed is taken over', async () => {
  const path = join(folder, 'lock');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(path, JSON.stringify({ pid: dead, born: 'long ago' }));
  expect((await takeLock(path, {})).ok).toBe(true);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
});

test('a process that has the number of a dead holder by chance holds nothing', async () => {
  const path = join(folder, 'lock');
  writeFileSync(path, JSON.stringify({ pid: process.pid, born: 'another birth' }));
  expect((await takeLock(path, {})).ok).toBe(true);
});

test('of several processes at a stale lock exactly one gets it', async () => {
  const path = join(folder, 'lock');
  writeFileSync(path, JSON.stringify({ pid: 2 ** 30, born: '' }));
  const script = `import { takeLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)};
    const lock = await takeLock(${JSON.stringify(path)}, {});
    process.stdout.write(lock.ok ? 'taken\\n' : 'refused\\n');
    process.stdin.resume();`;
  const children = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module', '-e', script]));
  const answers = await Promise.all(
    children.map(
      (child) => new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim()))),
    ),
  );
  for (const child of children) child.kill();
  expect(answers.sort()).toEqual(['refused', 'refused', 'taken']);
});
