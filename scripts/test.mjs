// @ts-check
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeProblem } from './setup/node-version.mjs';
import { endCommandsWithProcess, nodeCommand, root, runCommand, stepBack } from './setup/run-command.mjs';
import { setUp } from './setup/setup.mjs';
import { phase, say, seconds } from './setup/terminal.mjs';
import { readPlaywright, readVitest } from './test/reports.mjs';

/**
 * One part of the whole check. It goes on after a part that failed, so that one run shows all there is to mend.
 * @typedef {object} Step
 * @property {string} name
 * @property {(() => string[])[]} commands run one after the other until one fails
 * @property {NodeJS.ProcessEnv} [env]
 * @property {() => Promise<import('./test/reports.mjs').Outcome>} [outcome] of its tests; else the step itself
 *   counts when it fails
 * @property {boolean} [stepsBack] others come first
 * @property {string} [needs] a step without which this one can't be run
 */

const unitReport = join(root, 'test-results', 'unit.json');
const e2eReport = join(root, 'test-results', 'e2e.json');

/** @type {Step[]} hardly use more than one core each, so two run at once; the longest is first */
const readings = [
  { name: 'build', commands: [() => [process.execPath, join(root, 'scripts/build.mjs')]] },
  {
    name: 'typecheck',
    stepsBack: true,
    commands: [() => nodeCommand('typescript-native/bin/tsc', '--noEmit')],
  },
  { name: 'lint', stepsBack: true, commands: [() => nodeCommand('oxlint/bin/oxlint')] },
  { name: 'format', stepsBack: true, commands: [() => nodeCommand('oxfmt/bin/oxfmt', '--check', '.')] },
  { name: 'arch', stepsBack: true, commands: [() => [process.execPath, join(root, 'scripts/arch.mjs')]] },
  { name: 'unused', stepsBack: true, commands: [() => nodeCommand('knip/bin/knip.js')] },
];

/** @type {Step[]} use all the cores, one after the other */
const trials = [
  {
    name: 'unit',
    commands: [
      () =>
        nodeCommand(
          'vitest/vitest.mjs',
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${unitReport}`,
        ),
    ],
    env: { NODE_ENV: 'test' },
    outcome: () => readVitest(unitReport),
  },
  {
    name: 'e2e',
    commands: [() => nodeCommand('@playwright/test/cli.js', 'test', '--reporter=list,json')],
    env: { NODE_ENV: 'test', PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    outcome: () => readPlaywright(e2eReport),
    needs: 'build',
  },
];

const problem = nodeProblem(process.versions.node);
if (problem !== null) {
  say(problem);
  process.exit(1);
}
const interruption = endCommandsWithProcess();
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');
const wanted = (/** @type {Step} */ { name }) => only?.includes(name) ?? true;
await test(readings.filter(wanted), trials.filter(wanted));

/**
 * @param {Step[]} wantedReadings
 * @param {Step[]} wantedTrials
 */
async function test(wantedReadings, wantedTrials) {
  const startedAt = performance.now();
  let passed = 0;
  let failed = 0;
  /** @type {string[]} */
  const broken = [];
  /** @type {string[]} said once more at the end, where whoever reads only the last lines finds them */
  const failures = [];
  try {
    // The build compiles the module beside itself.
    await setUp({ module: !wantedReadings.some(({ name }) => name === 'build'), build: false });
    await rm(join(root, 'test-results'), { recursive: true, force: true });
    if (wantedReadings.length > 0) {
      // Not beside the build, which writes them too.
      await phase('Writing the types of the routes', () =>
        runCommand(nodeCommand('next/dist/bin/next', 'typegen')),
      );
    }
    const waiting = [...wantedReadings];
    // What is fetched is mostly waited for, so that the readings hardly notice.
    await Promise.all([readOn(waiting), readOn(waiting), fetchForTrials(wantedTrials)]);
    for (const step of wantedTrials) await take(step, false);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    failed += 1;
    broken.push('set-up');
  }
  if (interruption.aborted) {
    failed += 1;
    broken.push('interrupted');
  }
  if (broken.length > 0) say(['', `Failed: ${broken.join(', ')}`, ...failures].join('\n'));
  say(`Took ${seconds(performance.now() - startedAt)}`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;

  /** @param {Step[]} waiting is emptied, by another lane too */
  async function readOn(waiting) {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await take(step, true);
  }

  /**
   * @param {Step} step
   * @param {boolean} isBesideOthers what it prints is shown when it has ended
   */
  async function take(step, isBesideOthers) {
    if (interruption.aborted) return;
    if (step.needs !== undefined && broken.includes(step.needs)) {
      say(`\n── ${step.name}: not run, since ${step.needs} failed`);
      failed += 1;
      broken.push(step.name);
      return;
    }
    const stepStartedAt = performance.now();
    if (!isBesideOthers) say(`\n── ${step.name}`);
    const { isFine, output } = await runStep(step, isBesideOthers);
    const outcome = (await step.outcome?.()) ?? { passed: 0, failures: [] };
    passed += outcome.passed;
    // A step may fail without a failed test, such as by an error outside of all tests.
    failed += isFine ? 0 : Math.max(1, outcome.failures.length);
    failures.push(...outcome.failures);
    if (!isFine) broken.push(step.name);
    if (isBesideOthers) say(`\n── ${step.name}\n${output}`);
    say(`── ${step.name}: ${isFine ? 'fine' : 'FAILED'} in ${seconds(performance.now() - stepStartedAt)}`);
  }
}

/**
 * What the tests need beside packages: the real model, a real browser, a Python with its packages.
 * @param {Step[]} wantedTrials
 */
async function fetchForTrials(wantedTrials) {
  const names = wantedTrials.map(({ name }) => name);
  if (names.includes('unit') || names.includes('e2e')) {
    const { modelFileForTests } = await import('./test/model-file.mjs');
    process.env['SEEDLOOM_MODEL_FILE'] = await modelFileForTests();
  }
  if (names.includes('unit')) {
    const { pythonForTests } = await import('./test/python.mjs');
    const python = await pythonForTests(240_000);
    if ('missing' in python) say(python.missing);
  }
  if (names.includes('e2e')) {
    const { findChromium } = await import('./test/chromium.mjs');
    const path = await findChromium();
    if (path !== null) process.env['CHROME_PATH'] = path;
  }
}

/**
 * @param {Step} step
 * @param {boolean} isKept its output is given back and not shown
 * @returns {Promise<{ isFine: boolean, output: string }>}
 */
async function runStep({ commands, env, stepsBack }, isKept) {
  let output = '';
  for (const command of commands) {
    const [program = '', ...parameters] = command();
    const child = spawn(program, parameters, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', isKept ? 'pipe' : 'inherit', isKept ? 'pipe' : 'inherit'],
      signal: interruption,
    });
    // The build waits for a compiler that uses one core: what is beside it fills the other.
    if (stepsBack === true) stepBack(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    const code = await new Promise((resolve) => {
      child.on('error', (error) => {
        say(error.message);
        resolve(1);
      });
      child.on('close', resolve);
    });
    if (code !== 0) return { isFine: false, output };
  }
  return { isFine: true, output };
}
