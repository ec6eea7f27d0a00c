// @ts-check
import { access, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { takeLock } from '../start/lock.mjs';
import { hashOf, hasStamp, installInputs, setStamp } from './stamps.mjs';
import { CommandFailure, nodeCommand, npmCommand, root, runCommand } from './run-command.mjs';
import { phase, say } from './terminal.mjs';

/** What the built application is made from. */
const sources = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'proxy.ts',
  'package.json',
  'package-lock.json',
  'prisma.config.ts',
  'scripts/setup',
  'tsconfig.json',
];

/**
 * One thing to be made once and again when what it is made from has changed.
 * @typedef {object} Step
 * @property {import('./stamps.mjs').StampName} stamp
 * @property {() => Promise<string>} inputs a hash of what it is made from
 * @property {() => Promise<boolean>} isThere
 * @property {(signal: AbortSignal) => Promise<unknown>} make
 */

/**
 * Brings the clone to where it can run: packages, the generated database client, the database module, the build. Does
 * only what isn't done yet and needs nothing but Node and npm, and a compiler where the module isn't to be had compiled.
 * @param {{ module: boolean, build: boolean }} wanted the module is for what opens a database
 * @returns {Promise<{ didWork: boolean }>}
 */
export async function setUp({ module, build }) {
  /** @type {Promise<() => Promise<void>> | undefined} */
  let lock;
  /** @type {Error | undefined} the first, which ends what goes on beside it */
  let failure;
  const failed = new AbortController();
  /** @param {Step} step */
  const bring = async ({ stamp, inputs, isThere, make }) => {
    const isMade = async () => hasStamp(stamp, await inputs()) && (await isThere());
    if (await isMade()) return;
    await (lock ??= lockClone());
    // By the one that held the clone, perhaps.
    if (await isMade()) return;
    const value = await inputs();
    setStamp(stamp, null);
    await make(failed.signal);
    setStamp(stamp, value);
  };
  /** @param {readonly Step[]} steps one after the other */
  const bringAll = async (steps) => {
    try {
      for (const step of steps) {
        if (failure === undefined) await bring(step);
      }
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error), { cause: error });
      failed.abort();
    }
  };
  try {
    await bringAll([packages]);
    // The module is one large file for one core to compile; what else there is to do goes on beside it.
    await Promise.all([
      bringAll(module ? [databaseModule] : []),
      bringAll(build ? [databaseClient, application] : [databaseClient]),
    ]);
  } finally {
    await (
      await lock
    )?.();
  }
  if (failure !== undefined) throw failure;
  return { didWork: lock !== undefined };
}

/** Two set-ups in one clone would write over each other: the second waits. */
async function lockClone() {
  const path = join(root, '.seedloom-setup.lock');
  let hasSaid = false;
  for (;;) {
    const lock = await takeLock(path, {});
    if (lock.ok) return () => lock.release();
    if (!hasSaid) say(`Process ${lock.holder.pid} is already setting up this folder. Waiting for it.`);
    hasSaid = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** @type {Step} */
const packages = {
  stamp: 'install',
  inputs: installInputs,
  isThere: () => exists('node_modules/.package-lock.json'),
  async make(signal) {
    if (await isInstalledByHand()) return;
    // Their own scripts are left out: one of them is needed (below), others fetch programs that aren't.
    const command = npmCommand('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund');
    await phase('Installing packages', () => runCommand(command, { signal }));
  },
};

/** True when npm has been here already and what it installed is what the lock file wants. */
async function isInstalledByHand() {
  try {
    const installed = JSON.parse(
      await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8'),
    ).packages;
    const wanted = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')).packages;
    for (const [path, entry] of Object.entries(wanted)) {
      if (path === '' || entry.optional === true || entry.link === true) continue;
      if (entry.version !== undefined && installed[path]?.version !== entry.version) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** @type {Step} SQLite with its binding, for this very Node: downloaded, else compiled */
const databaseModule = {
  stamp: 'module',
  inputs: installInputs,
  isThere: () => exists('node_modules/better-sqlite3/build/Release/better_sqlite3.node'),
  async make(signal) {
    const probe = 'new (require("better-sqlite3"))(":memory:").close()';
    const isMadeByHand = await runCommand([process.execPath, '-e', probe], { signal }).then(
      () => true,
      () => false,
    );
    if (isMadeByHand) return;
    const nodedir = await headersFolder();
    /** @type {NodeJS.ProcessEnv} */
    const env = {
      ...process.env,
      // node-gyp compiles one file after the other unless told: SQLite and its binding are two large ones.
      JOBS: process.env['JOBS'] ?? 'max',
    };
    if (nodedir !== null) env['npm_config_nodedir'] = nodedir;
    try {
      await phase('Compiling the database module', () =>
        runCommand(npmCommand('rebuild', 'better-sqlite3'), { env, signal }),
      );
    } catch (error) {
      if (!(error instanceof CommandFailure) || signal.aborted) throw error;
      throw new CommandFailure(
        `${error.message}\n\nThe database module could neither be downloaded nor compiled. Compiling it needs Python 3, make and a C++ compiler (Debian, Ubuntu: apt-get install python3 make g++; macOS: xcode-select --install).`,
      );
    }
  },
};

/**
 * Where this Node's own headers are, unless npm knows of fitting ones. Without either it would download them to
 * compile native modules, which not every machine can.
 */
async function headersFolder() {
  if (process.env['npm_config_nodedir']) return null;
  const told = (await runCommand(npmCommand('config', 'get', 'nodedir')).catch(() => '')).trim();
  if (await hasFittingHeaders(told)) return null;
  const own = dirname(dirname(process.execPath));
  return (await hasFittingHeaders(own)) ? own : null;
}

/** @param {string} folder */
async function hasFittingHeaders(folder) {
  const header = await readFile(join(folder, 'include/node/node_version.h'), 'utf8').catch(() => '');
  return /#define NODE_MAJOR_VERSION (\d+)/.exec(header)?.[1] === process.versions.node.split('.')[0];
}

/** @type {Step} */
const databaseClient = {
  stamp: 'generate',
  inputs: async () =>
    `${await hashOf(['prisma/schema.prisma', 'prisma.config.ts'])} ${await installInputs()}`,
  isThere: () => exists('prisma/generated'),
  make: (signal) =>
    phase('Generating the database client', () =>
      runCommand(nodeCommand('prisma/build/index.js', 'generate'), { signal }),
    ),
};

/** @type {Step} */
const application = {
  stamp: 'build',
  inputs: () =>
    hashOf(sources, (path) => !/\.test\.tsx?$/.test(path) && !path.startsWith('prisma/generated/')),
  isThere: async () => (await exists('.next/BUILD_ID')) && (await exists('dist/worker.js')),
  async make(signal) {
    await mkdir(join(root, 'dist'), { recursive: true });
    const { bundleEntries } = await import('./bundle.mjs');
    await phase('Bundling the worker, the command line and the model server', bundleEntries);
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
    const command = nodeCommand('next/dist/bin/next', 'build');
    // The module is compiled by one core, and who waits for both waits for that longest.
    await phase('Building the pages', () => runCommand(command, { env, signal, stepsBack: true }));
  },
};

/** @param {string} path */
async function exists(path) {
  return access(join(root, path)).then(
    () => true,
    () => false,
  );
}
