import { once } from 'node:events';
import { startStudio, type StudioProcess } from '@/e2e/start-studio';
import { startProgram, type BundledPrograms, type Started } from '@/lib/runtime/testing/bundled-programs';

/** What is killed, and comes back. */
export type Victims = {
  /** Whom `kill` may be told to take. */
  readonly names: readonly string[];
  start(): Promise<void>;
  /** By SIGKILL; resolves when it is dead, and before it is started anew where that is up to us. */
  kill(name: string): Promise<void>;
  /** Starts what nobody else starts anew. */
  revive(): Promise<void>;
  stop(): Promise<void>;
};

/** A worker alone, as it is shipped. */
export function loneWorker(programs: BundledPrograms, dataDir: string): Victims {
  let worker: Started | null = null;
  const start = async () => {
    worker = startProgram(programs, 'worker', [], { SEEDLOOM_DATA_DIR: dataDir });
    await once(worker.process, 'spawn');
  };
  const kill = async () => {
    worker?.process.kill('SIGKILL');
    await worker?.ended;
  };
  return { names: ['worker'], start, kill, revive: start, stop: kill };
}

/** The whole studio as a person starts it: its supervisor brings worker and web back, and nobody the supervisor. */
export function wholeStudio(dataDir: string): Victims {
  let studio: StudioProcess | null = null;
  const start = async () => {
    studio = await startStudio({ dataDir, flags: ['--no-model'] });
  };
  return {
    names: ['worker', 'web', 'all'],
    start,
    async kill(name) {
      if (studio === null) return;
      const children = await studio.children();
      const pids = name === 'all' ? [studio.pid, ...Object.values(children)] : [children[name]];
      for (const pid of pids) if (typeof pid === 'number') killHard(pid);
      if (name === 'all') {
        await studio.ended;
        studio = null;
      }
    },
    revive: async () => {
      if (studio === null) await start();
    },
    stop: async () => {
      await studio?.stop();
    },
  };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is between two lives.
  }
}
