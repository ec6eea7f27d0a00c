import type { CheckDatabaseBody, WireDatabaseProblems } from '@/lib/api/source-wire';
import type { DraftEnvironment, DraftRecipe } from '@/lib/recipe/draft';
import type { DatabaseProblem } from '@/lib/recipe/environments/database-problem';
import { toolsOfDatabase } from '@/lib/recipe/environments/database-sql';

/** What SQLite says to the databases of one open editor, as far as it has come from the server. */
export type DatabaseCache = {
  problemsOf: (environment: DraftEnvironment) => readonly DatabaseProblem[];
  /** Says which databases the text has now: those that are new are asked about. */
  want(draft: DraftRecipe): void;
  /** Nothing is asked before; the returned function calls off what is on its way. */
  open(): () => void;
};

export type DatabaseCacheOptions = {
  check: (body: CheckDatabaseBody, signal: AbortSignal) => Promise<WireDatabaseProblems>;
  /** Something has come: the text is to be read again. */
  onArrival: () => void;
};

/** SQL that is being typed is not asked about at each key. */
const restMs = 400;
/** Answers that are kept: those of the states of the text that were asked about last. */
const mostKept = 50;

/**
 * Asks the server what SQLite says to SQL as it stands, once for each state of it. A server that is away is asked again
 * after the next change of the text: the worker looks at all of it before a run in any case.
 */
export function createDatabaseCache({ check, onArrival }: DatabaseCacheOptions): DatabaseCache {
  const known = new Map<string, readonly DatabaseProblem[]>();
  let wanted: readonly CheckDatabaseBody[] = [];
  let abort: AbortController | null = null;
  let asking: AbortSignal | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    problemsOf(environment) {
      const body = bodyOf(environment);
      return (body && known.get(JSON.stringify(body))) ?? [];
    },
    want(draft) {
      wanted = (draft.environment_config?.environments ?? []).flatMap(
        (environment) => (environment && bodyOf(environment)) ?? [],
      );
      clearTimeout(timer);
      if (abort !== null && wanted.length > 0) timer = setTimeout(() => void askWanted(), restMs);
    },
    open() {
      abort = new AbortController();
      void askWanted();
      return () => {
        abort?.abort();
        abort = null;
        clearTimeout(timer);
      };
    },
  };

  /** One after the other: SQL that takes long must not pile up while it is typed. */
  async function askWanted() {
    const signal = abort?.signal;
    if (signal === undefined || asking === signal) return;
    asking = signal;
    try {
      for (let body = nextWanted(); body !== undefined; body = nextWanted()) {
        const { problems } = await check(body, signal);
        if (signal.aborted) return;
        known.set(JSON.stringify(body), problems.map(readProblem));
        const [oldest] = known.keys();
        if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
        onArrival();
      }
    } catch {
      // It is not known then, and nothing is said.
    } finally {
      if (asking === signal) asking = null;
    }
  }

  function nextWanted(): CheckDatabaseBody | undefined {
    return wanted.find((body) => !known.has(JSON.stringify(body)));
  }
}

/** Null where there is nothing that SQLite could be asked. */
function bodyOf(environment: DraftEnvironment): CheckDatabaseBody | null {
  const { env_type: type, env_kwargs: { schema_sql: schema, seed_sql: seed } = {} } = environment;
  if (type !== 'database' || schema === undefined) return null;
  return {
    schema_sql: schema,
    ...(seed !== undefined && { seed_sql: seed }),
    tools: toolsOfDatabase(environment).map(({ id, sql, isReadOnly, needsRows }) => ({
      id,
      sql,
      read_only: isReadOnly,
      needs_rows: needsRows,
    })),
  };
}

function readProblem({ place, text }: WireDatabaseProblems['problems'][number]): DatabaseProblem {
  return { place: place.type === 'tool' ? { type: 'tool', toolId: place.tool_id } : place, text };
}
