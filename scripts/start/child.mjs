// @ts-check
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root } from '../setup/run-command.mjs';
import { say, seconds } from '../setup/terminal.mjs';
import { openLogFile } from './log-file.mjs';

const guard = new URL('./guard.mjs', import.meta.url).href;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;
/** A child that has run for so long starts again at once the next time it dies. */
const settledMs = 60_000;

/**
 * @typedef {object} ChildPlan
 * @property {string} name such as "worker"
 * @property {readonly string[]} parameters of Node
 * @property {NodeJS.ProcessEnv} env
 * @property {string} logFile
 */

/**
 * How long to wait before a child is started again.
 * @param {number} deaths in a row, this one included
 */
export function restartDelayMs(deaths) {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (deaths - 1));
}

/**
 * One supervised process. It is started again whenever it ends by itself, ever more slowly, and the terminal
 * is told why; what it writes goes to its log.
 */
export class Child {
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null;
  #deaths = 0;
  #startedAt = 0;
  #isStopping = false;
  /** True when the next end is wished for and followed by a start at once. */
  #isRenewing = false;
  #lastWords = '';
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {ChildPlan} plan
   * @param {{ onChange: () => void }} hooks onChange: its process number has changed
   */
  constructor(plan, hooks) {
    this.plan = plan;
    this.hooks = hooks;
    this.log = openLogFile(plan.logFile);
  }

  /** Number of its process, null while there is none. */
  get pid() {
    return this.#process?.pid ?? null;
  }

  /** How often in a row it has died without having run for a minute. */
  get deaths() {
    return this.#deaths;
  }

  /** The end of what it wrote to stderr. */
  get lastWords() {
    return this.#lastWords.trim().split('\n').slice(-8).map(readable).join('\n');
  }

  start() {
    if (this.#isStopping) return;
    this.#lastWords = '';
    this.#startedAt = performance.now();
    const child = spawn(process.execPath, ['--import', guard, ...this.plan.parameters], {
      cwd: root,
      env: { ...this.plan.env, SEEDLOOM_SUPERVISOR_PID: String(process.pid) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches the supervisor alone, which then ends all in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#process = child;
    child.stdout?.setEncoding('utf8').on('data', (text) => this.log.write(text));
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      this.log.write(text);
      this.#lastWords = (this.#lastWords + text).slice(-4000);
    });
    child.on('error', (error) => {
      this.#lastWords += `${error.message}\n`;
      if (child.pid === undefined) this.#onEnd(null, null);
    });
    child.on('exit', () => {
      // What it started and left behind has no other keeper, and holds its output open.
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    });
    child.on('close', (code, signal) => this.#onEnd(code, signal));
    this.hooks.onChange();
  }

  /** Ends it politely and starts it anew at once: its code has changed. */
  renew() {
    this.#deaths = 0;
    if (this.#process === null) {
      clearTimeout(this.#timer);
      this.start();
    } else {
      this.#isRenewing = true;
      this.kill('SIGTERM');
    }
  }

  /**
   * Asks it to end, kills it when it hasn't after `graceMs`, and is done when it is gone.
   * @param {number} graceMs
   */
  async stop(graceMs) {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    const timer = setTimeout(() => this.kill('SIGKILL'), graceMs);
    this.kill('SIGTERM');
    await gone;
    clearTimeout(timer);
  }

  /**
   * Signals it and, where there are groups, all that it started.
   * @param {NodeJS.Signals} signal
   */
  kill(signal) {
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    signalGroup(pid, signal);
  }

  /**
   * @param {number | null} code
   * @param {NodeJS.Signals | null} signal
   */
  #onEnd(code, signal) {
    this.#process = null;
    this.hooks.onChange();
    if (this.#isStopping) return;
    if (this.#isRenewing) {
      this.#isRenewing = false;
      return this.start();
    }
    if (performance.now() - this.#startedAt > settledMs) this.#deaths = 0;
    this.#deaths += 1;
    const delayMs = restartDelayMs(this.#deaths);
    const how = signal === null ? `with exit code ${String(code)}` : `by ${signal}`;
    const words = this.lastWords === '' ? '' : `\n${this.lastWords.replace(/^/gm, '  | ')}`;
    say(
      `The ${this.plan.name} ended ${how} and starts again in ${seconds(delayMs)}. Its log: ${this.plan.logFile}${words}`,
    );
    this.#timer = setTimeout(() => this.start(), delayMs);
  }
}

/**
 * Logs are JSON lines; a person wants the message.
 * @param {string} line
 */
function readable(line) {
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    if (process.platform === 'win32') process.kill(pid, signal);
    else process.kill(-pid, signal);
  } catch {
    // It has just gone: that was wanted.
  }
}

/** @param {string} entry name of a file in dist/ */
export function distFile(entry) {
  return fileURLToPath(new URL(`../../dist/${entry}.js`, import.meta.url));
}
