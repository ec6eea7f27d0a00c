// @ts-check
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { npmCommand, root, runCommand } from './setup/run-command.mjs';
import { phase, say } from './setup/terminal.mjs';

// Starts a fresh copy of this clone on another Node, which npm brings with its headers:
//   node scripts/check-node.mjs 24
const version = process.argv[2] ?? '24';
const folder = await mkdtemp(join(tmpdir(), `seedloom-node${version}-`));
try {
  const nodeFolder = await phase(`Fetching Node ${version}`, fetchNode);
  await phase('Copying the clone', copyClone);
  const answer = await phase(`Starting on Node ${version}`, () => startAndAsk(nodeFolder));
  say(`Seedloom starts on Node ${version}: ${answer}`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns {Promise<string>} the folder that holds bin/node and include/node */
async function fetchNode() {
  const npmFolder = join(folder, 'node');
  await mkdir(npmFolder);
  await writeFile(join(npmFolder, 'package.json'), '{}');
  // The package puts the binary into place by a script of its own.
  await runCommand(npmCommand('install', `node@${version}`, '--no-audit', '--no-fund'), { cwd: npmFolder });
  return join(npmFolder, 'node_modules', 'node');
}

/** What git would have in a clone, with what isn't committed yet. */
async function copyClone() {
  const list = await runCommand(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of list.split('\0').filter(Boolean)) {
    const target = join(folder, 'clone', file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(root, file), target).catch((error) => {
      if (error.code !== 'ENOENT') throw error; // removed, and not committed yet
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
    npm_config_nodedir: nodeFolder,
    SEEDLOOM_DATA_DIR: join(folder, 'data'),
  };
  const starter = spawn(join(bin, 'node'), ['scripts/start.mjs', '--no-model', '--port', '0'], {
    cwd: join(folder, 'clone'),
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
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
      starter.on('close', (code) => reject(new Error(`It ended with exit code ${String(code)}.`)));
    });
    const response = await fetch(`${url}/api/health`);
    const health = await response.text();
    if (!response.ok || !health.includes('"ok"')) throw new Error(`/api/health answers ${health}`);
    return health;
  } finally {
    starter.kill('SIGTERM');
    if (starter.exitCode === null) await new Promise((resolve) => starter.once('close', resolve));
  }
}
