import { compileTools, type Tool } from '@/lib/environments/tool-set';
import { howToWrite } from '@/lib/recipe/checks/check-databases';
import type { Environment } from '@/lib/recipe/environment-schema';
import type { DatabaseProblem } from '@/lib/recipe/environments/database-problem';
import { setUpTexts } from '@/lib/recipe/environments/sql-text';
import type { Recipe } from '@/lib/recipe/schema';
import { isDict, isList } from '@/lib/util/value';
import { SqlProcessEnded, sqlLimits, startSqlProcess, type SqlProcess } from './run-sql-process';
import type { SqlCheck, SqlReply, SqlSetup } from './sql-process';

/** The environments of a recipe that are databases. */
export function databasesOf({ environment_config: catalogue }: Recipe): readonly Environment[] {
  return (catalogue?.environments ?? []).filter(({ env_type: type }) => type === 'database');
}

/** The statements that make a database, or its file. */
export function setupOf({ env_kwargs: kwargs }: Environment, file: string | undefined): SqlSetup {
  return file === undefined ? { sql: setUpTexts(kwargs).map(({ statement }) => statement.text) } : { file };
}

/**
 * Makes each database and prepares the statements of its tools: what SQLite says to them, by the id of the
 * environment. Nothing of a row is looked at.
 */
export async function inspectDatabases(
  environments: readonly Environment[],
  fileOf: (environment: Environment) => string | undefined,
): Promise<ReadonlyMap<string, readonly DatabaseProblem[]>> {
  const problems = new Map<string, readonly DatabaseProblem[]>();
  for (const environment of environments) {
    const process = startSqlProcess();
    try {
      problems.set(environment.id, await inspect(process, environment, fileOf(environment)));
    } finally {
      process.close();
    }
  }
  return problems;
}

async function inspect(
  process: SqlProcess,
  environment: Environment,
  file: string | undefined,
): Promise<DatabaseProblem[]> {
  const { id: environmentId } = environment;
  const opened = await answerOf(process, { type: 'open', environmentId, setup: setupOf(environment, file) });
  if ('problem' in opened) {
    const at = 'at' in opened ? opened.at : -1;
    const key =
      file === undefined ? (setUpTexts(environment.env_kwargs)[at]?.key ?? 'schema_sql') : 'db_path';
    return [{ place: { type: 'set-up', key }, text: `SQLite says: ${opened.problem}` }];
  }
  const problems: DatabaseProblem[] = [];
  const scope = { available_environments: [], available_tools: [] };
  for (const tool of compileTools([environment], scope)?.tools.values() ?? []) {
    const text = await problemOf(process, tool);
    if (text !== null) problems.push({ place: { type: 'tool', toolId: tool.id }, text });
  }
  return problems;
}

async function problemOf(process: SqlProcess, tool: Tool): Promise<string | null> {
  const { source, environmentId } = tool;
  if (source.type !== 'database') return null;
  const steps = source.statements.map(({ text, parameters }) => ({ text, names: parameters }));
  const reply = await answerOf(process, { type: 'check', environmentId, steps });
  if ('problem' in reply) return `SQLite says: ${reply.problem}`;
  const checks: readonly SqlCheck[] = 'checks' in reply ? reply.checks : [];
  for (const check of checks) {
    if ('problem' in check) return `SQLite says: ${check.problem}`;
    if (check.writes && source.isReadOnly) return `a statement writes. ${howToWrite}`;
  }
  const last = checks.at(-1);
  if (last !== undefined && !('problem' in last) && !last.givesRows && !takesCounts(tool)) {
    return 'the last statement gives no rows, but output_schema asks for some. Add RETURNING, or a SELECT after it';
  }
  return null;
}

/** Whether what a tool gives may be an object, as the number of changed rows is told. */
function takesCounts({ outputSchema }: Tool): boolean {
  const type = isDict(outputSchema) ? outputSchema.get('type') : undefined;
  return type === undefined || (isList(type) ? type : [type]).includes('object');
}

/** An answer, or why there is none. */
async function answerOf(process: SqlProcess, request: Parameters<SqlProcess['ask']>[0]): Promise<SqlReply> {
  try {
    return await process.ask(request);
  } catch (error) {
    if (!(error instanceof SqlProcessEnded)) throw error;
    return { problem: endWords[error.reason], at: -1 };
  }
}

const endWords = {
  deadline: `a statement takes longer than ${sqlLimits.statementMs / 1000} s`,
  memory: `it takes more than ${sqlLimits.memoryBytes / 2 ** 20} MB of memory`,
  unknown: 'the process that asks it has ended',
};
