import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { createModelDownload } from './model-download';

/** A busy machine takes its time to start a program. */
const waited = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

/** A program that says these lines, then waits for its stdin to end or ends at once. */
function program(lines: readonly object[], waits = false): string {
  const path = join(temporaryDirectory(), 'program.mjs');
  const said = lines.map((line) => `console.log(${JSON.stringify(JSON.stringify(line))});`).join('\n');
  writeFileSync(path, `${said}\n${waits ? 'process.stdin.resume();' : 'process.exit(0);'}`);
  return path;
}

test('A133 a download tells how far it is, and begins once however often it is asked for', async () => {
  const download = createModelDownload(
    'folder',
    program([{ progress: '12 of 98 MB' }, { done: true }], true),
  );
  expect(download.state()).toEqual({ status: 'none' });
  download.start();
  download.start();
  await waited(() => expect(download.state()).toEqual({ status: 'running', progress: '12 of 98 MB' }));
  download.close();
  await waited(() => expect(download.state()).toEqual({ status: 'none' }));
});

test.each([
  ['that says why', [{ problem: 'status 403' }], 'status 403'],
  ['that says nothing', [], 'the download ended without a word'],
])('A133 a download that fails, one %s, can be begun again', async (_, lines, problem) => {
  const download = createModelDownload('folder', program(lines));
  for (let round = 0; round < 2; round += 1) {
    download.start();
    expect(download.state()).toMatchObject({ status: 'running' });
    await waited(() => expect(download.state()).toEqual({ status: 'failed', problem }));
  }
});
