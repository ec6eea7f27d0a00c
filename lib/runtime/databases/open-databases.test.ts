import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { compileRecipe } from '@/lib/plan/compile';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { readWithSources } from '../recipe/check-recipe';
import { mockInference, testRecipe } from '../testing/test-recipe';
import { testContext } from '../testing/test-context';
import { openTools } from './open-databases';

// Processes of their own: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const parameters = { type: 'object', properties: { title: { type: 'string' } } };

function recipe(kwargs: object, sql: string, more: object = {}): string {
  const tool = { id: 'find', name: 'Find', description: 'Finds', parameters, sql, ...more };
  return testRecipe(mockInference('http://127.0.0.1:1'), {
    strategy_params: {
      input_examples: [{ examples: [{ topic: 'x' }] }],
      multiturn_attributes: [
        {
          id: 'talk',
          min_turns: 1,
          max_turns: 1,
          role_instruction_messages: { USER: 'You ask.', ASSISTANT: 'You help.' },
        },
      ],
    },
    environment_config: {
      environments: [{ id: 'library', env_type: 'database', env_kwargs: kwargs, tools: [tool] }],
    },
  });
}

async function told(text: string): Promise<string[]> {
  const { diagnostics } = await readWithSources(await testContext({}, true), 1, text);
  return diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

const tables = { schema_sql: 'CREATE TABLE books (title TEXT, shelf TEXT);' };
const at = 'environment_config.environments.library';

test.each<[string, string, string[]]>([
  ['what works', recipe(tables, 'SELECT shelf FROM books WHERE title = :title'), []],
  [
    'what a statement makes is there for the next',
    recipe(tables, 'CREATE TEMP TABLE t AS SELECT 1 AS a; SELECT a FROM t', { read_only: false }),
    [],
  ],
  [
    'a column that there is not',
    recipe(tables, 'SELECT shelves FROM books'),
    [`error bad-sql: ${at}.tools.find.sql: SQLite says: no such column: shelves`],
  ],
  [
    'a set-up that is none',
    recipe({ ...tables, seed_sql: "INSERT INTO book VALUES ('a', 'b')" }, 'SELECT 1'),
    [`error bad-sql: ${at}.env_kwargs.seed_sql: SQLite says: no such table: book`],
  ],
  [
    'a write behind a WITH',
    recipe(tables, 'WITH t AS (SELECT 1) DELETE FROM books'),
    [`error bad-sql: ${at}.tools.find.sql: a statement writes. A tool may do that with read_only: false`],
  ],
  [
    'no rows where some are asked for',
    recipe(tables, 'DELETE FROM books', { read_only: false, output_schema: { type: 'array' } }),
    [
      `error bad-sql: ${at}.tools.find.sql: the last statement gives no rows, but output_schema asks for some. Add RETURNING, or a SELECT after it`,
    ],
  ],
  [
    'a file that is not there',
    recipe({ db_path: '/nowhere/x.db' }, 'SELECT 1'),
    [
      `error bad-sql: ${at}.env_kwargs.db_path: /nowhere/x.db can't be read as a database: is no file that is there`,
    ],
  ],
])('R118 SQLite is asked before a run: %s', async (_, text, messages) => {
  expect(await told(text)).toEqual(messages);
});

test('R118 a file that is no database is told', async () => {
  const path = join(temporaryDirectory(), 'notes.db');
  writeFileSync(path, 'These are notes, long enough to be looked at as a page of something else.'.repeat(99));
  expect(await told(recipe({ db_path: path }, 'SELECT 1'))).toEqual([
    `error bad-sql: ${at}.env_kwargs.db_path: ${path} can't be read as a database: file is not a database`,
  ]);
});

test('V18 a run goes on with its copy of a file, whatever becomes of the file', async () => {
  const path = join(temporaryDirectory(), 'library.db');
  const file = new Sqlite(path);
  // What was written last stands in a file beside it, and not in it yet.
  file.pragma('journal_mode = WAL');
  file.exec("CREATE TABLE books (title TEXT, shelf TEXT); INSERT INTO books VALUES ('Dune', 'A1')");
  const context = await testContext({}, true);
  const text = recipe({ db_path: path }, 'SELECT shelf FROM books WHERE title = :title');
  const read = await readWithSources(context, 1, text);
  if (read.recipe === null) throw new Error(read.diagnostics[0]?.message);
  file.exec("UPDATE books SET shelf = 'B2'");
  file.close();
  const compiled = compileRecipe(read.recipe);
  const sources = read.sources.stored;
  const tools = openTools(context.config.dataDir, compiled, { seed: 1, sources });
  try {
    const use = {
      type: 'use-tool',
      step: 'turn:2/tool:1',
      environmentId: 'library',
      toolId: 'find',
    } as const;
    const outcome = await tools?.use(
      { row: 0, attributeId: 'talk' },
      { ...use, arguments: { title: 'Dune' } },
    );
    expect(outcome).toEqual({ text: '[{"shelf": "A1"}]' });
  } finally {
    tools?.close();
  }
  const gone = () => openTools(context.config.dataDir, compiled, { seed: 1, sources: [] });
  expect(gone).toThrow('is not known any more');
});
