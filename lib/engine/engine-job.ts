import type { Endpoint } from '@/lib/llm/endpoint';
import type { CallModel } from '@/lib/llm/model-call';
import type { ModelPrice } from '@/lib/llm/price';
import type { CompiledRecipe } from '@/lib/plan/compile';
import type { ToolUse } from '@/lib/plan/exchange';
import type { Budget } from '@/lib/run/budget';
import type { RunProgress } from '@/lib/run/progress';
import type { PauseReason, Wanted } from '@/lib/run/run-status';
import type { Cells } from '@/lib/quality/rejection';
import type { Batch } from './batch';
import type { Clock } from './clock';
import type { FinishedRows } from './finished-rows';
import type { JournalEntry } from './journal-entry';
import type { ModelLimiter, Waiting } from './model-limiter';

/** Everything that decides what a run asks and makes; plain data. */
export type EngineJob = {
  readonly compiled: CompiledRecipe;
  readonly seed: number;
  /** A trial: these rows and no others; nothing replaces a failed one. */
  readonly onlyRows?: readonly number[];
  /** The recipe's own model first, then those that attributes have for themselves, in the order of the recipe. */
  readonly models: readonly [EngineModel, ...EngineModel[]];
  /** Outcomes that are stored already: they are not made again. */
  readonly finished: FinishedRows;
  /** The stored progress, to go on counting from. */
  readonly progress: RunProgress;
  /** Somebody waits for the end: an endpoint that has answered nothing yet fails the run instead of being waited for. */
  readonly isAwaited?: boolean;
};

/** A model that a job asks, and how often a call to it is tried. */
export type EngineModel = {
  readonly endpoint: Endpoint;
  readonly price: ModelPrice | null;
  readonly maxRetries: number;
  readonly retryBackoffBaseMs: number;
  readonly retryBackoffMaxMs: number;
};

/** The way to a model: each has its own key, address and limits. */
export type ModelPorts = { readonly callModel: CallModel; readonly limiter: ModelLimiter };

/** The world as the engine sees it. */
export type EnginePorts = {
  readonly clock: Clock;
  /** As many as the job has models, in their order. */
  readonly models: readonly [ModelPorts, ...ModelPorts[]];
  readonly journal: Journal;
  /** Absent where no attribute uses tools. */
  readonly tools?: Tools;
  /**
   * The rows that are accepted already, in row order, a page at a time: read at the start where rules compare rows. A job that never
   * goes on with earlier rows has none.
   */
  readonly acceptedRows?: () => AsyncIterable<readonly AcceptedRow[]>;
  /** Makes a batch durable. Called one at a time; a rejection ends the run with that error. */
  readonly commit: (batch: Batch) => Promise<void>;
  /** Pieces of an answer as they arrive; asks for streams, so leave it out where nobody watches. */
  readonly onText?: (question: AskedQuestion, delta: string) => void;
  /** An answer that has been taken, also a reused one, before it is durable. */
  readonly onAnswer?: (entry: JournalEntry, reused: boolean) => void;
  /** What the whole run waits for (null = nothing any more): the endpoint is down, or asked for a pause. */
  readonly onWaiting?: (waiting: Waiting | null) => void;
};

/** Which question of a row is being answered. */
export type AskedQuestion = { readonly row: number; readonly attributeId: string; readonly step: string };

/** What a use of a tool gave, as the model is told it; or why the row can't go on. */
export type ToolOutcome =
  | { readonly text: string }
  | { readonly failure: { readonly code: string; readonly message: string } };

/** What rows do with tools. A row's state begins with its first use and is gone when it is released. */
export type Tools = {
  /** Never rejects for what the tool says: an error of a tool is an outcome. */
  use(place: { readonly row: number; readonly attributeId: string }, use: ToolUse): Promise<ToolOutcome>;
  /** Also called for rows that used none. */
  release(row: number): void;
};

/** A row that is accepted, with all its cells. */
export type AcceptedRow = { readonly index: number; readonly cells: Cells };

/** The stored answers that this run may use. */
export type Journal = {
  /** False when nothing is stored in its scope: then nothing is looked up. */
  readonly has: boolean;
  find(keys: readonly string[]): Promise<ReadonlyMap<string, JournalEntry>>;
};

/** What people want of a run while it goes on; read again whenever `onChange` calls back. */
export type Control = {
  wanted(): Wanted;
  budget(): Budget;
  /** May be raised while running. */
  target(): { readonly rows: number; readonly maxRows: number };
  /** Hard stop: calls are cut off and everything is left as last committed. */
  readonly signal: AbortSignal;
  /** Registers for changes of the above; returns how to stop listening. */
  onChange(listener: () => void): () => void;
};

/** How a run ended, this time. `stopped` = by the signal; such a run goes on at the next start. */
export type EngineEnd = {
  readonly status: 'completed' | 'paused' | 'cancelled' | 'failed' | 'stopped';
  readonly pauseReason?: PauseReason;
  readonly error?: { readonly code: string; readonly message: string };
  readonly progress: RunProgress;
};
