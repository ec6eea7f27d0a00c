import type { Clock } from '@/lib/engine/clock';
import type { Control, EngineEnd, EngineJob, EnginePorts } from '@/lib/engine/engine-job';
import { runEngine } from '@/lib/engine/run-engine';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { compileRecipe } from '@/lib/plan/compile';
import { generationOf } from '@/lib/plan/generation';
import type { RunProgress } from '@/lib/run/progress';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import type { Endpoint, RunEndpoint } from '@/lib/run/run-endpoint';
import { commitBatch } from '@/lib/store/commit-batch';
import { storageProblem } from '@/lib/store/database';
import { endJob, releaseJob } from '@/lib/store/jobs';
import { acceptedRows, finishedRows } from '@/lib/store/rows';
import {
  beginRun,
  endRun,
  readRunWishes,
  setRunEndpoint,
  setRunWaiting,
  takeRetry,
  type RunEnd,
  type RunJob,
  type RunWishes,
} from '@/lib/store/run-state';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import type { SecretOwner } from '@/lib/store/secrets';
import { AppError } from '@/lib/util/app-error';
import type { Context } from './context';
import type { DatabaseTools } from './databases/database-tools';
import { openTools } from './databases/open-databases';
import { keepHeapSmall } from './heap';
import { keepLease } from './jobs/keep-lease';
import type { ModelLimiters } from './jobs/model-limiters';
import { openJournal } from './jobs/open-journal';
import { recordHistory } from './jobs/record-history';
import { openJobSecrets } from './keys/recipe-secrets';
import { watchKey } from './keys/watch-key';
import type { ResolvedModel } from './resolve-model';
import { eachModel, engineModel, resolveModels, type ResolvedModels } from './resolve-models';
import { storedTables } from './sources/open-sources';
import { steadyClock, systemClock } from './system-clock';
import type { WishWatch } from './jobs/watch-wishes';

/** What all jobs of a process share. */
export type Drive = {
  readonly context: Context;
  readonly limiters: ModelLimiters;
  readonly wishes: WishWatch;
  /** Hard stop: calls are cut off, everything stays as committed, and the job is given back. */
  readonly signal: AbortSignal;
  /** Somebody waits for the end: an endpoint that has answered nothing yet isn't waited for without end. */
  readonly isAwaited?: boolean;
  /** The newest progress, for whoever shows it in this process. */
  onProgress?(runId: number, progress: RunProgress): void;
  /** What a run waits for, in words. */
  onWaiting?(runId: number, message: string | null): void;
};

/** How the driving of a job ended. `released`: anybody may go on with it; `lost`: somebody else does. */
export type DriveEnd = 'ended' | 'released' | 'lost';

/** Drives a claimed run to its end, wherever it stands; never throws. */
export async function driveRun(drive: Drive, job: RunJob): Promise<DriveEnd> {
  const { context } = drive;
  keepHeapSmall();
  const lost = new AbortController();
  const stopLease = keepLease(context, job, lost);
  try {
    const end = await endOfRun(drive, job, AbortSignal.any([drive.signal, lost.signal]));
    if (lost.signal.aborted) return 'lost';
    if (end === 'stopped') {
      await releaseJob(context.db, job);
      return 'released';
    }
    if (end !== 'nothing-to-do' && !(await writeEnd(drive, job, end))) return 'lost';
    await endJob(context.db, job);
    return 'ended';
  } catch (error) {
    if (lost.signal.aborted || error instanceof JobLost) return 'lost';
    context.log.error({ err: error, run: job.runId }, 'the run could not be driven on');
    // The lease runs out, and whoever claims the run next goes on from what is committed.
    return 'lost';
  } finally {
    stopLease();
  }
}

class JobLost extends Error {}

type End = Omit<RunEnd, 'nowMs'>;

async function endOfRun(
  drive: Drive,
  job: RunJob,
  signal: AbortSignal,
): Promise<End | 'stopped' | 'nothing-to-do'> {
  const { context } = drive;
  // Before any call: answers must not wait for the thread that writes them to start.
  const storing = context.db.batches.getReady();
  const run = await beginRun(context.db, job, systemClock.now());
  if (run === null) return 'nothing-to-do';
  const wishes = await followWishes(drive, run);
  const history = await recordHistory(context, { run, job, clock: systemClock });
  let committed = run.progress;
  const told: Drive = {
    ...drive,
    onProgress(runId, progress) {
      committed = progress;
      history.progress(progress);
      drive.onProgress?.(runId, progress);
    },
  };
  const finish = async (end: Omit<End, 'seen'>): Promise<End> => {
    await history.end(end);
    return { ...end, seen: wishes.newest() };
  };
  try {
    await storing;
    const end = await endOfEngines(told, job, run, wishes, signal);
    if (end.status === 'stopped') return 'stopped';
    const { status, pauseReason, error, progress } = end;
    return await finish({ status, pauseReason, error, progress });
  } catch (error) {
    if (signal.aborted) return 'stopped';
    if (error instanceof JobLost) throw error;
    return await finish({ ...endOfError(context, run, error), progress: committed });
  } finally {
    wishes.stop();
  }
}

/** Drives the engine to the end of the run; between two goes, with no call out, it takes failed rows out again. */
async function endOfEngines(
  drive: Drive,
  job: RunJob,
  begun: RunRecord,
  wishes: FollowedWishes,
  signal: AbortSignal,
): Promise<EngineEnd> {
  let run = begun;
  for (;;) {
    if (wishes.newest().wantsRetry) {
      const next = await takeRetry(drive.context.db, job);
      if (next === null) throw new JobLost();
      run = next;
      await wishes.refresh();
    }
    const end = await endOfEngine(drive, job, run, { ...wishes.control, signal });
    const { wanted, wantsRetry } = wishes.newest();
    if (end.status !== 'paused' || end.pauseReason !== 'user' || wanted !== 'running' || !wantsRetry)
      return end;
  }
}

async function endOfEngine(drive: Drive, job: RunJob, run: RunRecord, control: Control): Promise<EngineEnd> {
  const { context } = drive;
  const prepared = await prepareRun(context, run);
  if (!prepared.ok) return { status: 'failed', error: prepared.error, progress: run.progress };
  const { engineJob, models } = prepared;
  const tools = openTools(context.config.dataDir, engineJob.compiled, run);
  await setRunEndpoint(context.db, job, endpointsOf(engineJob, models));
  const journal = await openJournal(context, run.journalScope);
  const shared = eachModel(models, (model) => ({
    ...watchKey(context, model.createCall(), model.usedKey),
    ...drive.limiters.acquire(model.limiterKey, model.limits),
  }));
  try {
    const ports = portsOf(drive, {
      run,
      job,
      models: shared,
      journal,
      tools,
      signal: control.signal,
    });
    return await runEngine({ ...engineJob, isAwaited: drive.isAwaited === true }, ports, control);
  } finally {
    tools?.close();
    for (const { release } of shared) release();
    for (const { record } of shared) await record(run);
  }
}

/** A full disk pauses: it is the machine's trouble, and the run goes on when there is room again. */
function endOfError({ log }: Context, run: RunRecord, error: unknown): Omit<End, 'seen' | 'progress'> {
  if (storageProblem(error) === 'disk-full') {
    log.error({ run: run.id }, 'the disk is full: the run pauses');
    return { status: 'paused', pauseReason: 'disk' };
  }
  if (error instanceof AppError) {
    return { status: 'failed', error: { code: error.code, message: error.message } };
  }
  const trace = Math.random().toString(36).slice(2, 10);
  log.error({ err: error, run: run.id, trace }, 'a run failed by an error of the program');
  const message = `Something went wrong inside Seedloom. The log has it under ${trace}. Resume goes on from the last row.`;
  return { status: 'failed', error: { code: 'internal', message } };
}

type Prepared =
  | { ok: true; engineJob: EngineJob; models: ResolvedModels }
  | { ok: false; error: { code: string; message: string } };

async function prepareRun(context: Context, run: RunRecord): Promise<Prepared> {
  const { db } = context;
  const text = (await readRunText(db, run.id)) ?? '';
  const { recipe: written, diagnostics } = readRecipe(text);
  const recipe = written && allowTokens(written, run.maxNewTokens);
  const firstError = (list: typeof diagnostics) => list.find((diagnostic) => diagnostic.severity === 'error');
  if (recipe === null) {
    return {
      ok: false,
      error: {
        code: 'recipe-invalid',
        message: firstError(diagnostics)?.message ?? 'The recipe can not be read.',
      },
    };
  }
  const resolved = await resolveModels(context, {
    recipe,
    text,
    modelOverride: run.model ?? undefined,
    secrets: await openJobSecrets(context, {
      text,
      owners: secretOwners(run),
      createdAtMs: run.createdAtMs,
      areExpected: run.recipeId === null || undefined,
    }),
  });
  if (!resolved.ok) {
    const found = firstError(resolved.diagnostics);
    return {
      ok: false,
      error: {
        code: found?.code ?? 'missing-model',
        message: found?.message ?? 'The recipe names no model.',
      },
    };
  }
  await loadSamplers(recipe);
  const engineJob: EngineJob = {
    compiled: compileRecipe(recipe, storedTables(context.config.dataDir, run.sources)),
    seed: run.seed,
    models: eachModel(resolved.models, engineModel),
    finished: await finishedRows(db, run.id),
    progress: run.progress,
  };
  return { ok: true, engineJob, models: resolved.models };
}

/** The recipe with the length of answers that a retry allowed; null = its own. */
export function allowTokens(recipe: Recipe, maxNewTokens: number | null): Recipe {
  if (maxNewTokens === null) return recipe;
  const { inference_config: inference } = recipe;
  const generation = { ...inference.generation, max_new_tokens: maxNewTokens };
  return { ...recipe, inference_config: { ...inference, generation } };
}

function endpointsOf(job: EngineJob, [main, ...others]: ResolvedModels): RunEndpoint {
  return { ...endpointOf(job, main), others: others.map((model) => endpointOf(job, model)) };
}

function endpointOf(
  { compiled }: EngineJob,
  { endpoint, limits, price, providerName }: ResolvedModel,
): Endpoint {
  return {
    engine: endpoint.engine,
    baseUrl: endpoint.baseUrl,
    providerName,
    model: endpoint.modelName,
    maxConcurrency: limits.maxConcurrency,
    requestsPerMinute: limits.requestsPerMinute ?? null,
    timeoutMs: limits.timeoutMs,
    maxNewTokens: generationOf(compiled.recipe).maxNewTokens,
    price: price && {
      inputUsdPerMillion: price.inputUsdPerMillion,
      outputUsdPerMillion: price.outputUsdPerMillion,
    },
  };
}

/** A run's own keys go before those of its recipe. */
function secretOwners({ id, recipeId }: RunRecord): SecretOwner[] {
  return recipeId === null ? [`run:${id}`] : [`run:${id}`, `recipe:${recipeId}`];
}

/** The world as the engine of this run sees it: every write carries the fence. */
type RunWorld = {
  run: RunRecord;
  job: RunJob;
  models: EnginePorts['models'];
  journal: EnginePorts['journal'];
  tools: DatabaseTools | null;
  signal: AbortSignal;
};

function portsOf(drive: Drive, { run, job, models, journal, tools, signal }: RunWorld): EnginePorts {
  const { db, log } = drive.context;
  let waitingWrites: Promise<unknown> = Promise.resolve();
  return {
    clock: steadyClock,
    models,
    journal,
    ...(tools !== null && { tools }),
    acceptedRows: () => acceptedRows(db, run.id),
    async commit(batch) {
      const isOurs = await whileBusy(systemClock, signal, () => commitBatch(db, job, batch));
      if (!isOurs) throw new JobLost();
      drive.onProgress?.(run.id, batch.progress);
    },
    onWaiting(waiting) {
      drive.onWaiting?.(run.id, waiting?.message ?? null);
      const stored = waiting && { reason: waiting.message, untilMs: waiting.untilMs };
      waitingWrites = waitingWrites
        .then(() => setRunWaiting(db, job, stored))
        .catch((error: unknown) => log.warn({ err: error }, 'what the run waits for could not be written'));
    },
  };
}

/** Repeats a write while another process holds the database, for as long as nobody stops us. */
async function whileBusy<Result>(
  clock: Clock,
  signal: AbortSignal,
  write: () => Promise<Result>,
): Promise<Result> {
  for (let delayMs = 50; ; delayMs = Math.min(2 * delayMs, 2000)) {
    try {
      return await write();
    } catch (error) {
      if (storageProblem(error) !== 'busy' || signal.aborted) throw error;
    }
    await clock.sleep(delayMs, signal);
  }
}

type FollowedWishes = {
  control: Omit<Control, 'signal'>;
  newest(): RunWishes;
  /** Reads them again now. */
  refresh(): Promise<void>;
  stop(): void;
};

/** Keeps the wishes of a run in memory, read again whenever the database was changed by others. */
async function followWishes({ context, wishes }: Drive, run: RunRecord): Promise<FollowedWishes> {
  const listeners = new Set<() => void>();
  let newest: RunWishes = (await readRunWishes(context.db, run.id)) ?? {
    ...run,
    wantsRetry: false,
  };
  let reading: Promise<void> | null = null;
  let isStale = false;
  const read = (): Promise<void> => {
    isStale = true;
    reading ??= readAgain().finally(() => (reading = null));
    return reading;
  };
  const readAgain = async () => {
    try {
      while (isStale) {
        isStale = false;
        const before = JSON.stringify(newest);
        newest = (await readRunWishes(context.db, run.id)) ?? newest;
        if (JSON.stringify(newest) !== before) for (const listener of [...listeners]) listener();
      }
    } catch (error) {
      context.log.warn({ err: error, run: run.id }, 'the wishes of a run could not be read');
    }
  };
  return {
    newest: () => newest,
    refresh: read,
    stop: wishes.listen(() => void read()),
    control: {
      // To take up failed rows again the engine comes to rest first.
      wanted: () => (newest.wanted === 'running' && newest.wantsRetry ? 'paused' : newest.wanted),
      budget: () => newest.budget,
      target: () => ({ rows: newest.targetRows, maxRows: newest.maxRows }),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

/** A full disk may have no room for the end either: that is tried again until somebody stops us. */
async function writeEnd({ context, signal }: Drive, job: RunJob, end: End): Promise<boolean> {
  for (let delayMs = 100; ; delayMs = Math.min(2 * delayMs, 5000)) {
    try {
      return await endRun(context.db, job, { ...end, nowMs: systemClock.now() });
    } catch (error) {
      if (storageProblem(error) === null || signal.aborted) throw error;
    }
    await systemClock.sleep(delayMs, signal);
  }
}
