import { chromium, type Page } from '@playwright/test';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { recipeTemplates } from '@/lib/recipe/templates';
import { questionRecipe } from './recipes';
import { startStudio } from './start-studio';

// Takes every page in both looks, wide and on a phone, with a finished run in it, into screenshots/.
const mock = await startMockEndpoint();
const studio = await startStudio();
const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const recipe = await studio.api.recipes.create({
    name: 'Questions',
    yaml: questionRecipe(mock.url, { rows: 24 }),
  });
  const banking = recipeTemplates.find(({ id }) => id === 'banking77-intents');
  const intents = await studio.api.recipes.create({ name: 'Banking77 intents', yaml: banking?.yaml ?? '' });
  const run = await studio.api.runs.start({ recipe_id: recipe.id, num_samples: 240 });
  const events = studio.api.runs.events(run.id);
  while ((await events.next()).done !== true) continue;

  const pages = {
    recipes: '/recipes',
    editor: `/recipes/${intents.id}`,
    yaml: `/recipes/${intents.id}?view=yaml`,
    graph: `/recipes/${intents.id}?view=graph`,
    datasets: '/datasets',
    run: `/datasets/${run.dataset_id}`,
    rows: `/datasets/${run.dataset_id}?tab=rows`,
    report: `/datasets/${run.dataset_id}?tab=report`,
    drawer: `/datasets/${run.dataset_id}?tab=rows&row=3&cell=question&open=1`,
    models: '/models',
    settings: '/settings',
    api: '/docs/api',
  };
  for (const [size, viewport] of [
    ['wide', { width: 1440, height: 900 }],
    ['phone', { width: 390, height: 844 }],
  ] as const) {
    const page = await browser.newPage({ baseURL: studio.url, viewport });
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path, { waitUntil: 'load' });
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
      if (name === 'yaml' && size === 'wide')
        await page.locator('.monaco-editor .view-line').first().waitFor();
      await takeBothLooks(page, `${name}-${size}`);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await studio.stop();
  await mock.close();
}

async function takeBothLooks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `screenshots/${name}-${colorScheme}.png`, animations: 'disabled' });
  }
}
