import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { countPlaywright, countVitest } from './reports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'seedloom-reports-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('tests are counted, and a file that could not be loaded is a failed one', async () => {
  const path = write({
    numPassedTests: 7,
    numFailedTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  });
  expect(await countVitest(path)).toEqual({ passed: 7, failed: 2 });
});

test('a story that passed at the second try has passed', async () => {
  const path = write({ stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 0 } });
  expect(await countPlaywright(path)).toEqual({ passed: 6, failed: 2 });
});

test('a report that was never written counts nothing', async () => {
  expect(await countVitest(join(folder, 'absent.json'))).toEqual({ passed: 0, failed: 0 });
});

function write(report: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}
