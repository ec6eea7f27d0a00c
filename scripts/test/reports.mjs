// @ts-check
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { root } from '../setup/run-command.mjs';

/**
 * How many tests passed, and those that failed: where each stands, its name, and the first line of its error.
 * @typedef {{ passed: number, failures: string[] }} Outcome
 */

/** @type {Outcome} what a step says that ended before it could report; its exit code counts then */
const nothing = { passed: 0, failures: [] };

/**
 * The outcome in a report of Vitest (JSON). A file that could not even be loaded is one failed test.
 * @param {string} path
 * @returns {Promise<Outcome>}
 */
export async function readVitest(path) {
  const report = await readReport(path);
  if (report === null) return nothing;
  /** @type {string[]} */
  const failures = [];
  for (const { name, status, message, assertionResults } of report.testResults) {
    const place = relative(root, name);
    const failed = assertionResults.filter(
      (/** @type {{ status: string }} */ test) => test.status === 'failed',
    );
    for (const test of failed) failures.push(failure(place, test.fullName, test.failureMessages[0]));
    if (status === 'failed' && failed.length === 0)
      failures.push(failure(place, 'could not be loaded', message));
  }
  return { passed: report.numPassedTests, failures };
}

/**
 * The outcome in a report of Playwright (JSON). A test that passed at its second try has passed.
 * @param {string} path
 * @returns {Promise<Outcome>}
 */
export async function readPlaywright(path) {
  const report = await readReport(path);
  if (report === null) return nothing;
  /** @type {{ expected: number, flaky: number }} */
  const { expected, flaky } = report.stats;
  return { passed: expected + flaky, failures: report.suites.flatMap(failuresOf) };
}

/**
 * @param {{ suites?: any[], specs?: any[] }} suite
 * @returns {string[]}
 */
function failuresOf({ suites = [], specs = [] }) {
  const failed = specs.filter(({ tests }) =>
    tests.some((/** @type {any} */ test) => test.status === 'unexpected'),
  );
  return [
    ...failed.map(({ file, line, title, tests }) =>
      failure(`e2e/${file}:${line}`, title, tests[0].results.at(-1)?.error?.message),
    ),
    ...suites.flatMap(failuresOf),
  ];
}

/**
 * @param {string} place
 * @param {string} name
 * @param {string | undefined} message
 */
function failure(place, name, message = '') {
  const [firstLine = ''] = message.trim().split('\n');
  return firstLine === '' ? `${place} › ${name}` : `${place} › ${name}: ${firstLine}`;
}

/** @param {string} path */
async function readReport(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
