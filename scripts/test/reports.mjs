// @ts-check
import { readFile } from 'node:fs/promises';

/**
 * How many tests passed and failed.
 * @typedef {{ passed: number, failed: number }} Count
 */

/**
 * Counts the tests in a report of Vitest (JSON). A file that could not even be loaded is one failed test.
 * @param {string} path
 * @returns {Promise<Count>}
 */
export async function countVitest(path) {
  const report = await readReport(path);
  if (report === null) return { passed: 0, failed: 0 };
  const unloaded = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/**
 * Counts the tests in a report of Playwright (JSON).
 * @param {string} path
 * @returns {Promise<Count>}
 */
export async function countPlaywright(path) {
  const report = await readReport(path);
  if (report === null) return { passed: 0, failed: 0 };
  const { expected, flaky, unexpected } = report.stats;
  return { passed: expected + flaky, failed: unexpected };
}

/** @param {string} path */
async function readReport(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null; // it ended before it could report; its exit code counts
  }
}
