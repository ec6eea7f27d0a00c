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
 * Brings the clone to where it can run: packages, the generated database client, the build. Does only what
 * isn't done yet and needs nothing but Node and npm.
 * @param {{ build: boolean }} wanted
 * @returns {Promise<{ didWork: boolean }>}
 */
export async function setUp({ build }) {
  const steps = [
    { stamp: /** @type {const} */ ('install'), inputs: installInputs, isThere: isInstalled, make: install },
    {
      stamp: /** @type {const} */ ('generate'),
      inputs: generateInputs,
      isThere: isGenerated,
      make: generate,
    },
    ...(build
      ? [{ stamp: /** @type {const} */ ('build'), inputs: buildInputs, isThere: isBuilt, make: buildAll }]
      : []),
  ];
  /** @type {(() => Promise<void>) | undefined} */
  let release;
  try {
    for (const { stamp, inputs, isThere, make } of steps) {
      if ((await hasStamp(stamp, await inputs())) && (await isThere())) continue;
      if (release === undefined) {
        release = await lockClone();
        if ((await hasStamp(stamp, await inputs())) && (await isThere())) continue;
      }
      const value = await inputs();
      await setStamp(stamp, null);
      await make();
      await setStamp(stamp, value);
    }
  } finally {
    await release?.();
  }
  return { didWork: release !== undefined };
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

async function install() {
  if (await isInstalledByHand()) return;
  await phase('Installing packages', async () => {
    const nodedir = await headersFolder();
    /** @type {NodeJS.ProcessEnv} */
    const env = {
      ...process.env,
      // Both would fetch programs from elsewhere that are not needed here (docs/decisions/002).
      NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true',
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      // node-gyp compiles one file after the other unless told: SQLite and its binding are two large ones.
      JOBS: process.env['JOBS'] ?? 'max',
    };
    if (nodedir !== null) env['npm_config_nodedir'] = nodedir;
    try {
      await runCommand(npmCommand('ci', '--include=dev', '--no-audit', '--no-fund'), { env });
    } catch (error) {
      if (!(error instanceof CommandFailure) || !/gyp|better-sqlite3/.test(error.message)) throw error;
      throw new CommandFailure(
        `${error.message}\n\nThe database module could neither be downloaded nor compiled. Compiling it needs Python 3, make and a C++ compiler (Debian, Ubuntu: apt-get install python3 make g++; macOS: xcode-select --install).`,
      );
    }
  });
}

/** True when npm has been here already and what it installed is what the lock file wants, for this very Node. */
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
    const probe = 'new (require("better-sqlite3"))(":memory:").close()';
    await runCommand([process.execPath, '-e', probe]);
    return true;
  } catch {
    return false;
  }
}

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

const isInstalled = () => exists('node_modules/.package-lock.json');

const generateInputs = async () =>
  `${await hashOf(['prisma/schema.prisma', 'prisma.config.ts'])} ${await installInputs()}`;

const isGenerated = () => exists('prisma/generated');

async function generate() {
  await phase('Generating the database client', () =>
    runCommand(nodeCommand('prisma/build/index.js', 'generate')),
  );
}

const buildInputs = () =>
  hashOf(sources, (path) => !/\.test\.tsx?$/.test(path) && !path.startsWith('prisma/generated/'));

const isBuilt = async () => (await exists('.next/BUILD_ID')) && (await exists('dist/worker.js'));

async function buildAll() {
  await mkdir(join(root, 'dist'), { recursive: true });
  const { bundleEntries } = await import('./bundle.mjs');
  await phase('Bundling the worker, the command line and the model server', bundleEntries);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  await phase('Building the pages', () => runCommand(nodeCommand('next/dist/bin/next', 'build'), { env }));
}

/** @param {string} path */
async function exists(path) {
  return access(join(root, path)).then(
    () => true,
    () => false,
  );
}
