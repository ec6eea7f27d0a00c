import type { ToolOutcome, Tools } from '@/lib/engine/engine-job';
import { databaseText, type DatabaseResult } from '@/lib/environments/database-result';
import { toolFailure } from '@/lib/environments/tool-call';
import type { Tool } from '@/lib/environments/tool-set';
import type { CompiledRecipe } from '@/lib/plan/compile';
import type { ToolUse } from '@/lib/plan/exchange';
import type { JsonObject } from '@/lib/llm/message';
import { AppError } from '@/lib/util/app-error';
import { fastHash128Hex } from '@/lib/util/fast-hash';
import { Float, type Value } from '@/lib/util/value';
import { SqlProcessEnded, sqlLimits, startSqlProcess, type SqlProcess } from './run-sql-process';
import type { SqlReply, SqlRequest, SqlSetup, SqlUse, SqlValue } from './sql-process';

/** Tools whose databases are held by a process of their own. */
export type DatabaseTools = Tools & { close(): void };

/** What the tools of a job work on. */
export type DatabaseToolsOptions = {
  readonly seed: number;
  /** What makes the database of an environment, by its id. */
  readonly setups: ReadonlyMap<string, SqlSetup>;
  readonly limits?: typeof sqlLimits;
};

/** The tools of a recipe's databases, or null where no conversation uses any. Nothing is started before the first use. */
export function createDatabaseTools(
  { steps }: CompiledRecipe,
  options: DatabaseToolsOptions,
): DatabaseTools | null {
  const tools = new Map<string, DatabaseTool>();
  for (const step of steps) {
    if (step.type !== 'conversation') continue;
    for (const tool of step.conversation.tools?.tools.values() ?? []) {
      const { source } = tool;
      if (source.type === 'database') tools.set(tool.id, { ...tool, source });
    }
  }
  return tools.size === 0 ? null : new Databases(tools, options);
}

type DatabaseTool = Tool & { readonly source: Extract<Tool['source'], { type: 'database' }> };

/** What a conversation has done to an environment's database. It begins as the environment is set up. */
type State = {
  readonly key: string;
  /** What made the database what it is, in order: done again where a copy is gone. */
  readonly writes: SqlUse[];
  uses: number;
  /** The process that holds a copy for it. */
  holder: SqlProcess | null;
};

class Databases implements DatabaseTools {
  readonly #tools: ReadonlyMap<string, DatabaseTool>;
  readonly #options: DatabaseToolsOptions;
  /** By row: each conversation has its own, so that what it finds does not hang on another's pace. */
  readonly #states = new Map<number, Map<string, State>>();
  /** Those with a copy, the one that rests longest first, with the size of its copy. */
  readonly #copies = new Map<State, number>();
  readonly #open = new Map<string, number>();
  #process: SqlProcess | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(tools: ReadonlyMap<string, DatabaseTool>, options: DatabaseToolsOptions) {
    this.#tools = tools;
    this.#options = options;
  }

  use(place: { row: number; attributeId: string }, use: ToolUse): Promise<ToolOutcome> {
    return this.#inTurn(() => this.#carryOut(this.#stateOf(place, use), use));
  }

  release(row: number): void {
    const states = [...(this.#states.get(row)?.values() ?? [])];
    this.#states.delete(row);
    if (states.some((state) => this.#copies.has(state))) {
      void this.#inTurn(() => this.#drop(states)).catch(() => undefined);
    }
  }

  close(): void {
    this.#process?.close();
    this.#process = null;
  }

  /** One at a time: what belongs together is not cut in two by a process that ends. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  #stateOf({ row, attributeId }: { row: number; attributeId: string }, { environmentId }: ToolUse): State {
    const states = this.#states.get(row) ?? new Map<string, State>();
    this.#states.set(row, states);
    const key = JSON.stringify([row, attributeId, environmentId]);
    const state = states.get(key) ?? { key, writes: [], uses: 0, holder: null };
    states.set(key, state);
    return state;
  }

  async #carryOut(state: State, use: ToolUse): Promise<ToolOutcome> {
    const tool = this.#tools.get(use.toolId);
    if (tool === undefined) throw new Error(`There is no tool ${use.toolId} of a database`);
    const { isReadOnly, statements } = tool.source;
    state.uses += 1;
    const wanted: SqlUse = {
      environmentId: use.environmentId,
      copy: isReadOnly && state.writes.length === 0 ? null : state.key,
      isReadOnly,
      steps: statements.map(({ text, parameters }) => ({ text, names: parameters })),
      values: boundValues(use.arguments),
      // By its number: the same again whenever this row is walked anew.
      seed: seedOf(`${this.#options.seed}/${state.key}/${state.uses}`),
    };
    try {
      await this.#prepare(state, wanted);
      const reply = await this.#ask({ type: 'use', use: wanted });
      if ('problem' in reply) return { text: toolFailure(tool.id, reply.problem) };
      if (!('result' in reply)) throw new Error('the process for SQL gave no result');
      if (!isReadOnly) state.writes.push(wanted);
      return { text: databaseText(tool, resultOf(reply.result)) };
    } catch (error) {
      if (!(error instanceof SqlProcessEnded)) throw error;
      return { failure: failureOf(tool, error, this.#limits) };
    }
  }

  /** Everything that a use builds on is there afterwards. */
  async #prepare(state: State, { environmentId, copy }: SqlUse): Promise<void> {
    if (this.#process === null || this.#process.hasEnded) {
      this.#open.clear();
      this.#copies.clear();
      this.#process = startSqlProcess(this.#limits);
    }
    const bytes = this.#open.get(environmentId) ?? (await this.#setUp(environmentId));
    this.#open.set(environmentId, bytes);
    if (copy === null) return;
    if (state.holder !== this.#process || !this.#copies.has(state)) {
      await this.#makeRoom(bytes);
      for (const write of state.writes) await this.#ask({ type: 'use', use: write });
      state.holder = this.#process;
    }
    this.#copies.delete(state);
    this.#copies.set(state, bytes);
  }

  async #setUp(environmentId: string): Promise<number> {
    const setup = this.#options.setups.get(environmentId);
    if (setup === undefined) throw new Error(`There is nothing to set ${environmentId} up from`);
    const reply = await this.#ask({ type: 'open', environmentId, setup });
    if ('bytes' in reply) return reply.bytes;
    const problem = 'problem' in reply ? reply.problem : 'it gave no answer';
    throw new AppError(
      'recipe-invalid',
      `The database of the environment ${environmentId} can't be made: ${problem}`,
    );
  }

  async #makeRoom(bytes: number): Promise<void> {
    const total = () => [...this.#copies.values()].reduce((sum, size) => sum + size, bytes);
    for (const oldest of [...this.#copies.keys()]) {
      if (total() <= this.#limits.copiesBytes) return;
      await this.#drop([oldest]);
    }
  }

  async #drop(states: readonly State[]): Promise<void> {
    for (const state of states) {
      if (!this.#copies.delete(state) || state.holder !== this.#process) continue;
      await this.#ask({ type: 'release', copy: state.key });
    }
  }

  async #ask(request: SqlRequest): Promise<SqlReply> {
    if (this.#process === null) throw new SqlProcessEnded('unknown');
    return this.#process.ask(request);
  }

  get #limits(): typeof sqlLimits {
    return this.#options.limits ?? sqlLimits;
  }
}

/** Arguments as SQLite takes them: whole numbers are its integers, truth is 1 or 0, lists and objects are JSON. */
function boundValues(input: JsonObject): Record<string, SqlValue> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, bound(value)]));
}

function bound(value: unknown): SqlValue {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'bigint')
    return value ?? null;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  return JSON.stringify(value);
}

function resultOf(result: Extract<SqlReply, { result: unknown }>['result']): DatabaseResult {
  if ('changes' in result) return result;
  return { columns: result.columns, rows: result.rows.map((row) => row.map(valueOf)) };
}

function valueOf(cell: SqlValue): Value {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  return typeof cell === 'number' && Number.isInteger(cell) ? new Float(cell) : cell;
}

function seedOf(text: string): number[] {
  const hash = fastHash128Hex(text);
  return [0, 8, 16, 24].map((at) => Number.parseInt(hash.slice(at, at + 8), 16));
}

function failureOf(
  { id }: Tool,
  { reason }: SqlProcessEnded,
  { statementMs, memoryBytes }: typeof sqlLimits,
): { code: string; message: string } {
  switch (reason) {
    case 'deadline': {
      const message = `The tool ${id} was stopped: a statement took longer than ${statementMs / 1000} s.`;
      return { code: 'tool-timeout', message };
    }
    case 'memory': {
      const message = `The tool ${id} was stopped: it took more than ${Math.floor(memoryBytes / 2 ** 20)} MB of memory.`;
      return { code: 'tool-memory', message };
    }
    case 'unknown':
      return {
        code: 'tool-failed',
        message: `The process in which the tool ${id} works has ended. Try the row again.`,
      };
  }
}
