import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { questionRecipe } from './recipes';

/** A key of the map, what is pressed for it, and what must be seen then. */
type Key = readonly [keys: string, press: string | readonly string[], sees: () => Promise<unknown>];

/** Presses every key of a table in turn and looks for what it does. */
async function pressAll(page: Page, table: readonly Key[]): Promise<void> {
  for (const [keys, press, sees] of table) {
    await test.step(keys, async () => {
      for (const key of [press].flat()) await page.keyboard.press(key);
      await sees();
    });
  }
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('keys that work anywhere', async ({ page, studio }) => {
  await studio.api.recipes.create({ name: 'Anywhere', yaml: questionRecipe(studio.mock.url) });
  await page.goto('/models');
  await expect(heading(page)).toHaveText('Models');
  const palette = page.getByRole('combobox', { name: /^Search commands/ });
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const focusIn = (selector: string) =>
    expect(page.locator(`${selector} :focus, ${selector}:focus`)).toHaveCount(1);
  const at = (path: RegExp) => () => expect(page).toHaveURL(path);
  await pressAll(page, [
    ['Ctrl K', 'Control+k', () => expect(palette).toBeFocused()],
    ['Esc', 'Escape', () => expect(palette).toHaveCount(0)],
    ['?', '?', () => expect(help.getByText('Go to Models')).toBeVisible()],
    ['Esc', 'Escape', () => expect(help).toHaveCount(0)],
    ['F6', 'F6', () => focusIn('.providers')],
    ['F6', 'F6', () => focusIn('.detail')],
    ['Shift F6', 'Shift+F6', () => focusIn('.providers')],
    ['G D', ['g', 'd'], at(/\/datasets$/)],
    ['G S', ['g', 's'], at(/\/settings$/)],
    ['F6 on a page of one piece', 'F6', () => focusIn('nav.rail')],
    ['F6', 'F6', () => focusIn('.topbar')],
    ['F6', 'F6', () => focusIn('main')],
    ['G M', ['g', 'm'], at(/\/models$/)],
    ['G R', ['g', 'r'], at(/\/recipes$/)],
    ['/', '/', () => expect(page.getByRole('searchbox')).toBeFocused()],
    // In a field letters are letters.
    ['G M typed', ['g', 'm'], () => expect(page.getByRole('searchbox')).toHaveValue('gm')],
  ]);
  expect(new URL(page.url()).pathname).toBe('/recipes');
});

test('keys of the recipes', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url);
  for (const name of ['Arrow first', 'Arrow second']) await studio.api.recipes.create({ name, yaml });
  await page.goto('/recipes?q=Arrow&sort=name');
  const link = (name: string) => page.getByRole('table').getByRole('link', { name });
  await expect(link('Arrow second')).toBeVisible();
  const importing = page.getByRole('dialog', { name: 'Import a recipe' });
  await pressAll(page, [
    ['I', 'i', () => expect(importing).toBeVisible()],
    ['N in a dialog is no command', 'n', () => expect(importing).toBeVisible()],
    ['Esc', 'Escape', () => expect(importing).toHaveCount(0)],
    ['↓', 'ArrowDown', () => expect(link('Arrow first')).toBeFocused()],
    ['↓', 'ArrowDown', () => expect(link('Arrow second')).toBeFocused()],
    ['↑', 'ArrowUp', () => expect(link('Arrow first')).toBeFocused()],
    ['Enter', 'Enter', () => expect(page.getByRole('button', { name: 'Arrow first' })).toBeVisible()],
  ]);
  await page.goto('/recipes');
  await expect(heading(page)).toHaveText('Recipes');
  await pressAll(page, [['N', 'n', () => expect(page).toHaveURL(/\/recipes\/\d+/)]]);
  await expect(page.getByRole('button', { name: 'Untitled recipe', exact: true })).toBeVisible();
});

test('keys of the editor', async ({ page, studio }) => {
  test.setTimeout(120_000);
  const yaml = questionRecipe(studio.mock.url, { rows: 5, question: 'Ask one question about {topik}.' });
  const { id } = await studio.api.recipes.create({ name: 'Editor keys', yaml });
  await page.goto(`/recipes/${id}`);
  const preview = page.getByRole('complementary', { name: 'Preview' });
  const form = page.getByRole('region', { name: 'Form' });
  const text = page.getByRole('region', { name: 'YAML' });
  const popup = page.getByRole('dialog', { name: /Unknown value \{topik\}/ });
  const seed = preview.getByRole('textbox', { name: 'Seed' });
  await expect(preview.getByText(/topik/).first()).toBeVisible();
  await pressAll(page, [
    ['F8', 'F8', () => expect(form.locator('[aria-invalid=true]').first()).toBeFocused()],
    ['Ctrl E', 'Control+e', () => expect(text.locator('.view-line').first()).toBeVisible()],
    ['F8', 'F8', () => expect(text.getByRole('textbox').first()).toBeFocused()],
    ['Shift F8', 'Shift+F8', () => expect(text.getByRole('textbox').first()).toBeFocused()],
    ['Ctrl .', 'Control+.', () => expect(popup).toBeVisible()],
    ['Enter', 'Enter', () => expect(preview.getByText(/topik/)).toHaveCount(0)],
    ['Ctrl Z', 'Control+z', () => expect(preview.getByText(/topik/).first()).toBeVisible()],
    ['Ctrl Shift Z', 'Control+Shift+z', () => expect(preview.getByText(/topik/)).toHaveCount(0)],
    // The caret stands in a value now: it lights up in the preview, and leads to its definition.
    ['→', 'ArrowRight', () => expect(preview.locator('[data-twin]').first()).toBeVisible()],
    ['Alt Enter', 'Alt+Enter', () => expect(page).toHaveURL(/node=topic/)],
    ['Alt R in the text', 'Alt+r', () => expect(seed).not.toHaveValue('7')],
    ['Ctrl Shift E', 'Control+Shift+e', () => expect(page.locator('.graph-node:focus')).toBeVisible()],
    ['Ctrl E', 'Control+e', () => expect(text.getByRole('textbox').first()).toBeFocused()],
    ['Ctrl E', 'Control+e', () => expect(page.getByRole('tabpanel', { name: 'Form' })).toBeFocused()],
    ['Ctrl S', 'Control+s', () => expect(page.getByRole('button', { name: 'v2' })).toBeVisible()],
    ['Alt ↓', 'Alt+ArrowDown', () => expect(preview.getByRole('region', { name: 'Row 1' })).toBeVisible()],
    ['Alt ↑', 'Alt+ArrowUp', () => expect(preview.getByRole('region', { name: 'Row 0' })).toBeVisible()],
    [
      'Ctrl Shift Enter',
      'Control+Shift+Enter',
      () => expect(preview.getByText(/not known yet/)).toHaveCount(0),
    ],
  ]);

  // In a prompt, { offers the values.
  await page.goto(`/recipes/${id}?node=question`);
  const prompt = form.getByRole('textbox', { name: /^Message 1/ });
  await prompt.focus();
  await pressAll(page, [
    ['{', ['Control+End', '{'], () => expect(page.getByRole('listbox', { name: 'Values' })).toBeVisible()],
    ['Esc', 'Escape', () => expect(page.getByRole('listbox', { name: 'Values' })).toHaveCount(0)],
    ['Backspace', 'Backspace', () => expect(page.getByText('Saved', { exact: true })).toBeVisible()],
    ['Ctrl Enter', 'Control+Enter', () => expect(page.getByRole('dialog', { name: /^Run / })).toBeVisible()],
    ['Esc', 'Escape', () => expect(prompt).toBeFocused()],
    ['Ctrl Enter', 'Control+Enter', () => expect(page.getByRole('dialog', { name: /^Run / })).toBeVisible()],
  ]);
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Run/ })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await pressAll(page, [
    ['Ctrl Enter again', 'Control+Enter', () => expect(page).toHaveURL(/\/datasets\/\d+/)],
  ]);
});

test('keys of a run', async ({ page, studio }) => {
  test.setTimeout(120_000);
  studio.mock.configure({ latencyMs: 400 });
  const yaml = questionRecipe(studio.mock.url, { rows: 2000 });
  const run = await studio.api.runs.start({ yaml, reuse: false });
  await page.goto(`/datasets/${run.dataset_id}`);
  const bar = page.getByRole('banner');
  const tab = (name: RegExp) => () =>
    expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  await expect(bar.getByText('Running', { exact: true })).toBeVisible();
  // Before the first row is told of there is nothing to download.
  await expect(bar.getByRole('button', { name: /^Download [1-9]/ })).toBeVisible();
  const hold = (name: string) => page.getByRole('main').getByRole('button', { name });
  await pressAll(page, [
    ['H', 'h', () => expect(hold('Go on').first()).toBeVisible()],
    ['H', 'h', () => expect(hold('Hold still').first()).toBeVisible()],
    ['D', 'd', () => expect(page.getByRole('menu', { name: 'Download' })).toBeVisible()],
    ['Esc', 'Escape', () => expect(page.getByRole('menu')).toHaveCount(0)],
    ['2', '2', tab(/^Rows/)],
    ['3', '3', tab(/^Report/)],
    ['4', '4', tab(/^Recipe/)],
    ['1', '1', tab(/^Progress/)],
    ['P', 'p', () => expect(bar.getByText('Paused', { exact: true })).toBeVisible({ timeout: 30_000 })],
    ['P', 'p', () => expect(bar.getByText('Running', { exact: true })).toBeVisible()],
  ]);
  // The same from the palette, and what has no key.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Search/ })).toBeFocused();
  await page.keyboard.type('cancel the run');
  await expect(page.getByRole('option', { selected: true })).toContainText('Cancel the run');
  await page.keyboard.press('Enter');
  const ask = page.getByRole('alertdialog');
  await ask.getByRole('button', { name: 'Stop run' }).click();
  await expect(bar.getByText('Stopped', { exact: true })).toBeVisible();
});

test('keys of the rows', async ({ page, studio, context }) => {
  test.setTimeout(120_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const run = await studio.api.runs.start({
    yaml: questionRecipe(studio.mock.url, { rows: 12 }),
    reuse: false,
  });
  await expect.poll(async () => (await studio.api.runs.get(run.id)).status).toBe('completed');
  await page.goto(`/datasets/${run.dataset_id}?tab=rows&row=0&cell=topic`);
  const grid = page.getByRole('grid', { name: 'Rows' });
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  const address = (part: RegExp) => () => expect(page).toHaveURL(part);
  const drawer = page.getByRole('complementary', { name: /^Row \d+, / });
  const { api } = studio;
  const rating = (index: number) => async () => (await api.datasets.row(run.dataset_id, index)).rating;
  const status = (index: number) => async () => (await api.datasets.row(run.dataset_id, index)).status;
  const { data: all } = await api.datasets.rows(run.dataset_id);
  const alike = all.filter((row) => row.values['topic'] === all[3]?.values['topic']).length;
  expect(alike).toBeLessThan(12);
  const bulk = page.getByRole('toolbar', { name: 'Chosen rows' });
  const chosen = (text: string) => () => expect(bulk.getByText(text, { exact: true })).toBeVisible();
  const { values } = await api.datasets.row(run.dataset_id, 1);
  const copied = () =>
    expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(values['question']);
  await grid.focus();
  await pressAll(page, [
    ['J', 'j', address(/row=1\b/)],
    ['K', 'k', address(/row=0\b/)],
    ['↓', 'ArrowDown', address(/row=1\b/)],
    ['→', 'ArrowRight', address(/cell=question/)],
    ['←', 'ArrowLeft', address(/cell=topic/)],
    ['→', 'ArrowRight', address(/cell=question/)],
    ['↑', 'ArrowUp', address(/row=0\b/)],
    ['↓', 'ArrowDown', address(/row=1\b/)],
    ['Ctrl C', 'Control+c', copied],
    ['Enter', 'Enter', () => expect(drawer).toBeVisible()],
    ['Esc', 'Escape', () => expect(drawer).toHaveCount(0)],
    ['Space', ' ', () => expect(drawer).toBeVisible()],
    ['+', '+', () => expect.poll(rating(1)).toBe(1)],
    // The mark is still on its way when the field opens, and leaves it open.
    ['-', '-', () => Promise.resolve()],
    ['E', 'e', () => expect(drawer.getByRole('textbox')).toBeFocused()],
    ['- was kept', [], () => expect.poll(rating(1)).toBe(-1)],
    ['E is still open', [], () => expect(drawer.getByRole('textbox')).toBeFocused()],
    ['Esc', 'Escape', () => expect(drawer.getByRole('textbox')).toHaveCount(0)],
    ['R', 'r', () => expect(page.getByRole('region', { name: 'Ask anew' })).toBeVisible()],
    ['Esc', 'Escape', () => expect(page.getByRole('region', { name: 'Ask anew' })).toHaveCount(0)],
    ['the row is still open', [], () => expect(drawer).toBeVisible()],
    ['F6', 'F6', () => expect(page.locator('[data-pane] :focus, [data-pane]:focus')).toHaveCount(1)],
  ]);
  await page.goto(`/datasets/${run.dataset_id}?tab=rows&row=1&cell=topic`);
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  await pressAll(page, [
    ['X', 'x', chosen('1 row')],
    ['J', 'j', address(/row=2\b/)],
    ['J', 'j', address(/row=3\b/)],
    ['Shift X', 'Shift+X', chosen('3 rows')],
    ['Ctrl A', 'Control+a', chosen('12 rows')],
    ['Esc', 'Escape', () => expect(bulk).toHaveCount(0)],
    ['A', 'a', () => expect.poll(status(3)).toBe('rejected')],
    ['A', 'a', () => expect.poll(status(3)).toBe('accepted')],
    // The row is closed, and its value is what is filtered by.
    ['F', 'f', () => expect(page.getByText(`${alike} of 12 rows`)).toBeVisible()],
    ['keys go on with the first of its rows', [], address(/row=\d+&cell=topic/)],
    ['Space', ' ', () => expect(drawer).toBeVisible()],
    ['Esc', 'Escape', () => expect(drawer).toHaveCount(0)],
    ['S', 's', address(/sort=topic/)],
    ['Shift S', 'Shift+S', address(/sort=-topic/)],
    ['Shift S again', 'Shift+S', () => expect(page.getByText('in row order')).toBeVisible()],
    ['J', 'j', address(/cell=topic/)],
  ]);
});
