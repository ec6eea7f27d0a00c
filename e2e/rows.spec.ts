import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, test } from './fixtures';
import { finishedDataset } from './recipes';

test('a dataset is reviewed, edited, filtered and downloaded by keyboard alone', async ({ page, studio }) => {
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows`);
  const grid = page.getByRole('grid', { name: 'Rows' });
  await expect(grid.getByRole('gridcell').first()).toBeVisible();

  // To a row, its answer, a rating.
  const active = grid.locator('.cell-on');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(active).toHaveAttribute('data-cell', /^1 topic/);
  await page.keyboard.press('ArrowRight');
  await expect(active).toHaveAttribute('data-cell', /^1 question/);
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: /^Row \d+, question/ });
  await expect(drawer.getByText('Answer', { exact: true })).toBeVisible();
  await page.keyboard.press('+');
  await expect(drawer.getByRole('button', { name: 'Good' })).toHaveAttribute('aria-pressed', 'true');

  // An edit, kept beside what was generated.
  await page.keyboard.press('e');
  const field = drawer.getByRole('textbox', { name: 'question, edited' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Why do swallows fly low?');
  await page.keyboard.press('Control+Enter');
  await expect(field).toHaveCount(0);
  await expect(grid.getByText('Why do swallows fly low?')).toBeVisible();
  const [edited] = (
    await studio.api.datasets.rows(id, { filter: '[{"column":"@edited","op":"eq","value":1}]' })
  ).data;
  expect(edited).toMatchObject({ values: { question: 'Why do swallows fly low?' }, rating: 1 });

  // A filter by what the search finds, and the file of just these rows.
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('swallows');
  await expect(page.getByText('1 of 40 rows')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('d');
  await expect(page.getByRole('menuitemradio', { name: 'The 1 shown' })).toBeChecked();
  const download = page.waitForEvent('download');
  const jsonl = page.getByRole('menuitem', { name: /^JSONL/ });
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(jsonl).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\n')).toHaveLength(1);
  expect(file).toContain('Why do swallows fly low?');
});

test('several rows are chosen by keys and by pointer, rejected at once, and taken back', async ({
  page,
  studio,
}) => {
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows`);
  const grid = page.getByRole('grid', { name: 'Rows' });
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  // Two keys within one frame: the second means the row that the first has gone to.
  await page.evaluate(async () => {
    for (const key of ['j', 'x']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await Promise.resolve();
    }
  });
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('j');
  await expect(grid.locator('.cell-on')).toHaveAttribute('data-cell', /^4 /);
  await page.keyboard.press('Shift+X');
  const bar = page.getByRole('toolbar', { name: 'Chosen rows' });
  await expect(bar.getByText('5 rows')).toBeVisible();
  await grid.getByRole('rowheader').nth(1).click();
  await expect(bar.getByText('4 rows')).toBeVisible();
  await expectAccessible(page);

  await bar.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByText('4 rows are rejected now.')).toBeVisible();
  await expect(bar).toBeHidden();
  expect((await studio.api.datasets.get(id)).counts).toMatchObject({ accepted: 36, rejected: 4 });
  // All rows of a status, without naming one; and back as it was before.
  await page.getByRole('button', { name: 'Rejected 4' }).click();
  await expect(page.getByText('4 of 40 rows')).toBeVisible();
  await page.keyboard.press('Control+a');
  await bar.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('4 rows are accepted now.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => (await studio.api.datasets.get(id)).counts)
    .toMatchObject({ accepted: 36, rejected: 4 });
  await page.getByRole('button', { name: 'Accepted 36' }).click();

  // All that fit what is searched for, without naming one: also for keys that come before the rows.
  await page.getByRole('searchbox', { name: 'Search the rows' }).fill('bread');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  const { data: found } = await studio.api.datasets.rows(id, { search: 'bread', limit: '50' });
  expect(found.length).toBeLessThan(36);
  // On a phone the bar has no key to name, and its acts are there all the same.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(bar.getByRole('button', { name: 'Choose none' })).toHaveText('Choose none', {
    useInnerText: true,
  });
  await bar.getByRole('button', { name: 'Good' }).click();
  await expect(page.getByText(`${found.length} rows are rated good.`)).toBeVisible();
});

test('an answer is asked for anew, price first, what hangs on it follows, and undo brings it back', async ({
  page,
  studio,
}) => {
  const id = await finishedDataset(studio);
  const before = await studio.api.datasets.row(id, 2);
  studio.mock.configure({
    script: [
      { contains: 'Ask one question', answer: 'What else is there?' },
      { contains: 'Answer this', answer: 'A good deal.' },
    ],
  });
  await page.goto(`/datasets/${id}?tab=rows&row=2&cell=question&open=1`);
  const drawer = page.getByRole('complementary', { name: 'Row 2, question' });
  await expect(drawer.getByText('Answer', { exact: true })).toBeVisible();
  await page.keyboard.press('r');
  const panel = drawer.getByRole('region', { name: 'Ask anew' });
  await expect(panel.getByText(/2 calls/)).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Ask anew' }).click();
  await expect(page.getByText('question of row 2 was asked anew.')).toBeVisible();
  await expect(drawer.getByText('What else is there?').first()).toBeVisible();
  const { values } = await studio.api.datasets.row(id, 2);
  expect(values).toMatchObject({ question: 'What else is there?', answer: 'A good deal.' });
  expect(JSON.stringify(values['chat'])).toContain('A good deal.');

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await studio.api.datasets.row(id, 2)).values).toEqual(before.values);
});

test('bars of a column filter, heads sort, and the address brings both back', async ({ page, studio }) => {
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows`);
  const bars = page.getByRole('group', { name: /^topic, 3 values/ }).getByRole('button');
  await bars.first().click();
  await expect(page.getByRole('button', { name: /Drop the filter: topic is/ })).toBeVisible();
  // Until the rows that fit are here, the old count stands.
  await expect(page.getByText(/^\d+ of 40 rows/)).not.toHaveText('40 of 40 rows');
  const few = await page.getByText(/^\d+ of 40 rows/).textContent();
  await page
    .getByRole('columnheader', { name: /question/ })
    .getByRole('button')
    .first()
    .click();
  await expect(page.getByText('sorted by question')).toBeVisible();
  await expect(page).toHaveURL(/filter=.*sort=question/);
  await page.reload();
  await expect(page.getByText(/^\d+ of 40 rows/)).toHaveText(few ?? '');
  await expectAccessible(page);
  // Another tab and back: the rows are as they were left.
  await page.getByRole('tab', { name: 'Progress' }).click();
  await page.getByRole('tab', { name: /^Rows/ }).click();
  await expect(page).toHaveURL(/filter=.*sort=question/);
  await expect(page.getByText(/^\d+ of 40 rows/)).toHaveText(few ?? '');
  await page.getByRole('button', { name: /Drop the filter/ }).click();
  await expect(page.getByText('40 of 40 rows')).toBeVisible();

  // The numbers of the report lead to just the rows that they count.
  for (const number of [
    page.getByRole('group', { name: /^Lengths of question/ }).getByRole('link'),
    page.getByRole('region', { name: 'Near-duplicates' }).getByRole('link', { name: /rows$/ }),
  ]) {
    await page.getByRole('tab', { name: 'Report' }).click();
    const counted = await number.first().evaluate((link) => link.ariaLabel ?? link.textContent);
    await number.first().click();
    const count = /(\d+) rows?$/.exec(counted)?.[1] ?? '';
    await expect(page.getByText(`${count} of 40 rows`)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Drop the filter/ })).toHaveCount(1);
  }
  await page.reload();
  await page.getByRole('button', { name: 'Drop the filter: near-duplicates of an earlier row' }).click();
  await expect(page.getByText('40 of 40 rows')).toBeVisible();

  // What nothing fits says so and offers the way back.
  await page.goto(`/datasets/${id}?tab=rows&search=zebra`);
  await expect(page.getByText('No row matches this filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByText('40 of 40 rows')).toBeVisible();
  // A row that there can't be is said where it was asked for.
  const jump = page.getByRole('textbox', { name: 'Go to row' });
  await jump.fill('9999');
  await jump.press('Enter');
  await expect(page.getByText('Rows go from 0 to 39')).toBeVisible();
  await jump.fill('31');
  await jump.press('Enter');
  await expect(page).toHaveURL(/row=31\b/);
});

test('rows stay on screen until those that are searched for are here, and a failed search can be tried again', async ({
  page,
  studio,
  complaints,
}) => {
  const id = await finishedDataset(studio);
  const grid = page.getByRole('grid', { name: 'Rows' });
  complaints.allow(/Failed to load resource/);
  let answer: 'held' | 'refused' | 'given' = 'refused';
  await page.route(/\/rows\?/, async (route) => {
    await expect.poll(() => answer).not.toBe('held');
    if (answer === 'given') return route.continue();
    const error = { code: 'internal', message: 'The disk is gone.' };
    await route.fulfill({ status: 500, json: { error } });
  });
  await page.goto(`/datasets/${id}?tab=rows`);
  await expect(page.getByText('Some of the rows could not be read.')).toBeVisible();
  answer = 'given';
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  answer = 'held';
  await page.getByRole('searchbox', { name: 'Search the rows' }).fill('bread');
  await expect(grid).toHaveAttribute('aria-busy', 'true');
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  await expect(page.getByText('40 of 40 rows')).toBeVisible();
  answer = 'refused';
  await expect(page.getByText('The rows could not be looked through.')).toBeVisible();
  answer = 'given';
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  await expect(page.getByText('40 of 40 rows')).toHaveCount(0);
});

test('an edit that is left is kept for its cell, and an edited value stands apart from the answer', async ({
  page,
  studio,
}) => {
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows&row=2&cell=question&open=1`);
  const drawer = page.getByRole('complementary', { name: 'Row 2, question' });
  await drawer.getByRole('tab', { name: 'Whole row' }).click();
  await expect(drawer.getByRole('button', { name: 'Copy as JSON' })).toBeVisible();
  await page.keyboard.press('e');
  const field = drawer.getByRole('textbox', { name: 'question, edited' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Who bakes at night?');
  await page.locator('[data-cell="3 answer"]').click();
  const other = page.getByRole('complementary', { name: 'Row 3, answer' });
  await expect(other).toBeVisible();
  await expect(other.getByRole('textbox')).toHaveCount(0);
  await page.getByRole('button', { name: '1 edit not saved' }).click();
  await expect(field).toHaveValue('Who bakes at night?');
  await page.keyboard.press('Escape');
  await expect(drawer.getByText('An edit of this value is not saved.')).toBeVisible();
  await drawer.getByRole('button', { name: 'Go on' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(field).toHaveCount(0);
  await drawer.getByRole('tab', { name: 'Lineage' }).click();
  await expect(drawer.getByText('edited by hand')).toBeVisible();
  await expect(drawer.getByText('Who bakes at night?')).toBeVisible();
  await expect(drawer.getByRole('heading', { name: 'The model’s answer' })).toBeVisible();
  await expectAccessible(page);

  // The rating goes on to the next row where that is wished; closing gives the focus back to the row.
  await drawer.getByRole('switch', { name: 'Auto-advance' }).click();
  await page.keyboard.press('+');
  await expect(page.getByRole('complementary', { name: 'Row 3, question' })).toBeVisible();
  await page.keyboard.press('-');
  await expect(page.getByRole('complementary', { name: 'Row 4, question' })).toBeVisible();
  const ratings = async () =>
    (await studio.api.datasets.rows(id, { limit: '5' })).data.map(({ rating = 0 }) => rating);
  await expect.poll(ratings).toEqual([0, 0, 1, -1, 0]);
  await expect(page.getByText('Row 3 is rated bad.')).toBeVisible();
  await expect(page.getByText('Row 2 is rated good.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('[data-cell="4 question"]')).toBeFocused();
});

test('rows are filtered by what a column holds, also on a phone, and the filter becomes a rule', async ({
  page,
  studio,
}) => {
  const id = await finishedDataset(studio);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/datasets/${id}?tab=rows`);
  const chart = page.getByRole('columnheader', { name: /topic/ }).getByRole('group');
  await expect(chart.getByRole('button').first()).toBeVisible();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Filter' });
  await menu.getByRole('combobox', { name: 'Column' }).selectOption('topic');
  await menu.getByRole('checkbox', { name: /^birds/i }).check();
  await expect(page.getByText(/^\d+ of 40 rows$/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await menu.getByRole('button', { name: 'Clear', exact: true }).click();
  await menu.getByText('Columns and order').click();
  await menu.getByRole('combobox', { name: 'Order' }).selectOption('question, greatest first');
  await expect(page).toHaveURL(/sort=-question/);
  await menu.getByRole('checkbox', { name: 'chat' }).uncheck();
  await menu.getByRole('combobox', { name: 'Order' }).selectOption('in row order');
  await expect(page).not.toHaveURL(/sort=/);

  // The ends of a range stand the wrong way round: they are put right.
  await page.setViewportSize({ width: 1440, height: 900 });
  await menu.getByRole('combobox', { name: 'Column' }).selectOption('question');
  await menu.getByRole('spinbutton', { name: 'Characters from' }).fill('400');
  await menu.getByRole('spinbutton', { name: 'to' }).fill('5');
  await menu.getByRole('button', { name: 'Show these rows' }).click();
  await expect(menu.getByRole('spinbutton', { name: 'Characters from' })).toHaveValue('5');
  await expect(page.getByText('40 of 40 rows')).toBeVisible();
  await expectAccessible(page);

  const dataset = await studio.api.datasets.get(id);
  const draftOf = async () => (await studio.api.recipes.get(dataset.recipe_id ?? 0)).draft ?? '';
  await menu.getByRole('button', { name: 'Keep only if…' }).click();
  await expect(page.getByText('The recipe has a rule for question now')).toBeVisible();
  expect(await draftOf()).toContain(
    'quality:\n  rules:\n    - column: question\n      min_length: 5\n      max_length: 400\n',
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The rule is gone from the recipe.')).toBeVisible();
  expect(await draftOf()).not.toContain('quality:');
});

test('an answer that is asked anew can be cancelled while it waits, and the row is as it was', async ({
  page,
  studio,
}) => {
  const id = await finishedDataset(studio);
  const before = await studio.api.datasets.row(id, 0);
  studio.mock.configure({ latencyMs: 20_000 });
  await page.goto(`/datasets/${id}?tab=rows&row=0&cell=question&open=1`);
  const drawer = page.getByRole('complementary', { name: /^Row 0, question/ });
  await drawer.getByRole('button', { name: /^Anew/ }).click();
  const panel = drawer.getByRole('region', { name: 'Ask anew' });
  await panel.getByRole('button', { name: 'Ask anew' }).click();
  await expect(panel.getByRole('button', { name: 'Asking…' })).toBeVisible();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. The row is as it was.')).toBeVisible();
  expect((await studio.api.datasets.row(id, 0)).values).toEqual(before.values);
});

test('conversations are taken away in the form that a trainer reads, seen before they are taken', async ({
  page,
  studio,
  complaints,
}) => {
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows`);
  await expect(page.getByRole('grid', { name: 'Rows' }).getByRole('gridcell').first()).toBeVisible();
  await page.keyboard.press('d');
  await page.getByRole('menuitem', { name: /^Conversations/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversations to train on' });
  const start = dialog.getByLabel('The first rows of the file');
  await expect(start).toContainText('{"messages":[{"content":');
  await dialog.getByRole('textbox', { name: 'System text' }).fill('You know about birds.');
  await expect(start).toContainText('{"role":"system","content":"You know about birds."}');

  // A column without conversations is said, two of them make some.
  complaints.allow(/400 \(Bad Request\).*columns=topic/);
  await dialog.getByRole('combobox', { name: 'Conversation' }).selectOption('topic');
  await expect(dialog.getByRole('status')).toContainText('none of the columns (topic) holds conversations');
  await dialog.getByRole('combobox', { name: 'Conversation' }).selectOption('made of two columns…');
  await expect(dialog.getByRole('button', { name: 'Download' })).toBeDisabled();
  await dialog.getByRole('combobox', { name: 'The user says' }).selectOption('question');
  await dialog.getByRole('combobox', { name: 'The assistant says' }).selectOption('topic');
  await dialog.getByRole('combobox', { name: 'Sampled values' }).selectOption('by name');
  await dialog.getByRole('button', { name: 'ShareGPT' }).click();
  await expect(start).toContainText(/"from":"gpt","value":"(Bread|Bikes|Birds)"/);
  await dialog.getByRole('combobox', { name: 'Rows' }).selectOption('test');
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\n')).toHaveLength(4);
  expect(JSON.parse(file.split('\n')[0] ?? '')).toMatchObject({
    conversations: [{ from: 'system', value: 'You know about birds.' }, { from: 'human' }, { from: 'gpt' }],
  });
});

test('a file of chosen columns is seen before it is taken, and the next run begins with the same choice', async ({
  page,
  studio,
}) => {
  const id = await finishedDataset(studio);
  const grid = page.getByRole('grid', { name: 'Rows' });
  const open = async () => {
    await page.goto(`/datasets/${id}?tab=rows`);
    await expect(grid.getByRole('gridcell').first()).toBeVisible();
    await page.keyboard.press('d');
    await page.getByRole('menuitem', { name: /^Columns and parts/ }).click();
    return page.getByRole('dialog', { name: 'Columns and parts' });
  };
  const dialog = await open();
  await dialog.getByRole('button', { name: 'CSV' }).click();
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  await expect(dialog.getByRole('button', { name: 'Download' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'topic' }).check();
  await dialog.getByRole('combobox', { name: 'Between cells' }).selectOption('a semicolon');
  await dialog.getByRole('checkbox', { name: 'A first column with the row’s number' }).check();
  await expect(dialog.getByLabel('The first rows of the file')).toContainText('row;topic');
  await expectAccessible(page);
  const again = await open();
  await expect(again.getByRole('checkbox', { name: 'topic' })).toBeChecked();
  const download = page.waitForEvent('download');
  await again.getByRole('link', { name: 'Download' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.split('\n')[0]?.trim()).toBe('row;topic');
});
