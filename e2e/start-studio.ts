import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiClient, type ApiClient } from '@/lib/api/client';

/** A studio that was started as a person starts it, on a free port and a data directory of its own. */
export type StudioProcess = {
  /** Without a slash at its end. */
  url: string;
  dataDir: string;
  api: ApiClient;
  /** Number of the supervisor's process. */
  pid: number;
  /** All that the terminal has shown so far. */
  output(): string;
  /** Resolves as soon as the terminal has shown it; rejects when the supervisor ends first. */
  shown(pattern: RegExp): Promise<RegExpExecArray>;
  /** Process numbers by name: web, worker, model server. */
  children(): Promise<Record<string, number | null>>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code when the supervisor has ended. */
  ended: Promise<number | null>;
  /** Ends it, and removes its data directory when that was made for it. */
  stop(): Promise<void>;
};

type StudioOptions = {
  /** Flags beside port and data directory. */
  flags?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** One that is there already, and stays. */
  dataDir?: string;
  port?: number;
};

/** Starts a studio and waits until it is ready. */
export async function startStudio(options: StudioOptions = {}): Promise<StudioProcess> {
  const studio = await launchStudio(options);
  try {
    const [, url = ''] = await studio.shown(/is ready at (\S+)/);
    return { ...studio, url, api: createApiClient({ fetch, baseUrl: url, projectId: 1 }) };
  } catch (error) {
    await studio.stop();
    throw error;
  }
}

/** Starts a studio that may well refuse to start. */
export async function launchStudio(options: StudioOptions): Promise<Omit<StudioProcess, 'url' | 'api'>> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'seedloom-e2e-')));
  const script = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));
  const flags = ['--port', String(options.port ?? 0), '--data-dir', dataDir, ...(options.flags ?? [])];
  const child = spawn(process.execPath, [script, ...flags], {
    env: { ...environment(), ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    tell();
  });
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      hasEnded = true;
      resolve(code);
      tell();
    });
  });
  return {
    dataDir,
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    shown: (pattern) =>
      new Promise((resolve, reject) => {
        function look(): void {
          const found = pattern.exec(output);
          if (!found && !hasEnded) return;
          listeners.delete(look);
          if (found) resolve(found);
          else reject(new Error(`The studio ended before it showed ${String(pattern)}:\n${output}`));
        }
        listeners.add(look);
        look();
      }),
    async children() {
      const facts = JSON.parse(await readFile(join(dataDir, 'supervisor.json'), 'utf8')) as {
        children: Record<string, number | null>;
      };
      return facts.children;
    },
    signal: (signal) => child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The machine's own keys and settings have no say in a test. */
function environment(): NodeJS.ProcessEnv {
  const isForeign = ([name]: [string, string | undefined]) =>
    /^(SEEDLOOM_(?!MODEL_FILE)|OPENAI_|ANTHROPIC_|[A-Z]+_API_KEY)/.test(name);
  return {
    ...Object.fromEntries(Object.entries(process.env).filter((entry) => !isForeign(entry))),
    NODE_ENV: 'production',
  };
}
