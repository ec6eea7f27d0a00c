// @ts-check
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The folder of the clone, absolute. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** @type {AbortSignal | undefined} */
let interruption;

/**
 * Ends whatever command is running, and any that would follow, when the signal is aborted.
 * @param {AbortSignal} signal
 */
export function endCommandsOn(signal) {
  interruption = signal;
}

/**
 * Ends whatever command is running when the person, or whoever started us, ends this process.
 * @returns {AbortSignal} aborted then
 */
export function endCommandsWithProcess() {
  const interrupted = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => interrupted.abort());
  }
  endCommandsOn(interrupted.signal);
  return interrupted.signal;
}

/**
 * Lets a program, and all that it starts, take only what others leave of the cores.
 * @param {number | undefined} pid
 */
export function stepBack(pid) {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system doesn't let us.
  }
}

/** A command of the set-up that failed; the message holds the end of what it said. */
export class CommandFailure extends Error {}

/**
 * Runs a program to its end and gives back what it wrote to stdout. Throws CommandFailure with the end of its
 * output when it fails.
 * @param {readonly string[]} command program and arguments
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, onLine?: (line: string) => void, signal?: AbortSignal, stepsBack?: boolean }} [options]
 *   `stepsBack`: others come first (`stepBack`)
 * @returns {Promise<string>}
 */
export function runCommand(command, options = {}) {
  const [program = '', ...parameters] = command;
  const signals = [options.signal, interruption].filter((signal) => signal !== undefined);
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any(signals),
      windowsHide: true,
    });
    if (options.stepsBack === true) stepBack(child.pid);
    let stdout = '';
    let output = '';
    /** @param {string} text */
    const keep = (text) => {
      output = (output + text).slice(-20_000);
      const line = text.trim().split('\n').at(-1)?.trim();
      if (line) options.onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      keep(text);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (cause) => reject(new CommandFailure(`${program}: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(stdout);
      const how = signal === null ? `exit code ${String(code)}` : `ended by ${signal}`;
      const lines = output.trim().split('\n');
      // npm says what is wrong first and ends with a list of its options.
      const end = lines.length <= 60 ? lines : [...lines.slice(0, 20), '…', ...lines.slice(-40)];
      reject(new CommandFailure(`${[program, ...parameters].join(' ')} failed (${how}):\n${end.join('\n')}`));
    });
  });
}

/**
 * The command that runs a program of an installed package by Node itself: no shell and no npx in between.
 * @param {string} path below node_modules, such as "next/dist/bin/next"
 * @param {...string} parameters
 */
export function nodeCommand(path, ...parameters) {
  return [
    process.execPath,
    fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url)),
    ...parameters,
  ];
}

/**
 * The command that runs npm: the one that runs us, else the one in the path.
 * @param {...string} parameters
 */
export function npmCommand(...parameters) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return [process.execPath, script, ...parameters];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...parameters];
}
