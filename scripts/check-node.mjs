// @ts-check
import { spawn } from 'node:child_process';
import { access, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { endCommandsWithProcess, npmCommand, root, runCommand } from './setup/run-command.mjs';
import { phase, say } from './setup/terminal.mjs';

// Starts a fresh copy of this clone on another Node, which npm brings with its headers:
//   node scripts/check-node.mjs 24
const interruption = endCommandsWithProcess();
const version = process.argv[2] ?? '24';
const folder = await mkdtemp(join(tmpdir(), `seedloom-node${version}-`));
try {
  const nodeFolder = await phase(`Fetching Node ${version}`, fetchNode);
  await phase('Copying the clone', copyClone);
  const answer = await startAndAsk(nodeFolder);
  say(`Seedloom starts on Node ${version}: ${answer}`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns {Promise<string>} the folder that holds bin/node and, with them at the place where the set-up looks, its headers */
async function fetchNode() {
  const npmFolder = join(folder, 'node');
  await mkdir(npmFolder);
  await writeFile(join(npmFolder, 'package.json'), '{}');
  // The package puts the binary into place by a script of its own.
  await runCommand(npmCommand('install', `node@${version}`, '--no-audit', '--no-fund'), { cwd: npmFolder });
  const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const places = [join('node', 'node_modules', packageName), packageName];
  for (const place of places.map((path) => join(npmFolder, 'node_modules', path))) {
    const isThere = await access(join(place, 'bin', 'node')).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  throw new Error(`npm's package node@${version} brought no ${packageName}.`);
}

/** What git would have in a clone, with what isn't committed yet. */
async function copyClone() {
  const list = await runCommand(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of list.split('\0').filter(Boolean)) {
    const target = join(folder, 'clone', file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(root, file), target).catch((/** @type {unknown} */ error) => {
      // Removed, and not committed yet.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    });
  }
}

/** @param {string} nodeFolder */
async function startAndAsk(nodeFolder) {
  const bin = join(nodeFolder, 'bin');
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    SEEDLOOM_DATA_DIR: join(folder, 'data'),
  };
  const starter = spawn(join(bin, 'node'), ['scripts/start.mjs', '--no-model', '--port', '0'], {
    cwd: join(folder, 'clone'),
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
    signal: interruption,
  });
  let output = '';
  try {
    const url = await new Promise((resolve, reject) => {
      starter.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        process.stderr.write(text);
        const ready = /is ready at (\S+)/.exec(output);
        if (ready) resolve(ready[1]);
      });
      starter.on('error', reject);
      starter.on('close', (code) => reject(new Error(`It ended with exit code ${String(code)}.`)));
    });
    const response = await fetch(`${url}/api/health`);
    const health = await response.text();
    if (!response.ok || !health.includes('"ok"')) throw new Error(`/api/health answers ${health}`);
    return health;
  } finally {
    starter.kill('SIGTERM');
    if (starter.exitCode === null && starter.signalCode === null)
      await new Promise((resolve) => starter.once('close', resolve));
  }
}
