// @ts-check
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endCommandsOn, runCommand } from '../setup/run-command.mjs';
import { setUp } from '../setup/setup.mjs';
import { phase, say, sayBeside, seconds } from '../setup/terminal.mjs';
import { distFile } from './child.mjs';
import { fetchModel } from './fetch-model.mjs';
import { takeLock } from './lock.mjs';
import { isLoopback, readOptions, usage } from './options.mjs';
import { portProblem, tryPort } from './ports.mjs';
import { Supervisor } from './supervisor.mjs';

/** Exit code of a start that a person has to do something about. */
const refused = 1;

/**
 * From a fresh clone to a running studio; ends when the studio has ended.
 * @param {readonly string[]} parameters
 */
export async function start(parameters) {
  const startedAt = performance.now();
  const read = readOptions(parameters, process.env);
  if (!read.ok) return refuse(`${read.problems.join('\n')}\n\nAll options: npm start -- --help`);
  const { options } = read;
  if (options.help) return say(usage);

  const interruption = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(130);
      interruption.abort(signal);
    });
  }

  endCommandsOn(interruption.signal);

  const problem = makeDataDir(options.dataDir);
  if (problem !== null) return refuse(problem);
  const lock = await takeLock(join(options.dataDir, 'supervisor.json'), {});
  if (!lock.ok) {
    const where = typeof lock.holder['url'] === 'string' ? ` at ${lock.holder['url']}` : '';
    return refuse(
      `Seedloom is already running on ${options.dataDir}${where} (process ${lock.holder.pid}). Use that one, end it, or start on another data directory: npm start -- --data-dir PATH`,
    );
  }
  try {
    const ports = await choosePorts(options);
    if (!ports.ok) return refuse(ports.problem);

    const model = bringModel(options, interruption.signal);
    const { didWork } = await setUp({ module: true, build: !options.dev });
    if (interruption.signal.aborted) return;
    if (options.dev) {
      const { bundleForDevelopment } = await import('./development.mjs');
      await bundleForDevelopment();
    }
    const key = await phase('Preparing the database', () => prepareData(options));
    // A newcomer's first run needs the model; whoever has started before doesn't wait for a download.
    if (didWork) await phase('Fetching the small local model', () => model.done);

    const supervisor = new Supervisor(options, ports, lock);
    await supervisor.run({
      signal: interruption.signal,
      onReady: () => {
        const lines = [
          `Seedloom is ready at ${supervisor.url} (${seconds(performance.now() - startedAt)})`,
          `Data and logs: ${options.dataDir} · End it with Ctrl-C`,
        ];
        if (key !== null) lines.push(`API key, shown this once: ${key}`);
        say(`\n${lines.join('\n')}\n`);
      },
    });
  } catch (error) {
    if (!interruption.signal.aborted) refuse(error instanceof Error ? error.message : String(error));
  } finally {
    interruption.abort();
    await lock.release();
  }
}

/**
 * Makes the data directory, readable by its owner alone; says what keeps it from that.
 * @param {string} path
 * @returns {string | null}
 */
function makeDataDir(path) {
  /** @type {string[]} */
  const missing = [];
  // Not by `recursive`, which never ends where the system denies a folder by ENOENT, as /proc does.
  for (let at = path; !statSync(at, { throwIfNoEntry: false }) && dirname(at) !== at; at = dirname(at)) {
    missing.unshift(at);
  }
  try {
    for (const folder of missing) mkdirSync(folder, { mode: 0o700 });
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The data directory ${path} can not be made (${reason}). Name another: npm start -- --data-dir PATH`;
  }
}

/** @param {string} message */
function refuse(message) {
  say(message);
  process.exitCode = refused;
}

/**
 * @param {import('./options.mjs').StartOptions} options
 * @returns {Promise<{ ok: true, web: number, modelServer: number | null } | { ok: false, problem: string }>}
 */
async function choosePorts({ port, host, model, modelServerPort, modelServerUrl }) {
  const web = await tryPort(port, host);
  if (!web.ok) return { ok: false, problem: await portProblem({ port, host, code: web.code }) };
  if (!model || modelServerUrl !== null) return { ok: true, web: web.port, modelServer: null };
  const wanted = await tryPort(modelServerPort ?? (web.port < 65535 ? web.port + 1 : 0), '127.0.0.1');
  if (wanted.ok) return { ok: true, web: web.port, modelServer: wanted.port };
  if (modelServerPort !== null) {
    return {
      ok: false,
      problem: `SEEDLOOM_MODEL_SERVER_PORT is ${modelServerPort}, which is taken by another program. Unset it for any free one.`,
    };
  }
  const free = await tryPort(0, '127.0.0.1');
  if (!free.ok)
    return { ok: false, problem: await portProblem({ port: 0, host: '127.0.0.1', code: free.code }) };
  return { ok: true, web: web.port, modelServer: free.port };
}

/**
 * Begins to fetch the model while the rest is set up.
 * @param {import('./options.mjs').StartOptions} options
 * @param {AbortSignal} signal
 */
function bringModel(options, signal) {
  if (!options.model || options.modelServerUrl !== null) return { done: Promise.resolve() };
  let progress = '';
  const end = sayBeside(() => (progress === '' ? '' : `small model ${progress}`));
  const folder = join(options.dataDir, 'models');
  const fetched = fetchModel({
    folder,
    file: options.modelFile,
    signal,
    onProgress: (text) => (progress = text),
  });
  const done = fetched.then((result) => {
    end();
    if (result.ok) {
      if (result.fetched) say(`The small local model is at ${result.path}`);
    } else if (!signal.aborted) {
      say(
        `The small local model could not be fetched. ${result.problem}.\n` +
          `Seedloom works without it: under Models you can add any other model. To have it, start again when the network is back, or name a GGUF file: npm start -- --model-file PATH`,
      );
    }
  });
  return { done };
}

/**
 * Applies the migrations; makes a key when the network can reach the studio and none exists.
 * @param {import('./options.mjs').StartOptions} options
 * @returns {Promise<string | null>} the new key
 */
async function prepareData(options) {
  const needsKey = isLoopback(options.host) ? [] : ['--ensure-key'];
  const env = { ...process.env, SEEDLOOM_DATA_DIR: options.dataDir, SEEDLOOM_HOST: options.host };
  const answer = await runCommand([process.execPath, distFile('setup'), ...needsKey], { env });
  return JSON.parse(answer.trim().split('\n').at(-1) ?? '{}').key ?? null;
}
