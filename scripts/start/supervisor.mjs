// @ts-check
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say, seconds } from '../setup/terminal.mjs';
import { Child, distFile } from './child.mjs';

/** What a child gets to end by itself before it is killed: all must be gone five seconds after Ctrl-C. */
const graceMs = 4000;
/** A child that dies so often before the studio was ever ready won't be better the next time. */
const mostDeathsAtStart = 3;
/** After so long without being ready the person is told what is missing. */
const patienceMs = 30_000;

/**
 * Runs web, worker and model server, keeps them running, and ends them together.
 */
export class Supervisor {
  /** @type {Map<string, Child>} */
  #children = new Map();

  /**
   * @param {import('./options.mjs').StartOptions} options
   * @param {{ web: number, modelServer: number | null }} ports
   * @param {{ update(facts: Record<string, unknown>): Promise<void> }} lock
   */
  constructor(options, ports, lock) {
    this.options = options;
    this.ports = ports;
    this.lock = lock;
    this.url = `http://${addressToOpen(options.host)}:${ports.web}`;
  }

  /**
   * Ends when `signal` is aborted and all children are gone. Throws when they can't even be started.
   * @param {{ signal: AbortSignal, onReady: () => void }} hooks
   */
  async run({ signal, onReady }) {
    for (const plan of this.#plans()) {
      const child = new Child(plan, { onChange: () => void this.#tell() });
      this.#children.set(plan.name, child);
      child.start();
    }
    const killAll = () => {
      for (const child of this.#children.values()) child.kill('SIGKILL');
    };
    process.on('exit', killAll);
    /** @type {(() => Promise<void>) | undefined} */
    let endWatch;
    try {
      if (this.options.dev) {
        const { watchBundles } = await import('./development.mjs');
        endWatch = await watchBundles((entry) => this.#children.get(nameOf(entry))?.renew());
      }
      await this.#becomeReady(signal);
      if (!signal.aborted) onReady();
      await aborted(signal);
      say('Ending …');
    } finally {
      await endWatch?.();
      await Promise.all([...this.#children.values()].map((child) => child.stop(graceMs)));
      process.off('exit', killAll);
    }
  }

  /** @param {AbortSignal} signal */
  async #becomeReady(signal) {
    const startedAt = performance.now();
    let hasComplained = false;
    while (!signal.aborted) {
      const missing = await this.#missing();
      if (missing.length === 0) return;
      for (const child of this.#children.values()) {
        if (child.deaths < mostDeathsAtStart) continue;
        throw new Error(`The ${child.plan.name} doesn't start. Its log: ${child.plan.logFile}`);
      }
      const elapsedMs = performance.now() - startedAt;
      if (!hasComplained && elapsedMs > patienceMs) {
        hasComplained = true;
        say(
          `Still waiting after ${seconds(elapsedMs)} for: ${missing.join(', ')}. Logs: ${join(this.options.dataDir, 'logs')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** What isn't ready yet, by name. */
  async #missing() {
    const [health, model] = await Promise.all([
      answerOf(`http://${addressToOpen(this.options.host)}:${this.ports.web}/api/health`),
      this.ports.modelServer === null
        ? 'none'
        : answerOf(`http://127.0.0.1:${this.ports.modelServer}/health`),
    ]);
    const missing = [];
    if (health === null) missing.push('web');
    if (health?.worker?.status !== 'ok') missing.push('worker');
    if (model === null) missing.push('model server');
    return missing;
  }

  /** Leaves in the data directory who runs what where, for whoever looks. */
  async #tell() {
    const children = Object.fromEntries([...this.#children].map(([name, child]) => [name, child.pid]));
    await this.lock.update({ url: this.url, children }).catch(() => undefined);
  }

  /** @returns {import('./child.mjs').ChildPlan[]} */
  #plans() {
    const { dataDir, dev, host } = this.options;
    /** @type {NodeJS.ProcessEnv} */
    const env = {
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      // The pages close their event streams themselves when they are asked to end.
      NEXT_MANUAL_SIG_HANDLE: 'true',
      SEEDLOOM_HOST: host,
      SEEDLOOM_PORT: String(this.ports.web),
      SEEDLOOM_DATA_DIR: dataDir,
    };
    if (this.ports.modelServer !== null) env['SEEDLOOM_MODEL_SERVER_PORT'] = String(this.ports.modelServer);
    const next = fileURLToPath(new URL('../../node_modules/next/dist/bin/next', import.meta.url));
    const listen = ['-H', host.replace(/^\[|\]$/g, ''), '-p', String(this.ports.web)];
    /** @type {(name: string, parameters: string[]) => import('./child.mjs').ChildPlan} */
    const plan = (name, parameters) => ({
      name,
      parameters,
      env,
      logFile: join(dataDir, 'logs', `${name.replace(' ', '-')}.log`),
    });
    return [
      plan('web', [longAddresses, next, dev ? 'dev' : 'start', ...listen]),
      plan('worker', ['--enable-source-maps', distFile('worker')]),
      ...(this.ports.modelServer === null
        ? []
        : [plan('model server', ['--enable-source-maps', distFile('model-server')])]),
    ];
  }
}

/** A filter of the API may have 20,000 characters, each of which may take nine in an address; Node takes 16 KB else. */
const longAddresses = `--max-http-header-size=${256 * 1024}`;

/** @param {string} entry */
function nameOf(entry) {
  return entry.replace('-', ' ');
}

/**
 * An address that a browser on this machine can open: "all networks" is none.
 * @param {string} host
 */
function addressToOpen(host) {
  if (host === '0.0.0.0' || host === '::' || host === '[::]') return '127.0.0.1';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/**
 * @param {string} url
 * @returns {Promise<{ worker?: { status?: string } } | null>}
 */
async function answerOf(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** @param {AbortSignal} signal */
function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', resolve, { once: true });
  });
}
