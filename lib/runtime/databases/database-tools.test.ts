import { afterEach, describe, expect, test, vi } from 'vitest';
import { compileRecipe } from '@/lib/plan/compile';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { createDatabaseTools, type DatabaseTools } from './database-tools';
import { databasesOf, setupOf } from './inspect-databases';
import { sqlLimits } from './run-sql-process';

// Processes of their own: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const schema = `
  CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE, price REAL, lent_to TEXT, note);
  CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, luck INTEGER);`;
const seed = "INSERT INTO books (title, price) VALUES ('Dune', 8.0), ('Emma', 5.5);";

/** Tools by id: their SQL, and what else they have. */
const toolTexts: Record<string, { sql: string; more?: object }> = {
  list: { sql: 'SELECT title, price FROM books ORDER BY id' },
  find: {
    sql: 'SELECT * FROM books WHERE title = :title',
    more: { output_schema: { type: 'object', properties: { title: { type: 'string' } } } },
  },
  count: { sql: 'SELECT count(*) FROM books', more: { output_schema: { type: 'integer' } } },
  lend: {
    sql: 'UPDATE books SET lent_to = :who WHERE title = :title AND lent_to IS NULL',
    more: { read_only: false },
  },
  lent: { sql: 'SELECT title, lent_to FROM books WHERE lent_to IS NOT NULL' },
  add: { sql: 'INSERT INTO books (title) VALUES (:title) RETURNING id', more: { read_only: false } },
  add_two: {
    sql: "INSERT INTO books (title) VALUES (:title); INSERT INTO books (title) VALUES ('Dune')",
    more: { read_only: false },
  },
  visit: {
    sql: "INSERT INTO visits (luck) VALUES (random()); SELECT at, luck, date('now', '+1 day') AS due FROM visits",
    more: { read_only: false },
  },
  types: {
    sql: "SELECT typeof(:n) AS n, typeof(:x) AS x, typeof(:yes) AS yes, :yes AS truth, :list AS list, :none AS none, 9007199254740993 AS big, 2.0 AS float, x'0aff' AS bytes",
  },
  endless: { sql: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c' },
  large: {
    sql: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 100000) SELECT group_concat(hex(zeroblob(20000))) FROM c',
  },
  many: { sql: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 501) SELECT n FROM c' },
  fill: {
    sql: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 40000) INSERT INTO books (title, note) SELECT n, zeroblob(4000) FROM c',
    more: { read_only: false },
  },
};

const opened: DatabaseTools[] = [];
afterEach(() => {
  for (const tools of opened.splice(0)) tools.close();
});

function open(limits: Partial<typeof sqlLimits> = {}): DatabaseTools {
  const text = {
    strategy_params: {
      input_examples: [{ examples: [{ topic: 'x' }] }],
      multiturn_attributes: ['talk', 'other'].map((id) => ({
        id,
        min_turns: 1,
        max_turns: 1,
        role_instruction_messages: { USER: 'You ask.', ASSISTANT: 'You help.' },
      })),
    },
    environment_config: {
      environments: [
        {
          id: 'library',
          env_type: 'database',
          env_kwargs: { schema_sql: schema, seed_sql: seed },
          tools: Object.entries(toolTexts).map(([id, { sql, more }]) => ({
            id,
            name: id,
            description: id,
            sql,
            parameters: {
              type: 'object',
              properties: Object.fromEntries(
                [...sql.matchAll(/:([a-z]+)/g)].map(([, name]) => [name ?? '', {}]),
              ),
            },
            ...more,
          })),
        },
      ],
    },
    inference_config: { engine: 'OPENAI', model: { model_name: 'm' } },
  };
  const { recipe, diagnostics } = readRecipe(JSON.stringify(text));
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const setups = new Map(databasesOf(recipe).map((one) => [one.id, setupOf(one, undefined)]));
  const options = { seed: 7, setups, limits: { ...sqlLimits, ...limits } };
  const tools = createDatabaseTools(compileRecipe(recipe), options);
  if (tools === null) throw new Error('no tools');
  opened.push(tools);
  return tools;
}

/** What a tool gives in a conversation of a row. */
async function use(tools: DatabaseTools, toolId: string, values = {}, row = 0, attributeId = 'talk') {
  const asked = { type: 'use-tool', step: 'turn:2/tool:1', environmentId: 'library', toolId } as const;
  const outcome = await tools.use({ row, attributeId }, { ...asked, arguments: values });
  return 'text' in outcome ? outcome.text : outcome.failure;
}

describe('V15 what a database gives', () => {
  test('rows are a list of objects; an object is the first row, another type its first value', async () => {
    const tools = open();
    expect(await use(tools, 'list')).toBe(
      '[{"title": "Dune", "price": 8.0}, {"title": "Emma", "price": 5.5}]',
    );
    expect(await use(tools, 'find', { title: 'Emma' })).toBe(
      '{"id": 2, "title": "Emma", "price": 5.5, "lent_to": null, "note": null}',
    );
    expect(await use(tools, 'find', { title: 'None' })).toBe('{"error": "Tool \'find\' found nothing."}');
    expect(await use(tools, 'count')).toBe('2');
    expect(await use(tools, 'lend', { title: 'Dune', who: 'Ada' })).toBe('{"changes": 1}');
    expect(await use(tools, 'add', { title: 'Ulysses' })).toBe('[{"id": 3}]');
  });

  test('arguments keep their type: whole numbers are integers, truth is a number, lists are JSON', async () => {
    const values = { n: 5, x: 1.5, yes: true, list: [1, 'a'] };
    expect(await use(open(), 'types', values)).toBe(
      '[{"n": "integer", "x": "real", "yes": "integer", "truth": 1, "list": "[1,\\"a\\"]", "none": null, "big": 9007199254740993, "float": 2.0, "bytes": "0AFF"}]',
    );
  });

  test('what SQLite refuses is told to the model, and nothing of that use stays', async () => {
    const tools = open();
    expect(await use(tools, 'add_two', { title: 'Ulysses' })).toBe(
      '{"error": "Tool \'add_two\' raised: UNIQUE constraint failed: books.title"}',
    );
    expect(await use(tools, 'count')).toBe('2');
    expect(await use(tools, 'many')).toBe('{"error": "Tool \'many\' raised: it gives more than 500 rows"}');
  });
});

describe('V16 each conversation has a database of its own', () => {
  test('what one writes no other sees, and a row that is let go begins anew', async () => {
    const tools = open();
    expect(await use(tools, 'lend', { title: 'Dune', who: 'Ada' }, 0)).toBe('{"changes": 1}');
    expect(await use(tools, 'lent', {}, 1)).toBe('[]');
    expect(await use(tools, 'lent', {}, 0, 'other')).toBe('[]');
    expect(await use(tools, 'lend', { title: 'Dune', who: 'Bob' }, 1)).toBe('{"changes": 1}');
    expect(await use(tools, 'lent', {}, 0)).toBe('[{"title": "Dune", "lent_to": "Ada"}]');
    expect(await use(tools, 'lent', {}, 1)).toBe('[{"title": "Dune", "lent_to": "Bob"}]');
    tools.release(0);
    expect(await use(tools, 'lent', {}, 0)).toBe('[]');
    expect(await use(tools, 'lent', {}, 1)).toBe('[{"title": "Dune", "lent_to": "Bob"}]');
  });

  test('chance and time are those of the row: walked anew, it finds the same', async () => {
    const first = await use(open(), 'visit');
    expect(first).toMatch(/^\[\{"at": "2026-01-01 00:00:00", "luck": -?\d+, "due": "2026-01-02"\}\]$/);
    const again = open();
    expect(await use(again, 'visit')).toBe(first);
    expect(await use(again, 'visit', {}, 1)).not.toBe(first);
  });
});

describe('V17 a tool that goes too far fails its row', () => {
  test('a statement without an end is stopped, and what others had written is there again', async () => {
    const tools = open({ statementMs: 300 });
    await use(tools, 'lend', { title: 'Dune', who: 'Ada' }, 1);
    const luck = JSON.stringify(await use(tools, 'visit', {}, 1));
    expect(await use(tools, 'endless')).toEqual({
      code: 'tool-timeout',
      message: 'The tool endless was stopped: a statement took longer than 0.3 s.',
    });
    expect(await use(tools, 'lent', {}, 1)).toBe('[{"title": "Dune", "lent_to": "Ada"}]');
    const both = await use(tools, 'visit', {}, 1);
    expect(JSON.stringify(both)).toContain(luck.slice(2, -2));
  });

  test('one that takes too much memory is stopped', async () => {
    const tools = open({ memoryBytes: 200 * 2 ** 20, statementMs: 30_000 });
    expect(await use(tools, 'large')).toMatchObject({ code: 'tool-memory' });
    expect(await use(tools, 'count')).toBe('2');
  });

  test('a database that would outgrow its bounds says so to the model', async () => {
    const tools = open({ databaseBytes: 2 ** 20, statementMs: 30_000 });
    expect(await use(tools, 'fill')).toBe('{"error": "Tool \'fill\' raised: database or disk is full"}');
    expect(await use(tools, 'count')).toBe('2');
  });
});

test('V16 where there is no room for all copies, those that rest are made again', async () => {
  const tools = open({ copiesBytes: 100_000 });
  const rows = Array.from({ length: 12 }, (_, row) => row);
  for (const row of rows) await use(tools, 'lend', { title: 'Dune', who: `reader ${row}` }, row);
  for (const row of rows) {
    expect(await use(tools, 'lent', {}, row)).toBe(`[{"title": "Dune", "lent_to": "reader ${row}"}]`);
  }
});
