import { expect, expectAccessible, test } from './fixtures';

test('a key is made, shown once, asked of programs from then on, and revoked', async ({ page, studio }) => {
  await page.goto('/settings');
  const card = page.getByRole('region', { name: 'API keys' });
  await expect(card.getByText(/everybody may use the API without one/)).toBeVisible();
  await card.getByRole('textbox', { name: 'Name of the new key' }).fill('notebook');
  await card.getByRole('button', { name: 'Make a key' }).click();
  const secret = (await card.getByRole('status').getByText(/^sl-/).textContent()) ?? '';
  expect(secret).toMatch(/^sl-[\w-]{32}$/);
  await expectAccessible(page);

  const recipes = `${studio.url}/v1/projects/1/recipes`;
  expect((await fetch(recipes)).status).toBe(401);
  expect((await fetch(recipes, { headers: { 'x-api-key': secret } })).status).toBe(200);
  // This browser is signed in, and never sees the key again.
  await page.reload();
  await expect(card.getByRole('listitem').filter({ hasText: 'notebook' })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);

  await card.getByRole('textbox', { name: 'Name of the new key' }).fill('dashboard');
  await card.getByRole('combobox', { name: 'What the new key may do' }).selectOption('Look only');
  await card.getByRole('button', { name: 'Make a key' }).click();
  const looks = { 'x-api-key': (await card.getByRole('status').getByText(/^sl-/).textContent()) ?? '' };
  expect((await fetch(recipes, { headers: looks })).status).toBe(200);
  expect((await fetch(recipes, { headers: looks, method: 'POST', body: '{"yaml":"a: 1"}' })).status).toBe(
    403,
  );
  await card.getByRole('button', { name: 'Revoke dashboard…' }).click();
  await card.getByRole('button', { name: 'Revoke it now' }).click();

  await card.getByRole('button', { name: 'Revoke notebook…' }).click();
  await card.getByRole('button', { name: 'Revoke, and open the API' }).click();
  await expect(card.getByText(/everybody may use the API without one/)).toBeVisible();
  expect((await fetch(recipes)).status).toBe(200);
});

test('settings say how much room the data takes, and when copying is not allowed', async ({ page }) => {
  await page.goto('/settings');
  const data = page.getByRole('region', { name: 'Data directory' });
  await expect(data.getByText(/^[\d.]+ MB: database [\d.]+ [kM]B, models [\d.]+ MB, files /)).toBeVisible();
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await data.getByRole('button', { name: 'Copy path' }).click();
  await expect(page.getByRole('alert').getByText(/did not allow copying/)).toBeVisible();
  const about = page.getByRole('region', { name: 'About' });
  await about.getByText(/libraries, the local model, and their licences/).click();
  await expect(about.getByRole('row').filter({ hasText: 'react-query' })).toContainText('MIT');
  await expectAccessible(page);
});
