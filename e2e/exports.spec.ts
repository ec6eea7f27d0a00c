import { readFile } from 'node:fs/promises';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { expect, expectAccessible, test } from './fixtures';
import { finishedDataset } from './recipes';

test('everything of a dataset is taken away in one zip, with splits by chance', async ({ page, studio }) => {
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows`);
  await page.getByRole('button', { name: /^Download/ }).click();
  await page.getByRole('menuitem', { name: /Everything in one zip/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Everything in one zip' });
  await expect(dialog.getByText('train 32 · validation 4 · test 4')).toBeVisible();
  await dialog.getByLabel('Validation').fill('95');
  await expect(dialog.getByText('A number from 0 to 90')).toBeVisible();
  await dialog.getByLabel('Validation').fill('25');
  await expect(dialog.getByText('train 26 · validation 10 · test 4')).toBeVisible();
  await dialog.getByLabel('Near-duplicates stay together by').selectOption('');
  await expectAccessible(page);

  const waiting = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const reader = new ZipReader(new Uint8ArrayReader(await readFile(await download.path())));
  const rows = new Map<string, number>();
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const text = await entry.getData(new TextWriter(), { checkCrc32: true });
    rows.set(entry.filename, text.trimEnd().split('\n').length);
  }
  expect(rows.get('data/train.jsonl')).toBe(26);
  expect(rows.get('data/validation.jsonl')).toBe(10);
  expect(rows.get('provenance.jsonl')).toBe(40);
  expect([...rows.keys()]).toContain('README.md');
});

test('a dataset is pushed to the hub: a wrong key is said, and what was typed stays', async ({
  page,
  studio,
  hub,
  complaints,
}) => {
  complaints.allow(/422/);
  const id = await finishedDataset(studio);
  await page.goto(`/datasets/${id}?tab=rows`);
  await page.getByRole('button', { name: /^Download/ }).click();
  await page.getByRole('menuitem', { name: /Push to Hugging Face/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Push to Hugging Face' });
  await dialog.getByLabel('Repository', { exact: true }).fill('owner/questions');
  await dialog.getByLabel('Key of the hub').fill('hf_other');
  await dialog.getByRole('button', { name: 'Push' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The key for the hub is not taken');
  await expectAccessible(page);

  await dialog.getByLabel('Key of the hub').fill('hf_writes');
  await dialog.getByRole('button', { name: 'Push' }).click();
  await expect(dialog.getByRole('status')).toContainText('in owner/questions, in one commit');
  await expect(dialog.getByText('load_dataset("owner/questions")')).toBeVisible();
  expect(Object.keys(hub.repositories.get('owner/questions')?.files['main'] ?? {})).toContain(
    'data/train.jsonl',
  );
});
