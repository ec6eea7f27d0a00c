// @ts-check
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * What the person asked for. Only what the supervisor itself needs is checked here, since it runs before any
 * package is installed; its children check everything by the one schema of lib/runtime/config.ts.
 * @typedef {object} StartOptions
 * @property {number} port 0 for any free one
 * @property {string} host
 * @property {string} dataDir absolute
 * @property {boolean} model false: neither fetch nor run the local model
 * @property {string | null} modelFile absolute path of a GGUF file to take instead of fetching one
 * @property {number | null} modelServerPort
 * @property {string | null} modelServerUrl set when the model server runs elsewhere
 * @property {boolean} dev
 * @property {boolean} help
 */

export const usage = `Usage: npm start -- [options]

  --port N           port of the studio (default 3000, 0 for any free one)      $SEEDLOOM_PORT
  --host ADDRESS     address it listens on (default 127.0.0.1)                  $SEEDLOOM_HOST
  --data-dir PATH    database, keys, models and logs (default ~/.seedloom)      $SEEDLOOM_DATA_DIR
  --no-model         neither fetch nor run the small local model                $SEEDLOOM_NO_MODEL=1
  --model-file PATH  take the local model from this GGUF file                   $SEEDLOOM_MODEL_FILE
  --help             this text

npm passes on only what comes after the two dashes: npm start -- --port 3001`;

/**
 * @param {readonly string[]} parameters
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ ok: true, options: StartOptions } | { ok: false, problems: string[] }}
 */
export function readOptions(parameters, env) {
  const parsed = parseFlags(parameters);
  if (typeof parsed === 'string') return { ok: false, problems: [parsed] };
  const flags = parsed;
  /** @type {string[]} */
  const problems = [];
  /** @type {(flag: string | undefined, flagName: string, variable: string) => { value: string, name: string } | null} */
  const given = (flag, flagName, variable) => {
    if (flag !== undefined) return { value: flag.trim(), name: flagName };
    const value = env[variable]?.trim();
    return value ? { value, name: variable } : null;
  };
  /** @type {(entry: { value: string, name: string } | null, least: number) => number | null} */
  const portOf = (entry, least) => {
    if (entry === null) return null;
    const port = Number(entry.value);
    if (/^\d+$/.test(entry.value) && port >= least && port <= 65535) return port;
    const orFree = least === 0 ? ', or 0 for any free port' : '';
    problems.push(`${entry.name} is "${entry.value}", but must be a whole number from 1 to 65535${orFree}.`);
    return null;
  };

  const host = given(flags.host, '--host', 'SEEDLOOM_HOST') ?? { value: '127.0.0.1', name: '' };
  if (!/^[\w.:-]+$/.test(host.value)) {
    problems.push(
      `${host.name} is "${host.value}", but must be a host name or an address, such as 127.0.0.1 or 0.0.0.0.`,
    );
  }
  const port = portOf(given(flags.port, '--port', 'SEEDLOOM_PORT'), 0);
  const modelServerPort = portOf(given(undefined, '', 'SEEDLOOM_MODEL_SERVER_PORT'), 1);
  const dataDir = given(flags['data-dir'], '--data-dir', 'SEEDLOOM_DATA_DIR')?.value;
  const modelFile = given(flags['model-file'], '--model-file', 'SEEDLOOM_MODEL_FILE')?.value;
  const noModel = given(undefined, '', 'SEEDLOOM_NO_MODEL');
  if (noModel !== null && !['0', '1', 'true', 'false'].includes(noModel.value)) {
    problems.push(`SEEDLOOM_NO_MODEL is "${noModel.value}", but must be 1 (no local model) or 0.`);
  }
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    options: {
      port: port ?? 3000,
      host: host.value,
      dataDir: absolute(dataDir === undefined || dataDir === '' ? '~/.seedloom' : dataDir),
      model: !(flags['no-model'] ?? (noModel !== null && ['1', 'true'].includes(noModel.value))),
      modelFile: modelFile ? absolute(modelFile) : null,
      modelServerPort,
      modelServerUrl: given(undefined, '', 'SEEDLOOM_MODEL_SERVER_URL')?.value ?? null,
      dev: flags.dev ?? false,
      help: flags.help ?? false,
    },
  };
}

/** @param {readonly string[]} parameters */
function parseFlags(parameters) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        'no-model': { type: 'boolean' },
        'model-file': { type: 'string' },
        dev: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param {string} path */
function absolute(path) {
  return resolve(path.replace(/^~(?=$|[/\\])/, homedir()));
}

/**
 * True for addresses that only this machine reaches.
 * @param {string} host
 */
export function isLoopback(host) {
  return host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.');
}
