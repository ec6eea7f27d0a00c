import { readFile } from 'node:fs/promises';
import { expect, test as withStudio } from './fixtures';
import { startStudio } from './start-studio';

/** In a studio of its own, where nobody has made anything yet. */
const test = withStudio.extend({
  baseURL: async ({}, provide) => {
    const studio = await startStudio();
    await provide(studio.url);
    await studio.stop();
  },
});

test('a newcomer makes a first dataset on the local model, in three clicks and without a key', async ({
  page,
}) => {
  test.setTimeout(240_000);
  let clicks = 0;
  await page.exposeFunction('countClick', () => (clicks += 1));
  await page.addInitScript("addEventListener('click', (event) => event.isTrusted && countClick(), true)");
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Recipes' })).toBeVisible();
  await page.getByRole('button', { name: 'Start from Tiny stories' }).click();

  // The preview shows the very prompts, before any model is called.
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByRole('option')).toHaveCount(5);
  await expect(preview.getByText('story', { exact: true }).first()).toBeVisible();
  await expect(preview.getByText(/not known yet/).first()).toBeVisible();

  await preview.getByRole('button', { name: 'Run…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Accepted rows wanted').fill('2');
  await dialog.getByRole('button', { name: /^Run, free/ }).click();

  await expect(page).toHaveURL(/\/datasets\/\d+/);
  // The number of rows was written by keys; so much is left of the way.
  expect(clicks).toBe(3);
  await expect(page.getByRole('banner').getByText('Done', { exact: true })).toBeVisible({ timeout: 200_000 });

  await page.getByRole('tab', { name: /Rows/ }).click();
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('row')).toHaveCount(3);

  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download/ }).click();
  await page.getByRole('menuitem', { name: /JSONL/ }).click();
  const file = await (await waiting).path();
  const rows = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(
      expect.arrayContaining(['setting', 'mood', 'character', 'story', 'title']),
    );
    expect(row['story']?.length).toBeGreaterThan(20);
  }

  // Behind a cell stand the prompt that was sent and the answer that came.
  await grid
    .getByRole('gridcell', { name: rows[0]?.['story']?.slice(0, 20).trim() })
    .first()
    .click();
  const drawer = page.getByRole('complementary', { name: /^Row \d+, story/ });
  await expect(drawer.getByText('SmolLM2-135M-Instruct').first()).toBeVisible();
  await expect(drawer.getByText('user', { exact: true }).first()).toBeVisible();
});
