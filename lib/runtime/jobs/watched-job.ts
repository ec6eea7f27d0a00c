import type { Control } from '@/lib/engine/engine-job';
import { endJob, releaseJob, type ClaimedJob } from '@/lib/store/jobs';
import { readWanted, type WatchedTable } from '@/lib/store/watched-jobs';
import type { Drive, DriveEnd } from '../drive-run';
import { eachModel, type ResolvedModels } from '../resolve-models';
import { markingStarts } from './growing-text';
import { keepLease } from './keep-lease';

/** A job that a person watches and may call off: a trial or a draft. */
export type WatchedJob<Stored> = {
  readonly table: WatchedTable;
  readonly id: number;
  /** Null: there is nothing to do. */
  readonly begin: () => Promise<Stored | null>;
  /** Stopped = by the process, not by a person: somebody goes on with it. */
  readonly drive: (stored: Stored, signal: AbortSignal) => Promise<'ended' | 'stopped'>;
  /** Writes that it has failed. */
  readonly fail: (error: { code: string; message: string }) => Promise<unknown>;
};

/** What one is called in the log. */
const names = { trials: 'trial', drafts: 'draft' } as const satisfies Record<WatchedTable, string>;

/** Drives a claimed one under its lease to its end. Never throws: what goes wrong is logged and written. */
export async function driveWatched<Stored>(
  { context, signal }: Drive,
  job: ClaimedJob,
  { table, id, begin, drive, fail }: WatchedJob<Stored>,
): Promise<DriveEnd> {
  const lost = new AbortController();
  const stopLease = keepLease(context, job, lost);
  try {
    const stored = await begin();
    if (stored !== null) {
      const end = await drive(stored, AbortSignal.any([signal, lost.signal]));
      if (lost.signal.aborted) return 'lost';
      if (end === 'stopped') {
        await releaseJob(context.db, job);
        return 'released';
      }
    }
    await endJob(context.db, job);
    return 'ended';
  } catch (error) {
    context.log.error(
      { err: error, [names[table]]: id },
      `a ${names[table]} failed by an error of the program`,
    );
    await giveUp();
    return 'lost';
  } finally {
    stopLease();
  }

  async function giveUp(): Promise<void> {
    try {
      await fail({
        code: 'internal',
        message: 'Something went wrong inside Seedloom. The log says more.',
      });
      await endJob(context.db, job);
    } catch (cause) {
      context.log.error(
        { err: cause, [names[table]]: id },
        `the end of a ${names[table]} could not be written`,
      );
    }
  }
}

/** Tells when one is called off, also when that was before. */
export function watchWanted(
  { context: { db, log }, wishes }: Drive,
  table: WatchedTable,
  id: number,
): { signal: AbortSignal; stop: () => void } {
  const name = names[table];
  const calledOff = new AbortController();
  const look = async () => {
    try {
      if ((await readWanted(db, table, id)) !== 'running') calledOff.abort();
    } catch (error) {
      log.warn({ err: error, [name]: id }, `whether a ${name} is still wanted could not be read`);
    }
  };
  const stop = wishes.listen(() => void look());
  // It may have been called off since it was read.
  void look();
  return { signal: calledOff.signal, stop };
}

/** How the engine makes its rows: so many and no others, without a cap, until it is called off or stopped. */
export function watchedControl(rows: number, calledOff: AbortSignal, stopped: AbortSignal): Control {
  return {
    wanted: () => (calledOff.aborted ? 'cancelled' : 'running'),
    budget: () => ({}),
    target: () => ({ rows, maxRows: rows }),
    signal: AbortSignal.any([stopped, calledOff]),
    onChange: () => () => undefined,
  };
}

/** The calls and limiters of its models, whose pieces of text tell where a try begins. Release each in the end. */
export function acquireModels({ limiters }: Drive, models: ResolvedModels) {
  return eachModel(models, (model) => ({
    callModel: markingStarts(model.createCall()),
    ...limiters.acquire(model.limiterKey, model.limits),
  }));
}
