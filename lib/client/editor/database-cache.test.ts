import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CheckDatabaseBody, WireDatabaseProblems } from '@/lib/api/source-wire';
import { noSourceFacts } from '@/lib/recipe/sources/source-facts';
import { noTables } from '@/lib/sources/source-table';
import { createDatabaseCache } from './database-cache';
import { readText } from './read-text';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const recipe = (sql: string) => `
num_samples: 1
strategy_params:
  multiturn_attributes:
    - id: talk
      min_turns: 1
      max_turns: 1
      role_instruction_messages: { USER: Ask, ASSISTANT: Help }
environment_config:
  environments:
    - id: library
      env_type: database
      env_kwargs: { schema_sql: "CREATE TABLE books (title TEXT)" }
      tools: [{ id: find, name: Find, description: Finds, sql: "${sql}" }]
inference_config: { engine: ECHO, model: { model_name: echo } }
`;

const broken = 'SELECT titles FROM books';

/** A server that knows one mistake. */
function open(answer?: () => Promise<void>) {
  const asked: CheckDatabaseBody[] = [];
  const onArrival = vi.fn();
  const cache = createDatabaseCache({
    onArrival,
    async check(body): Promise<WireDatabaseProblems> {
      asked.push(body);
      await answer?.();
      const problems = (body.tools ?? [])
        .filter(({ sql }) => sql === broken)
        .map(({ id }) => ({ place: { type: 'tool' as const, tool_id: id }, text: 'SQLite says: no' }));
      return { problems };
    },
  });
  const facts = { ...noSourceFacts, databaseProblemsOf: cache.problemsOf };
  const read = (text: string) => {
    const result = readText(null, text, { facts, tables: noTables });
    cache.want(result.draft);
    return result.diagnostics.filter(({ code }) => code === 'bad-sql').map(({ message }) => message);
  };
  return { asked, onArrival, cache, read };
}

test('R118 what SQLite says comes once the SQL rests, and once for each state of it', async () => {
  const { asked, onArrival, cache, read } = open();
  const close = cache.open();
  for (const sql of ['SELECT', 'SELECT titles', broken]) {
    expect(read(recipe(sql))).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(asked.map(({ tools }) => tools?.[0]?.sql)).toEqual([broken]);
  expect(onArrival).toHaveBeenCalledTimes(1);
  expect(read(recipe(broken))).toEqual([
    'environment_config.environments.library.tools.find.sql: SQLite says: no',
  ]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toHaveLength(1);
  close();
});

test('R118 one check at a time: after a slow one comes the state that the text has then', async () => {
  let letGo: () => void = () => undefined;
  const { asked, cache, read } = open(() => new Promise((resolve) => (letGo = resolve)));
  const close = cache.open();
  for (const sql of ['SELECT 1', 'SELECT 2', 'SELECT 3']) {
    read(recipe(sql));
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(asked.map(({ tools }) => tools?.[0]?.sql)).toEqual(['SELECT 1']);
  letGo();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.map(({ tools }) => tools?.[0]?.sql)).toEqual(['SELECT 1', 'SELECT 3']);
  close();
});

test('R118 a server that is away costs nothing but what it would have said', async () => {
  let isAway = true;
  const { cache, read } = open(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()));
  const close = cache.open();
  read(recipe(broken));
  await vi.advanceTimersByTimeAsync(500);
  expect(read(recipe(broken))).toEqual([]);
  isAway = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(read(recipe(broken))).toHaveLength(1);
  close();
});
