import { nearestName } from '@/lib/util/nearest';
import { isDict } from '@/lib/util/value';
import type { DraftTool } from '../draft';
import {
  firstWord,
  kindOfStatement,
  mayStandInSetUp,
  setUpStatements,
  splitSql,
} from '../environments/sql-text';
import type { Finding, Reporter } from '../report';
import type { Path } from '../yaml/document';
import { refuseExecutor, type Place } from './environment-place';

/** A database: what can be told of its SQL without one, and what a try with one has told. */
export function checkDatabase({ environment, path, tools, reporter, facts }: Place): void {
  const kwargs = environment.env_kwargs ?? {};
  const at = [...path, 'env_kwargs'];
  const add = (finding: Finding) => reporter.add(finding);
  if ((kwargs.db_path === undefined) === (kwargs.schema_sql === undefined)) {
    const found = kwargs.db_path === undefined ? 'neither' : 'both';
    const text = `An environment of type database has exactly one of db_path and schema_sql, but this one has ${found}`;
    add({ code: 'missing-field', path: at, text, at: 'key' });
  }
  if (kwargs.seed_sql !== undefined && kwargs.schema_sql === undefined) {
    const text = 'goes with schema_sql alone: a file has its rows already';
    add({ code: 'not-supported', path: [...at, 'seed_sql'], text, at: 'key' });
  }
  if (kwargs.db_path !== undefined && !facts.canReadPaths) {
    const text = `"${kwargs.db_path}" is a path, and the studio reads no files of the machine it runs on. Write the tables as schema_sql and seed_sql, or run the recipe with the command line`;
    add({ code: 'source-path', path: [...at, 'db_path'], text });
  }
  checkSetUp({ environment, path, tools, reporter, facts });
  for (const { tool, path: toolPath } of tools) {
    if (tool.sql !== undefined) {
      checkSql(tool, toolPath, reporter);
      continue;
    }
    const advice = 'Write what it does under sql beside it, with the arguments as :name';
    refuseExecutor({ tool, at: toolPath, reporter, advice });
    if ((tool.executor ?? '') === '') {
      const text = `is missing: it says what the tool "${tool.id ?? ''}" does in the database`;
      add({ code: 'missing-field', path: [...toolPath, 'sql'], text });
    }
  }
}

/** Statements that tools and set-ups have no use for: SQLite would know them, but they lead out of the row's copy. */
const knownStatements =
  /^(?:ATTACH|DETACH|VACUUM|PRAGMA|BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|ANALYZE|REINDEX|EXPLAIN)$/;

function refusal(word: string): string {
  return knownStatements.test(word)
    ? `${word} is not allowed: a tool works on its row's own copy, which is thrown away at the end`
    : `begins with ${word}. A statement begins with SELECT, WITH, VALUES, INSERT, REPLACE, UPDATE, DELETE, CREATE, DROP or ALTER`;
}

function checkSetUp({ environment, path, reporter, facts }: Place): void {
  const kwargs = environment.env_kwargs ?? {};
  // Beside a file there is nothing to set up, and that is told already.
  const setUp = kwargs.schema_sql === undefined ? [] : setUpStatements(kwargs);
  for (const { key, statement } of setUp) {
    const at = [...path, 'env_kwargs', key];
    const add = (text: string) => reporter.add({ code: 'bad-sql', path: at, text });
    if (!mayStandInSetUp(statement)) {
      const word = firstWord(statement);
      const isKnown = knownStatements.test(word);
      add(isKnown ? `${word} is not allowed: a database is in memory and reaches no file` : refusal(word));
    }
    const [parameter] = statement.parameters;
    if (parameter !== undefined) add(`has the parameter ${shown(parameter)}, but nothing gives it a value`);
  }
  for (const { place, text } of facts.databaseProblemsOf?.(environment) ?? []) {
    if (place.type === 'set-up') {
      reporter.add({ code: 'bad-sql', path: [...path, 'env_kwargs', place.key], text });
      continue;
    }
    const index = environment.tools?.findIndex((tool) => tool?.id === place.toolId) ?? -1;
    reporter.add({ code: 'bad-sql', path: [...path, 'tools', index, 'sql'], text });
  }
}

function checkSql(tool: DraftTool, path: Path, reporter: Reporter): void {
  const at = [...path, 'sql'];
  const add = (text: string) => reporter.add({ code: 'bad-sql', path: at, text });
  const statements = splitSql(tool.sql ?? '');
  if (statements.length === 0) add('has no statement');
  const properties = isDict(tool.parameters) ? tool.parameters.get('properties') : undefined;
  const names = isDict(properties) ? [...properties.keys()] : [];
  for (const statement of statements) {
    const kind = kindOfStatement(statement);
    if (kind === 'refused') add(refusal(firstWord(statement)));
    if (kind === 'writes' && tool.read_only !== false) add(`${firstWord(statement)} writes. ${howToWrite}`);
    for (const name of statement.parameters) {
      if (name.startsWith('?')) add(`${name} has no name, and arguments come by name. Write :name`);
      else if (!names.includes(name)) add(unknownParameter(name, names));
    }
  }
}

/** What is wrong where a tool that only looks has a statement that writes. */
export const howToWrite = 'A tool may do that with read_only: false';

function unknownParameter(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? `It has ${names.join(', ') || 'none'}` : `Did you mean :${nearest}?`;
  return `:${name} is no parameter of the tool. ${hint}`;
}

function shown(parameter: string): string {
  return parameter.startsWith('?') ? parameter : `:${parameter}`;
}
