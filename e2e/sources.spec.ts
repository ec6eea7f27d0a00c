import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

const csv = 'kind,zip,note\nbread,00123,"soft, warm"\nbikes,9,\nbirds,5.0,small\n';

test('a CSV file by drop: its columns picked, its values in the preview, a run, the download', async ({
  page,
  studio,
}) => {
  const yaml = questionRecipe(studio.mock.url, { rows: 6 });
  const recipe = await studio.api.recipes.create({ name: 'From a file', yaml });
  await page.goto(`/recipes/${recipe.id}`);
  await expect(page.getByRole('treeitem', { name: /^topic/ })).toBeVisible();

  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'things.csv', { type: 'text/csv' }));
    return transfer;
  }, csv);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: files });
  await page.dispatchEvent('main', 'drop', { dataTransfer: files });

  // The form of the new source is open; the other two columns are left out, and one gets another name.
  await expect(page.getByRole('treeitem', { name: /^things\.csv/ })).toBeVisible();
  await expect(page.getByText('3 records · 3 columns')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Take kind' }).uncheck();
  await page.getByRole('checkbox', { name: 'Take note' }).uncheck();
  const name = page.getByRole('textbox', { name: 'Name of zip' });
  await name.fill('code');
  await name.press('Enter');
  await expect(page.getByText('1 of 3 are taken')).toBeVisible();
  await expectAccessible(page);

  // A prompt that uses it: the preview shows the values of the file, and completion knows the column.
  await page.getByRole('treeitem', { name: /^question/ }).click();
  const prompt = page.getByRole('textbox', { name: /Message 1|USER/ }).first();
  await prompt.fill('Ask about {code} and {topic}.');
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByText('00123').first()).toBeVisible();
  await expect(preview.getByText('5.0').first()).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect((await studio.api.recipes.get(recipe.id)).draft).toMatch(
    /input_data:\n {4}- path: upload:\d+\/things\.csv\n {6}attribute_map:\n {8}zip: code\n/,
  );

  await page.getByRole('button', { name: 'Run…' }).click();
  await expect(page.getByRole('dialog').getByText('6 rows').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('banner').getByText('Done', { exact: true })).toBeVisible();
  const [run] = (await studio.api.runs.list()).data;
  const file = await page.request.get(
    studio.api.datasets.downloadUrl(run?.dataset_id ?? 0, { format: 'jsonl' }),
  );
  const rows = (await file.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.map(({ code }) => code)).toEqual(['00123', '9', '5.0', '00123', '9', '5.0']);
});

test('documents are cut into segments that are counted and shown; an upload in use can not be removed', async ({
  page,
  studio,
}) => {
  const yaml = questionRecipe(studio.mock.url);
  const recipe = await studio.api.recipes.create({ name: 'From documents', yaml });
  await page.goto(`/recipes/${recipe.id}`);
  await page.getByRole('button', { name: 'Add a source' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a source' });
  await expectAccessible(page);
  await dialog.getByLabel('Files to upload').setInputFiles([
    {
      name: 'a.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('One two three four five six. '.repeat(40)),
    },
    { name: 'b.md', mimeType: 'text/markdown', buffer: Buffer.from('Another text.') },
  ]);
  await expect(page.getByText('2 documents', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Segments' }).click();
  const length = page.getByRole('textbox', { name: 'Length' });
  await length.fill('20');
  await expect(page.getByText(/^\d+ segments in all/).first()).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'First segments' }).getByRole('listitem').first(),
  ).toContainText('One two three');
  await expectAccessible(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Another file' }).click();
  const remove = page.getByRole('button', { name: /^Remove 2 files/ });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
});

test('a file of another format and a broken one are refused in words, and nothing is added', async ({
  page,
  studio,
  complaints,
}) => {
  complaints.allow(/400/);
  const recipe = await studio.api.recipes.create({
    name: 'Bad files',
    yaml: questionRecipe(studio.mock.url),
  });
  await page.goto(`/recipes/${recipe.id}`);
  await page.getByRole('button', { name: 'Add a source' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a source' });
  const files = dialog.getByLabel('Files to upload');
  await files.setInputFiles({
    name: 'a.exe',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('x'),
  });
  await expect(dialog.getByText('a.exe has a format that can’t be read.', { exact: false })).toBeVisible();
  await files.setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no pdf') });
  await expect(dialog.getByText('a.pdf is no PDF file that can be read', { exact: false })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('treeitem', { name: /^Sources, 0/ })).toBeVisible();
});
