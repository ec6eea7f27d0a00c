import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlaywright, readVitest } from './reports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'seedloom-reports-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('tests are counted, those that failed are named, and a file that could not be loaded is one of them', async () => {
  const passed = { status: 'passed', fullName: 'b', failureMessages: [] };
  const failed = {
    status: 'failed',
    fullName: 'sums',
    failureMessages: ['AssertionError: 1 is not 2\n  at x'],
  };
  const path = write({
    numPassedTests: 7,
    testResults: [
      { name: join(process.cwd(), 'lib/a.test.ts'), status: 'failed', assertionResults: [failed, passed] },
      { name: join(process.cwd(), 'lib/b.test.ts'), status: 'failed', message: '', assertionResults: [] },
      { name: join(process.cwd(), 'lib/c.test.ts'), status: 'passed', assertionResults: [passed] },
    ],
  });
  expect(await readVitest(path)).toEqual({
    passed: 7,
    failures: ['lib/a.test.ts › sums: AssertionError: 1 is not 2', 'lib/b.test.ts › could not be loaded'],
  });
});

test('a story that passed at the second try has passed', async () => {
  const spec = (title: string, status: string, errors: string[]) => ({
    file: 'run.spec.ts',
    line: 9,
    title,
    tests: [{ status, results: errors.map((message) => ({ error: { message } })) }],
  });
  const path = write({
    stats: { expected: 5, flaky: 1, unexpected: 1, skipped: 0 },
    suites: [
      {
        specs: [spec('is slow', 'flaky', ['late']), spec('runs', 'expected', [])],
        suites: [{ specs: [spec('ends', 'unexpected', ['first', 'second\nmore'])] }],
      },
    ],
  });
  expect(await readPlaywright(path)).toEqual({
    passed: 6,
    failures: ['e2e/run.spec.ts:9 › ends: second'],
  });
});

test('a report that was never written says nothing', async () => {
  expect(await readVitest(join(folder, 'absent.json'))).toEqual({ passed: 0, failures: [] });
});

function write(report: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}
