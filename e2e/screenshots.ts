import { chromium, type Page } from '@playwright/test';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { questionRecipe } from './recipes';
import { startStudio } from './start-studio';

// Takes every page in both looks, with a finished run in it, into screenshots/: npm run screenshots
const mock = await startMockEndpoint();
const studio = await startStudio();
const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const yaml = questionRecipe(mock.url, { rows: 24 });
  const recipe = await studio.api.recipes.create({ name: 'Questions', yaml });
  const run = await studio.api.runs.start({ recipe_id: recipe.id });
  const events = studio.api.runs.events(run.id);
  while ((await events.next()).done !== true) continue;
  const pages = {
    recipes: '/recipes',
    editor: `/recipes/${recipe.id}`,
    datasets: '/datasets',
    run: `/datasets/${run.dataset_id}`,
    models: '/models',
    settings: '/settings',
  };
  const page = await browser.newPage({ baseURL: studio.url, viewport: { width: 1440, height: 900 } });
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path, { waitUntil: 'load' });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await takeBothLooks(page, name);
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
