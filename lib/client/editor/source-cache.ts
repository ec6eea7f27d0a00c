import type { SourceRecords } from '@/lib/api/source-records';
import type { ReadSourceBody } from '@/lib/api/source-wire';
import type { DraftRecipe } from '@/lib/recipe/draft';
import type { SourceFacts } from '@/lib/recipe/sources/source-facts';
import { draftSpecs, placeOfSource, sourceKey, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import {
  BadRecord,
  type BadRecords,
  type SourceRecord,
  type SourceTable,
  type SourceTables,
} from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';

/** What the server says of a source. */
export type KnownSource =
  | { state: 'reading' }
  | { state: 'read'; count: number; columns: readonly string[]; bad: BadRecords | null }
  | { state: 'failed'; message: string };

/** The sources of one open editor, as far as they have come from the server. */
export type SourceCache = {
  /** Another object after each arrival. */
  readonly facts: SourceFacts & { stateOf(spec: SourceSpec): KnownSource | undefined };
  /** Tables whose records come as they are asked for. */
  readonly tables: SourceTables;
  /** Says which sources the text names now: those that are new are read. */
  want(draft: DraftRecipe): void;
  /** Reads a source again that could not be read. */
  retry(spec: SourceSpec): void;
  /** Nothing is asked for before; the returned function calls off what is on its way. */
  open(): () => void;
};

export type SourceCacheOptions = {
  read: (body: ReadSourceBody, signal: AbortSignal) => Promise<SourceRecords>;
  /** Something has come: what was planned without it is to be planned again. */
  onArrival: () => void;
};

/** A path that is being typed is not asked for at each key, nor is each length of segments. */
const restMs = 400;
const retryMs = [2000, 5000, 15_000];
const mostAtOnce = 500;
/** Records of this number of asked-for places are kept, and those of the time before. */
const generation = 5000;

/**
 * Fetches facts and records of sources as plans ask for them, many in one request, and keeps them. Only uploads and
 * datasets of the hub are asked for: the studio reads no paths. A server that is away is asked again.
 */
export function createSourceCache({ read, onArrival }: SourceCacheOptions): SourceCache {
  const known = new Map<string, KnownSource>();
  const pools = new Map<string, RecordPool>();
  let abort: AbortController | null = null;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let wanted: readonly SourceSpec[] = [];
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let facts = makeFacts();

  return {
    get facts() {
      return facts;
    },
    tables: (spec, columns) => {
      const found = known.get(sourceKey(spec));
      return found?.state === 'read' ? tableOf(spec, found, columns) : null;
    },
    want(draft) {
      wanted = draftSpecs(draft).filter(isServed);
      const isFirst = known.size === 0;
      clearTimeout(restTimer);
      if (abort === null || wanted.every((spec) => known.has(sourceKey(spec)))) return;
      if (isFirst) readWanted();
      else restTimer = setTimeout(readWanted, restMs);
    },
    retry: (spec) => void readFacts(spec, 0),
    open() {
      abort = new AbortController();
      readWanted();
      if (known.size > 0) onArrival();
      return close;
    },
  };

  function close() {
    abort?.abort();
    abort = null;
    clearTimeout(restTimer);
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    // What was on its way is asked for again, should the editor go on.
    pools.clear();
    for (const [key, { state }] of known) if (state === 'reading') known.delete(key);
  }

  function readWanted() {
    for (const spec of wanted) if (!known.has(sourceKey(spec))) void readFacts(spec, 0);
  }

  /** An answer, or null once the editor is closed. Throws what the server refuses. */
  async function ask(body: ReadSourceBody): Promise<SourceRecords | null> {
    const signal = abort?.signal;
    if (signal === undefined) return null;
    try {
      const answer = await read(body, signal);
      return signal.aborted ? null : answer;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async function readFacts(spec: SourceSpec, attempt: number): Promise<void> {
    const key = sourceKey(spec);
    settle(key, { state: 'reading' });
    try {
      const answer = await ask({ source: bodyOf(spec), indices: [] });
      if (answer === null) return;
      const { count, columns, badRecords: bad } = answer;
      settle(key, { state: 'read', count, columns, bad });
    } catch (error) {
      if (isAway(error)) later(attempt, () => void readFacts(spec, attempt + 1));
      else settle(key, { state: 'failed', message: reasonOf(error) });
    }
  }

  function settle(key: string, state: KnownSource) {
    known.set(key, state);
    arrived();
  }

  function arrived() {
    facts = makeFacts();
    onArrival();
  }

  function makeFacts(): SourceCache['facts'] {
    const stateOf = (key: string) => known.get(key);
    return {
      canReadPaths: false,
      columnsOf(key) {
        const found = stateOf(key);
        return found?.state === 'read' ? found.columns : undefined;
      },
      problemOf(key) {
        const found = stateOf(key);
        return found?.state === 'failed' ? found.message : undefined;
      },
      badOf(key) {
        const found = stateOf(key);
        return found?.state === 'read' ? found.bad : null;
      },
      stateOf: (spec) => stateOf(sourceKey(spec)),
    };
  }

  function tableOf(
    spec: SourceSpec,
    { count, columns }: { count: number; columns: readonly string[] },
    picked: readonly string[] | null,
  ): SourceTable {
    const key = JSON.stringify([sourceKey(spec), picked]);
    const pool = pools.get(key) ?? createPool(spec, picked);
    pools.set(key, pool);
    return { count, columns, at: pool.at };
  }

  function createPool(spec: SourceSpec, picked: readonly string[] | null): RecordPool {
    let young = new Map<number, SourceRecord | BadRecord>();
    let old = new Map<number, SourceRecord | BadRecord>();
    const asked = new Set<number>();
    let isScheduled = false;

    function at(index: number): SourceRecord | BadRecord | undefined {
      const record = young.get(index) ?? old.get(index);
      if (record !== undefined) {
        young.set(index, record);
        return record;
      }
      asked.add(index);
      schedule();
      return undefined;
    }

    function schedule() {
      if (isScheduled) return;
      isScheduled = true;
      // After the plan that is being made has asked for all it needs.
      queueMicrotask(() => void fetchAsked(0));
    }

    async function fetchAsked(attempt: number): Promise<void> {
      const indices = [...asked].slice(0, mostAtOnce);
      const body = { source: bodyOf(spec), indices, ...(picked !== null && { columns: [...picked] }) };
      try {
        const answer = await ask(body);
        isScheduled = false;
        if (answer === null) return;
        if (young.size > generation) {
          old = young;
          young = new Map();
        }
        for (const [position, index] of indices.entries()) {
          const record = answer.records[position];
          young.set(index, record ?? new BadRecord(answer.bad.get(index) ?? 'a record can’t be read'));
          asked.delete(index);
        }
        if (asked.size > 0) schedule();
        arrived();
      } catch (error) {
        if (isAway(error)) return later(attempt, () => void fetchAsked(attempt + 1));
        asked.clear();
        isScheduled = false;
        settle(sourceKey(spec), { state: 'failed', message: reasonOf(error) });
      }
    }

    return { at };
  }

  function later(attempt: number, act: () => void) {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      retryMs[Math.min(attempt, retryMs.length - 1)],
    );
    timers.add(timer);
  }
}

type RecordPool = Pick<SourceTable, 'at'>;

function isServed({ path }: SourceSpec): boolean {
  const { type } = placeOfSource(path);
  return type === 'upload' || type === 'hub';
}

function bodyOf(spec: SourceSpec): ReadSourceBody['source'] {
  const { path, kind } = spec;
  if (spec.kind === 'data') {
    return {
      path,
      kind,
      ...(spec.split !== null && { hf_split: spec.split }),
      ...(spec.revision !== null && { hf_revision: spec.revision }),
    };
  }
  if (spec.segments === null) return { path, kind };
  return {
    path,
    kind,
    segmentation_params: { segment_length: spec.segments.length, segment_overlap: spec.segments.overlap },
  };
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'server-unreachable' || error.code === 'unavailable');
}

/** The server's own words, to stand behind the field's name. */
function reasonOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'it could not be read. The log holds the details';
  return error.message.replace(/^source: /, '').replace(/\.$/, '');
}
