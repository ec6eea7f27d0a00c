import type { DatasetStatistics } from '@/lib/api/dataset-wire';
import { marksVersion } from '@/lib/store/row-marks';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { columnStatistics } from './column-statistics';
import { rowsVersion } from './rows-version';

type Kept = {
  statistics: DatasetStatistics | null;
  version: string;
  atMs: number;
  tookMs: number;
  work: Promise<void> | null;
};

/** Shorter than a person notices. */
const waitMs = 150;

/** Statistics of rows that change are made anew after this long, and never so often that it takes a tenth of the time. */
const leastAgeMs = 3000;
const mostKept = 50;

const kept = new WeakMap<Server, Map<number, Kept>>();

/**
 * What the columns hold in the accepted rows, as it was known not long ago: they are counted beside the requests. Null
 * while they are counted for the first time.
 */
export async function datasetStatistics(server: Server, run: RunRecord): Promise<DatasetStatistics | null> {
  const ofServer = kept.get(server) ?? new Map<number, Kept>();
  kept.set(server, ofServer);
  const own = ofServer.get(run.id) ?? { statistics: null, version: '', atMs: 0, tookMs: 0, work: null };
  ofServer.delete(run.id);
  ofServer.set(run.id, own);
  const oldest = [...ofServer].find(([, { work }]) => work === null);
  if (ofServer.size > mostKept && oldest !== undefined) ofServer.delete(oldest[0]);

  const version = `${rowsVersion(run)}/${await marksVersion(server.context.db, run.id)}`;
  const isDue = server.now() - own.atMs >= Math.max(leastAgeMs, 10 * own.tookMs);
  if (own.work === null && own.version !== version && (own.statistics === null || isDue)) {
    own.work = count(server, run, own, version);
  }
  if (own.work !== null)
    await Promise.race([own.work, new Promise((resolve) => setTimeout(resolve, waitMs))]);
  return own.statistics;
}

async function count(server: Server, run: RunRecord, own: Kept, version: string): Promise<void> {
  const begunMs = performance.now();
  try {
    own.statistics = await columnStatistics(server, run, {}, server.closing);
    own.version = version;
    own.atMs = server.now();
    own.tookMs = performance.now() - begunMs;
  } catch (error) {
    if (!server.closing.aborted) {
      server.context.log.error({ err: error, run: run.id }, 'what the columns hold could not be counted');
    }
  } finally {
    own.work = null;
  }
}
