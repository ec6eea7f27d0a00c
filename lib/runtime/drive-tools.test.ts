import { expect, test, vi } from 'vitest';
import { readRowPage } from '@/lib/store/rows';
import { readRun } from '@/lib/store/runs';
import type { Context } from './context';
import { driveByKind } from './drive-job';
import type { DriveEnd } from './drive-run';
import { estimateRun } from './estimate-run';
import { startRun } from './start-run';
import { mockInference, testRecipe } from './testing/test-recipe';
import { testContext } from './testing/test-context';
import { claim, driveWith, mock } from './testing/test-drive';
import { startTrial } from './try-rows';

// Databases on disk and processes of their own: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const parameters = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };

function recipe(url: string): string {
  return testRecipe(mockInference(url), {
    num_samples: 6,
    strategy_params: {
      input_examples: [{ examples: [{ who: 'Ada' }, { who: 'Bob' }] }],
      multiturn_attributes: [
        {
          id: 'talk',
          min_turns: 1,
          max_turns: 1,
          role_instruction_messages: { USER: 'You are {who}.', ASSISTANT: 'MARK-BOT lends books to {who}.' },
        },
      ],
    },
    environment_config: {
      environments: [
        {
          id: 'library',
          env_type: 'database',
          env_kwargs: {
            schema_sql:
              'CREATE TABLE books (title TEXT, left_over INTEGER); CREATE TABLE slips (number INTEGER);',
            seed_sql: "INSERT INTO books VALUES ('Dune', 1);",
          },
          tools: [
            {
              id: 'lend',
              name: 'Lend',
              description: 'Lends a book',
              parameters,
              read_only: false,
              sql: 'INSERT INTO slips VALUES (random()); UPDATE books SET left_over = left_over - 1 WHERE title = :title RETURNING left_over, (SELECT number FROM slips) AS slip',
            },
            {
              id: 'look',
              name: 'Look',
              description: 'Looks for a book',
              parameters,
              sql: 'SELECT left_over FROM books WHERE title = :title',
            },
          ],
        },
      ],
    },
  });
}

const library = () =>
  mock({
    latencyMs: 15,
    script: [
      { contains: '[{"left_over": 0}]', answer: 'It is lent.' },
      { contains: '"slip"', toolCalls: [{ name: 'look', arguments: { title: 'Dune' } }] },
      { contains: 'MARK-BOT', toolCalls: [{ name: 'lend', arguments: { title: 'Dune' } }] },
    ],
  });

const project = { projectId: 1 };

async function start(context: Context, url: string): Promise<number> {
  return (await startRun(context, { ...project, source: { yaml: recipe(url) } })).id;
}

async function drive(context: Context, changes: Parameters<typeof driveWith>[1] = {}): Promise<DriveEnd> {
  const job = await claim(context);
  return driveByKind(driveWith(context, changes), job);
}

async function conversations(context: Context, runId: number): Promise<string[]> {
  const rows = await readRowPage(context.db, { runId, fromIndex: 0, status: 'accepted', limit: 100 });
  return rows.map(({ cells }) => cells);
}

test('V16 each conversation lends the one copy that there is, and no two get the same slip', async () => {
  const endpoint = await library();
  const context = await testContext();
  const id = await start(context, endpoint.url);
  expect(await drive(context)).toBe('ended');
  const rows = await conversations(context, id);
  expect(rows).toHaveLength(6);
  const slips = rows.map((cells) => /\\"left_over\\": 0, \\"slip\\": (-?\d+)/.exec(cells)?.[1]);
  expect(new Set(slips).size).toBe(6);
  for (const cells of rows) expect(cells).toContain('It is lent.');
});

test('E115 a run that was broken off finds the same in its databases, and pays for nothing again', async () => {
  const endpoint = await library();
  const calm = await testContext();
  const expected = await start(calm, endpoint.url);
  await drive(calm);
  endpoint.reset();

  const context = await testContext();
  const id = await start(context, endpoint.url);
  for (const calls of [4, 11, 17]) {
    const stop = new AbortController();
    const onProgress = (_: number, progress: { calls: number }) => {
      if (progress.calls >= calls) stop.abort();
    };
    await drive(context, { signal: stop.signal, onProgress });
  }
  if ((await readRun(context.db, id))?.status !== 'completed') await drive(context);
  expect(await readRun(context.db, id)).toMatchObject({ status: 'completed' });
  expect(await conversations(context, id)).toEqual(await conversations(calm, expected));
  // What was out when it was broken off is asked again: five questions a row, and at most one of each row each time.
  expect(endpoint.stats().answeredAgain).toBeLessThanOrEqual(3 * 6);
});

test('V21 what a trial asked is known to be saved, tools and all', async () => {
  const endpoint = await library();
  const context = await testContext();
  const yaml = recipe(endpoint.url);
  await startTrial(context, { ...project, source: { yaml }, rows: 2 });
  expect(await drive(context)).toBe('ended');
  const estimate = await estimateRun(context, { ...project, source: { yaml } });
  // A plan, two messages and two rounds of tools in each row.
  expect(estimate).toMatchObject({ reusedCalls: 2 * 5, calls: 4 * 5 });
});
