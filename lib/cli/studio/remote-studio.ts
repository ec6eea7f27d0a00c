import { createApiClient, type ApiClient } from '@/lib/api/client';
import type { WireRun } from '@/lib/api/run-wire';
import { hasEnded } from '@/lib/run/run-status';
import { systemClock } from '@/lib/runtime/system-clock';
import { AppError } from '@/lib/util/app-error';
import { figuresOf, type ProgressLine } from '../print/progress-line';
import { quoted } from '../print/quoted';
import { pauseOnInterrupt } from './pause-on-interrupt';
import { projectId } from './open-store';
import type { Studio } from './studio';

/** A server that went is waited for so long, in ever longer steps. */
const patienceMs = 5 * 60_000;
const shortestWaitMs = 500;
const longestWaitMs = 10_000;

/** The studio of a server, over HTTP. */
export function createRemoteStudio(origin: string, key: string | undefined): Studio {
  const api = createApiClient({
    baseUrl: origin,
    projectId,
    apiKey: key,
    fetch: (url, init) =>
      fetch(url, init).catch((error: unknown) => {
        if (init.signal?.aborted) throw error;
        throw new AppError(
          'server-unreachable',
          `--remote ${origin}: it does not answer (${reasonOf(error)}).`,
        );
      }),
  });
  return {
    api,
    // A key on a command line is seen by all who list processes: what is printed leaves it to the environment.
    flags: ` --remote ${quoted(origin)}`,
    follow: (runId, line) => followRemote(api, runId, line),
    close: () => Promise.resolve(),
  };
}

async function followRemote(api: ApiClient, runId: number, line: ProgressLine): Promise<WireRun> {
  const stop = new AbortController();
  const isStopped = () => stop.signal.aborted;
  const release = pauseOnInterrupt({ line, stop, pause: () => api.runs.pause(runId) });
  let newest = await api.runs.get(runId);
  let lostAtMs: number | null = null;
  try {
    for (let waitMs = shortestWaitMs; !isAtRest(newest) && !isStopped();) {
      try {
        for await (const { data } of api.runs.events(runId, stop.signal)) {
          newest = data;
          lostAtMs = null;
          waitMs = shortestWaitMs;
          line.show(figuresOf(data.progress), data.num_samples);
          if (isAtRest(data)) return data;
        }
      } catch (error) {
        if (isStopped()) break;
        const nowMs = systemClock.now();
        const isRefused = error instanceof AppError && error.code !== 'server-unreachable';
        if (isRefused || nowMs - (lostAtMs ?? nowMs) > patienceMs) throw error;
        if (lostAtMs === null)
          line.note('The server does not answer. The run goes on without us; looking again.');
        lostAtMs ??= nowMs;
      }
      // A server that is going ends the stream, too.
      await systemClock.sleep(waitMs, stop.signal);
      waitMs = Math.min(longestWaitMs, waitMs * 2);
    }
    return newest;
  } finally {
    release();
  }
}

function isAtRest({ status }: WireRun): boolean {
  return hasEnded(status) || status === 'paused';
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return cause.message || ('code' in cause ? String(cause.code) : cause.name);
  return error instanceof Error ? error.message : String(error);
}
