import { howToWrite } from '@/lib/recipe/checks/check-databases';
import type { Environment } from '@/lib/recipe/environment-schema';
import type { DatabaseProblem } from '@/lib/recipe/environments/database-problem';
import type { ToolSql } from '@/lib/recipe/environments/database-sql';
import { kindOfStatement, mayStandInSetUp, setUpTexts, splitSql } from '@/lib/recipe/environments/sql-text';
import type { Recipe } from '@/lib/recipe/schema';
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

/** A database whose SQL is to be looked at: how it is made, and what its tools do in it. */
export type DatabaseSql = {
  readonly from: { readonly file: string } | Parameters<typeof setUpTexts>[0];
  readonly tools: readonly ToolSql[];
};

/**
 * Makes a database and prepares the statements of its tools: what SQLite says to them. Nothing of a row is looked at.
 * Statements that lead out of the database are not carried out, and it is the checks of a recipe that tell of them.
 */
export async function inspectDatabase({ from, tools }: DatabaseSql): Promise<DatabaseProblem[]> {
  const setUp = 'file' in from ? [] : setUpTexts(from);
  if (!setUp.every(({ statement }) => mayStandInSetUp(statement))) return [];
  const process = startSqlProcess();
  try {
    const setup = 'file' in from ? from : { sql: setUp.map(({ statement }) => statement.text) };
    const opened = await answerOf(process, { type: 'open', environmentId, setup });
    if ('problem' in opened) {
      const at = 'at' in opened ? setUp[opened.at] : undefined;
      const key = 'file' in from ? 'db_path' : (at?.key ?? 'schema_sql');
      return [{ place: { type: 'set-up', key }, text: `SQLite says: ${opened.problem}` }];
    }
    const problems: DatabaseProblem[] = [];
    for (const tool of tools) {
      const text = await problemOf(process, tool);
      if (text !== null) problems.push({ place: { type: 'tool', toolId: tool.id }, text });
    }
    return problems;
  } finally {
    process.close();
  }
}

/** A process of its own has no other. */
const environmentId = 'database';

async function problemOf(process: SqlProcess, tool: ToolSql): Promise<string | null> {
  const statements = splitSql(tool.sql);
  if (statements.some((statement) => kindOfStatement(statement) === 'refused')) return null;
  const steps = statements.map(({ text, parameters }) => ({ text, names: parameters }));
  const reply = await answerOf(process, { type: 'check', environmentId, steps });
  if ('problem' in reply) return `SQLite says: ${reply.problem}`;
  const checks: readonly SqlCheck[] = 'checks' in reply ? reply.checks : [];
  for (const check of checks) {
    if ('problem' in check) return `SQLite says: ${check.problem}`;
    if (check.writes && tool.isReadOnly) return `a statement writes. ${howToWrite}`;
  }
  const last = checks.at(-1);
  if (last !== undefined && !('problem' in last) && !last.givesRows && tool.needsRows) {
    return 'the last statement gives no rows, but output_schema asks for some. Add RETURNING, or a SELECT after it';
  }
  return null;
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
