import type { Page } from '@playwright/test';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { expect, test, type Studio } from './fixtures';
import { questionRecipe } from './recipes';

async function startRun(studio: Studio, options: Parameters<typeof questionRecipe>[1] = {}) {
  return studio.api.runs.start({ yaml: questionRecipe(studio.mock.url, options), reuse: false });
}

/** The state of the run in the bar over the page. */
const pill = (page: Page, word: string) => page.getByRole('banner').getByText(word, { exact: true });

test('a run goes on without its page, is stopped, resumed, and ends with all rows', async ({
  page,
  studio,
}) => {
  studio.mock.configure({ latencyMs: 400 });
  const run = await startRun(studio, { rows: 300 });
  await page.goto(`/datasets/${run.dataset_id}`);
  await expect(pill(page, 'Running')).toBeVisible();
  await page.goto('/recipes');
  await page.goto(`/datasets/${run.dataset_id}`);

  await page.getByRole('button', { name: 'Cancel…' }).click();
  await page.getByRole('button', { name: 'Stop run' }).click();
  await expect(pill(page, 'Stopped')).toBeVisible();
  const stopped = await studio.api.runs.get(run.id);
  expect(stopped.progress.accepted).toBeLessThan(300);

  studio.mock.configure({ latencyMs: 1 });
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(pill(page, 'Done')).toBeVisible();
  expect((await studio.api.runs.get(run.id)).progress.accepted).toBe(300);
  // No answer was paid for twice.
  expect(studio.mock.stats().answeredAgain).toBe(0);
});

test('what is downloaded is what is on screen', async ({ page, studio }) => {
  const run = await startRun(studio, { rows: 9 });
  await page.goto(`/datasets/${run.dataset_id}?tab=rows`);
  await expect(pill(page, 'Done')).toBeVisible();
  const response = await page.request.get(
    `${studio.url}/v1/projects/1/datasets/${run.dataset_id}:download?format=jsonl`,
  );
  const rows = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(rows).toHaveLength(9);
  const grid = page.getByRole('grid');
  for (const row of rows) {
    await expect(grid.getByRole('gridcell', { name: row['question']?.slice(0, 40) }).first()).toBeVisible();
  }
});

test('a refused key stops the run with the provider’s words, and rows that were made stay', async ({
  page,
  studio,
}) => {
  studio.mock.configure({ latencyMs: 60 });
  const run = await startRun(studio, { rows: 200, key: 'good-key' });
  await expect.poll(async () => (await studio.api.runs.get(run.id)).progress.accepted).toBeGreaterThan(0);
  studio.mock.configure({ apiKey: 'another-key' });
  await page.goto(`/datasets/${run.dataset_id}`);
  await expect(pill(page, 'Failed')).toBeVisible();
  await expect(page.getByRole('alert').first()).toContainText(/key/i);
  const failed = await studio.api.runs.get(run.id);
  expect(failed.error?.code).toBe('key-refused');
  expect(failed.progress.accepted).toBeGreaterThan(0);

  studio.mock.configure({ latencyMs: 1 });
  await page.getByRole('button', { name: 'Enter another key' }).click();
  await page.getByLabel('Key', { exact: true }).fill('another-key');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await expect(pill(page, 'Done')).toBeVisible();
  expect((await studio.api.runs.get(run.id)).progress.accepted).toBe(200);
});

test('a cause that spoils the run has its way out beside it, also while the run goes on', async ({
  page,
  studio,
}) => {
  studio.mock.configure({
    latencyMs: 60,
    script: [{ contains: 'Answer this', answer: '', finishReason: 'length' }],
  });
  const run = await startRun(studio, { rows: 100, question: 'Something long about {topic}.' });
  await page.goto(`/datasets/${run.dataset_id}`);
  await expect(page.getByText(/of the last \d+ rows failed: The answer was cut off/)).toBeVisible();
  // Slow enough that rows are left to make when the button is pressed.
  studio.mock.configure({ script: [], latencyMs: 120 });
  await page.getByRole('button', { name: 'Allow 2,048, retry' }).first().click();
  await expect(pill(page, 'Done')).toBeVisible({ timeout: 30_000 });
  const { progress, endpoint } = await studio.api.runs.get(run.id);
  expect([progress.accepted, progress.failed]).toEqual([100, 0]);
  expect(endpoint?.max_new_tokens).toBe(2048);
  expect(studio.mock.requests().at(-1)?.body).toContain('2048');
});

test('the course of a run is there after a reload and after its end', async ({ page, studio }) => {
  studio.mock.configure({ latencyMs: 120 });
  const run = await startRun(studio, { rows: 100, question: 'The course of {topic}.' });
  await page.goto(`/datasets/${run.dataset_id}`);
  const speed = page.getByRole('img', { name: /Rows a second since the start/ });
  await expect(speed).toBeVisible();
  await page.reload();
  await expect(speed).toBeVisible();
  await expect(pill(page, 'Done')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: /Show how the run went/ }).click();
  await expect(page.getByRole('img', { name: /100 of 100 rows accepted/ })).toBeVisible();
  const marks = page.getByRole('list', { name: 'Starts and stops' });
  await expect(marks).toContainText('Started');
  await expect(marks).toContainText('Done');
});

test('the report says what came of what was wanted, and its numbers open their rows', async ({
  page,
  studio,
}) => {
  const run = await startRun(studio, { rows: 45, question: 'Report on {topic}.' });
  await page.goto(`/datasets/${run.dataset_id}?tab=report`);
  const bread = page.getByRole('table', { name: 'Balance of Topic' }).getByRole('row', { name: /Bread/ });
  await expect(bread).toContainText('33.3 %');
  await expect(page.getByRole('group', { name: /Lengths of question/ })).toBeVisible();
  const cluster = page
    .getByRole('list', { name: 'Clusters of near-duplicates' })
    .getByRole('listitem')
    .first();
  await expect(cluster).toContainText('100 % alike');
  await expect(page.getByRole('table', { name: 'What a row takes, by attribute' })).toContainText('answer');
  await bread.getByRole('link').click();
  await expect(page.getByRole('tab', { name: 'Rows' })).toHaveAttribute('aria-selected', 'true');
});

test('a run that ends while another page is looked at says so, with the way to it', async ({
  page,
  studio,
}) => {
  await page.goto('/datasets');
  await expect(page.getByRole('heading', { name: 'Datasets' })).toBeVisible();
  studio.mock.configure({ latencyMs: 500 });
  const run = await startRun(studio, { rows: 30, question: 'Elsewhere {topic}.' });
  await page.reload();
  await page.getByText(`Run ${run.id} is done, 30 rows`).waitFor();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Open' }).click();
  await expect(page).toHaveURL(`/datasets/${run.dataset_id}`);
  await expect(pill(page, 'Done')).toBeVisible();
});

test('a run that ends while its tab is hidden changes the title and says so', async ({ page, studio }) => {
  const run = await studio.api.runs.start({
    yaml: questionRecipe(studio.mock.url, { rows: 5, question: 'Hidden {topic}.' }),
    reuse: false,
    budget: { calls: 4 },
  });
  await page.goto(`/datasets/${run.dataset_id}`);
  await expect(pill(page, 'Paused at cap')).toBeVisible();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await studio.api.runs.update(run.id, { budget: {} });
  await expect.poll(async () => (await studio.api.runs.get(run.id)).status).toBe('completed');
  await expect(page).toHaveTitle(/^Done · /, { timeout: 20_000 });
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(`Run ${run.id} is done, 5 rows`);
});

test('datasets stand side by side', async ({ page, studio }) => {
  const runs = [
    await startRun(studio, { rows: 6, question: 'Compare {topic}.' }),
    await startRun(studio, { rows: 9, question: 'Compare {topic}.' }),
  ];
  for (const run of runs) {
    await expect.poll(async () => (await studio.api.runs.get(run.id)).status).toBe('completed');
  }
  await page.goto('/datasets');
  for (const { id } of runs)
    await page.getByRole('checkbox', { name: `Compare run ${id}`, exact: true }).check();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  const accepted = page
    .getByRole('table', { name: 'Datasets compared' })
    .getByRole('row', { name: /Accepted/ });
  await expect(accepted).toContainText('6 of 6');
  await expect(accepted).toContainText('9 of 9');
});

test('an endpoint that is down makes the run wait, and it goes on by itself', async ({ page, studio }) => {
  const gone = await startMockEndpoint();
  await gone.close();
  const run = await studio.api.runs.start({ yaml: questionRecipe(gone.url, { rows: 3 }), reuse: false });
  await page.goto(`/datasets/${run.dataset_id}`);
  await expect(page.getByText('The run waits for its endpoint.')).toBeVisible();
  expect((await studio.api.runs.get(run.id)).status).toBe('running');
  const back = await startMockEndpoint({ port: Number(new URL(gone.url).port) });
  await expect(pill(page, 'Done')).toBeVisible({ timeout: 40_000 });
  await back.close();
});

test('a cap pauses the run, and raising it goes on', async ({ page, studio }) => {
  const run = await studio.api.runs.start({
    yaml: questionRecipe(studio.mock.url, { rows: 10 }),
    reuse: false,
    budget: { calls: 6 },
  });
  await page.goto(`/datasets/${run.dataset_id}`);
  // Whatever part of the run is looked at.
  for (const tab of ['Rows', 'Report', 'Recipe', 'Progress']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('status').getByText('Paused at 6 calls.')).toBeVisible();
  }
  expect(studio.mock.stats().requests).toBeLessThanOrEqual(6);
  await page.getByRole('button', { name: 'Raise to 12 calls and go on' }).click();
  await page.getByRole('button', { name: 'Raise to 24 calls and go on' }).click();
  await expect(pill(page, 'Done')).toBeVisible();
});

test('everything killed at once changes nothing in the final file', async ({ studio }) => {
  test.setTimeout(120_000);
  studio.mock.configure({ latencyMs: 100 });
  const yaml = questionRecipe(studio.mock.url, { rows: 80 });
  const download = async (datasetId: number | null) =>
    (await fetch(`${studio.url}/v1/projects/1/datasets/${datasetId}:download`)).text();

  const undisturbed = await studio.api.runs.start({ yaml, reuse: false });
  await expect
    .poll(async () => (await studio.api.runs.get(undisturbed.id)).status, { timeout: 30_000 })
    .toBe('completed');
  studio.mock.reset();
  studio.mock.configure({ latencyMs: 100 });

  const killed = await studio.api.runs.start({ yaml, reuse: false });
  for (const least of [10, 40]) {
    await expect
      .poll(async () => (await studio.api.runs.get(killed.id)).progress.accepted, {
        intervals: [20],
        timeout: 30_000,
      })
      .toBeGreaterThan(least);
    const children = await studio.children();
    for (const name of ['worker', 'web']) {
      const pid = children[name];
      if (typeof pid === 'number') process.kill(pid, 'SIGKILL');
    }
    await expect
      .poll(
        async () =>
          studio.api.health().then(
            ({ status }) => status,
            () => 'away',
          ),
        { timeout: 30_000 },
      )
      .toBe('ok');
  }
  await expect
    .poll(async () => (await studio.api.runs.get(killed.id)).status, { timeout: 60_000 })
    .toBe('completed');
  expect(await download(killed.dataset_id)).toBe(await download(undisturbed.dataset_id));
  // Asked again is what was out (four at once) or not yet written (batches of 50 ms) at each of two kills. Without
  // a journal it would be the 100 calls and more that had been answered by then.
  expect(studio.mock.stats().answeredAgain).toBeLessThanOrEqual(30);
});
