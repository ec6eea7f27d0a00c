import { createServer } from 'node:http';
import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add a provider' });

async function fillProvider(page: Page, fields: { address: string; key?: string; name: string }) {
  await page.goto('/models?add=REMOTE');
  await dialog(page).getByLabel('Address').fill(fields.address);
  await dialog(page)
    .getByLabel('API key')
    .fill(fields.key ?? '');
  await dialog(page).getByLabel('Name').fill(fields.name);
}

test('a provider is tested before it is kept: wrong address, wrong key, then the right ones', async ({
  page,
  studio,
  complaints,
}) => {
  complaints.allow(/400 \(Bad Request\)/);
  studio.mock.configure({ apiKey: 'the-right-key-0123456789', models: ['mock', 'mock-large'] });
  await fillProvider(page, { address: 'http://127.0.0.1:9/v1', name: 'Mock works' });
  const press = (name: string) => dialog(page).getByRole('button', { name, exact: true }).click();
  await press('Test and save');
  await expect(dialog(page).getByRole('alert')).toContainText('127.0.0.1:9');
  await dialog(page).getByLabel('Address').fill('not an address');
  await press('Test and save');
  await expect(dialog(page).getByRole('alert')).toContainText('is not an http or https address');
  await dialog(page).getByLabel('Address').fill(studio.mock.url);
  await dialog(page).getByLabel('API key').fill('a-wrong-key-0123456789');
  await press('Test and save');
  await expect(dialog(page).getByRole('alert')).toContainText(/key/i);
  await expectAccessible(page);
  // What was typed is there again after a reload; a key is kept nowhere.
  await page.reload();
  await expect(dialog(page).getByLabel('Address')).toHaveValue(studio.mock.url);
  await expect(dialog(page).getByLabel('Name')).toHaveValue('Mock works');
  await expect(dialog(page).getByLabel('API key')).toHaveValue('');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('a-wrong-key');
  await dialog(page).getByLabel('API key').fill('the-right-key-0123456789');
  await press('Test and save');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Mock works' })).toBeVisible();

  // What a test of one model learns: the time it took, what it said, what it used.
  const card = page.getByRole('region', { name: 'Last test' });
  await expect(card).toContainText('2 models listed');
  await page.getByRole('button', { name: 'Test mock', exact: true }).click();
  await expect(card).toContainText(/mock answered in [\d.,]+ m?s.*“.+”, [\d,]+ tokens in, [\d,]+ out/);
  await expect(card).toContainText('Answers in JSON schema');
  await expect(card).toContainText('Takes a temperature');
  // It is known to whoever looks next.
  await page.reload();
  await expect(card).toContainText('Key accepted');
});

test('a pasted key is asked with once and kept only when it is wanted; its limits are taken over', async ({
  page,
  studio,
}) => {
  studio.mock.configure({ apiKey: 'the-right-key-0123456789', models: ['gpt-5-nano'], statedRpm: 321 });
  await page.goto('/models?add=OPENAI');
  await dialog(page).getByLabel('Address').fill(studio.mock.url);
  await dialog(page).getByLabel('Name').fill('Pasted');
  const paste = async (field: Locator, key: string) => {
    await field.dispatchEvent('paste');
    await field.fill(key);
  };
  const stored = async () => (await studio.api.providers.list()).data.filter(({ name }) => name === 'Pasted');
  await paste(dialog(page).getByLabel('API key'), 'a-wrong-key-0123456789');
  await expect(dialog(page).getByRole('alert')).toContainText(/key/i);
  expect(await stored()).toEqual([]);
  await paste(dialog(page).getByLabel('API key'), 'the-right-key-0123456789');
  await expect(dialog(page).getByRole('status')).toContainText(
    /gpt-5-nano answered.*tokens in, [\d,]+ out, (< )?\$0\.0/,
  );
  expect(await stored()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Pasted' })).toBeVisible();

  // A test asks the cheapest model of known price, and says before what that costs at most.
  const card = page.getByRole('region', { name: 'Last test' });
  await expect(card).toContainText(/A test: Three short calls of gpt-5-nano, at most \$0\.\d+/);
  await page.getByRole('button', { name: 'Test again' }).click();
  await expect(card).toContainText('Pasted allows this key 321 requests a minute.');
  await card.getByRole('button', { name: 'Use these limits' }).click();
  await expect(card).toContainText('In use');
  await expect(page.getByLabel('Requests a minute')).toHaveValue('321');
  await expectAccessible(page);

  // Another key is tested, too, before it takes the old one's place.
  await page.getByRole('button', { name: 'Replace' }).click();
  const form = page.getByRole('form', { name: /settings$/ });
  await form.getByLabel('API key').fill('a-wrong-key-9876543210');
  await form.getByRole('button', { name: 'Save key' }).click();
  await expect(form.getByRole('alert')).toContainText('The test failed');
  expect((await stored())[0]?.api_key).toMatch(/6789$/);
  await form.getByRole('button', { name: 'Save anyway' }).click();
  const strip = page.getByRole('status').filter({ hasText: 'Pasted refused the key' });
  await expect(strip).toContainText('it ends in 3210');
  await strip.getByRole('button', { name: 'Enter another key' }).click();
  await form.getByLabel('API key').fill('the-right-key-0123456789');
  await form.getByRole('button', { name: 'Save key' }).click();
  await expect(strip).toHaveCount(0);
  expect((await stored())[0]?.api_key).toMatch(/6789$/);
});

test('a dialog that is left while a server hangs leaves nothing behind', async ({ page, studio }) => {
  await fillProvider(page, { address: studio.mock.url, name: 'Hangs' });
  const hanging = createServer(() => undefined);
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const address = hanging.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await dialog(page).getByLabel('Address').fill(`http://127.0.0.1:${port}/v1`);
  await dialog(page).getByRole('button', { name: 'Test and save' }).click();
  await expect(dialog(page).getByRole('status')).toContainText('given up after 20 seconds');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toHaveCount(0);
  const left = async () => (await studio.api.providers.list()).data.filter(({ name }) => name === 'Hangs');
  await expect.poll(left).toEqual([]);

  // One that is kept and hangs says for how long it was waited for.
  const { id } = await studio.api.providers.create({
    name: 'Slow one',
    engine: 'REMOTE',
    base_url: `http://127.0.0.1:${port}/v1`,
    timeout_ms: 1000,
  });
  await page.goto(`/models?provider=${id}`);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  const card = page.getByRole('region', { name: 'Last test' });
  await expect(card).toContainText(/gave no whole answer within 1 s.*timeout, after 1\.?\d* s/);
  hanging.closeAllConnections();
  hanging.close();
});

test('names are kept whole or refused whole, addresses keep what was typed', async ({
  page,
  studio,
  complaints,
}) => {
  complaints.allow(/400 \(Bad Request\)/);
  const { id } = await studio.api.providers.create({
    name: 'Renamed later',
    engine: 'REMOTE',
    base_url: studio.mock.url,
    api_key: 'stored-key-0123456789',
  });
  await page.goto(`/models?provider=${id}`);
  const form = page.getByRole('form', { name: /settings$/ });
  const name = form.getByLabel('Name');
  await name.fill('x'.repeat(300));
  await name.blur();
  await expect(form.getByText('At most 200 characters; these are 300')).toBeVisible();
  await expect(name).toHaveValue('x'.repeat(300));
  await name.fill('ה'.repeat(200));
  await name.blur();
  await expect(page.getByRole('heading', { name: 'ה'.repeat(200) })).toBeVisible();

  const address = form.getByLabel('Address');
  await address.fill('ftp://elsewhere');
  await address.blur();
  await form.getByLabel(/^API key for/).fill('key-of-the-other-one');
  await form.getByRole('button', { name: 'Save key' }).click();
  await expect(form.getByText(/is not an http or https address/)).toBeVisible();
  await form.getByRole('button', { name: 'Keep the old one' }).click();
  await expect(address).toHaveValue(studio.mock.url);
  // To another server only with a key of its own.
  await address.fill('http://127.0.0.1:9/v1');
  await address.blur();
  await form.getByLabel('API key for http://127.0.0.1:9/v1').fill('key-of-the-other-one');
  await form.getByRole('button', { name: 'Save key' }).click();
  await form.getByRole('button', { name: 'Save anyway' }).click();
  await expect(form.getByRole('button', { name: 'Replace' })).toBeVisible();
  expect(await studio.api.providers.get(id)).toMatchObject({ base_url: 'http://127.0.0.1:9/v1' });
});

test('a price says where it stands and of which day; a provider comes back after its delete', async ({
  page,
  studio,
}) => {
  const provider = await studio.api.providers.create({
    name: 'Priced',
    engine: 'REMOTE',
    base_url: studio.mock.url,
    api_key: 'stored-key-0123456789',
  });
  const id = provider.id;
  await studio.api.providers.test(id);
  await page.goto(`/models?provider=${id}`);
  // Other stories' models stand at the same address.
  await page.getByRole('button', { name: 'Set price of mock' }).first().click();
  const price = page.getByRole('dialog', { name: 'Price of mock' });
  await price.getByLabel(/^Input/).fill('0,5');
  await price.getByLabel(/^Output/).fill('a lot');
  await expect(price.getByText('A number such as 0.25')).toBeVisible();
  await price.getByLabel(/^Output/).fill('2');
  await price.getByLabel('Where it stands').fill('our contract');
  await price.getByLabel('Of which day').fill('2026-11-02');
  await expectAccessible(page);
  await price.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row').filter({ hasText: 'our contract' });
  await expect(row).toContainText('mock');
  await expect(row).toContainText('$0.50');
  await expect(row).toContainText(/our contract, .*2.* 2026/);
  // Other pages lead right to the price of a model.
  await page.goto('/models?price=REMOTE/mock-model');
  await price.getByRole('button', { name: 'Cancel' }).click();
  await expect(price).toHaveCount(0);
  await page.goto(`/models?provider=${id}`);

  await page.getByRole('button', { name: 'More for Priced' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const list = page.getByRole('navigation', { name: 'Providers' });
  await expect(list.getByRole('button', { name: /Priced/ })).toHaveCount(0);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Priced' })).toBeVisible();
  expect(await studio.api.providers.get(id)).toMatchObject({ api_key: provider.api_key });
});

test('a model server on this machine is found and added by one press', async ({ page }) => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end('{"data":[{"id":"llama-of-lm-studio"}]}'),
  );
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(1234, '127.0.0.1', resolve);
  });
  await page.goto('/models');
  const list = page.getByRole('navigation', { name: 'Providers' });
  await expect(list.getByText('1 model, http://127.0.0.1:1234/v1')).toBeVisible();
  await list.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'LM Studio' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'llama-of-lm-studio', exact: true })).toBeVisible();
  await expect(list.getByText('Found on this machine')).toHaveCount(0);
  server.closeAllConnections();
  server.close();
});
