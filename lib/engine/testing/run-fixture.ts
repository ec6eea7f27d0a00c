import type { CallModel } from '@/lib/llm/model-call';
import type { ModelPrice } from '@/lib/llm/price';
import type { Budget } from '@/lib/run/budget';
import { defaultMaxRows } from '@/lib/run/max-rows';
import type { Wanted } from '@/lib/run/run-status';
import type { Control, EngineEnd, EngineModel, EnginePorts } from '../engine-job';
import { createModelLimiter, type ModelLimiter } from '../model-limiter';
import type { RowProgram } from '../rows/row-program';
import { type ProgramJob, runProgram } from '../run-engine';
import { createFakeClock, type FakeClock } from './fake-clock';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { createTestProgram } from './test-program';

/** Wishes that a test changes while the run goes on. */
export type TestControl = Control & {
  wish(changes: { wanted?: Wanted; budget?: Budget; rows?: number; maxRows?: number }): void;
  stop(): void;
};

/** Starts with `running`, no budget, and the default of most rows. */
export function createTestControl(rows: number, budget: Budget = {}): TestControl {
  let wishes: { wanted: Wanted; budget: Budget; rows: number; maxRows: number } = {
    wanted: 'running',
    budget,
    rows,
    maxRows: defaultMaxRows(rows),
  };
  const listeners = new Set<() => void>();
  const hardStop = new AbortController();
  return {
    wanted: () => wishes.wanted,
    budget: () => wishes.budget,
    target: () => ({ rows: wishes.rows, maxRows: wishes.maxRows }),
    signal: hardStop.signal,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wish(changes) {
      wishes = { ...wishes, ...changes };
      for (const listener of listeners) listener();
    },
    stop: () => hardStop.abort(),
  };
}

/** Everything a run stands on, in memory and on a fake clock. */
export type RunFixture = {
  readonly clock: FakeClock;
  readonly store: ReturnType<typeof createMemoryStore>;
};

/** A clock and an empty store. */
export function createRunFixture(clock = createFakeClock()): RunFixture {
  return { clock, store: createMemoryStore(clock) };
}

/** The model of a test run. */
export const testModel: EngineModel = {
  endpoint: { engine: 'REMOTE', baseUrl: 'http://model/v1', modelName: 'scripted' },
  price: null,
  maxRetries: 3,
  retryBackoffBaseMs: 1000,
  retryBackoffMaxMs: 30_000,
};

/** What a test says about a run; the rest is ordinary. */
export type RunOptions = {
  readonly callModel: CallModel;
  readonly control: Control;
  readonly program?: RowProgram;
  readonly limiter?: ModelLimiter;
  readonly concurrency?: number;
  readonly price?: ModelPrice | null;
  readonly model?: Partial<EngineModel>;
  readonly job?: Partial<ProgramJob>;
  readonly ports?: Partial<EnginePorts>;
};

/** Starts a run from what the store holds. */
export function startRun(
  { clock, store }: { clock: FakeClock; store: MemoryStore },
  options: RunOptions,
): Promise<EngineEnd> {
  const { callModel, control, program = createTestProgram(), concurrency = 8, price = null } = options;
  return runProgram(
    program,
    {
      seed: 7,
      models: [{ ...testModel, price, ...options.model }],
      finished: store.finished(),
      progress: store.progress,
      comparison: null,
      ...options.job,
    },
    {
      clock,
      models: [
        { callModel, limiter: options.limiter ?? createModelLimiter({ maxConcurrency: concurrency }, clock) },
      ],
      journal: store.journal(),
      commit: (batch) => store.commit(batch),
      ...options.ports,
    },
    control,
  );
}
