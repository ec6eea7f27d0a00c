import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { recipeTemplates } from '@/lib/recipe/templates';
import { questionRecipe } from './recipes';
import { startStudio } from './start-studio';

// Takes every screen in both looks into screenshots/: pages wide and on a phone, dialogs, a run that goes on and one
// whose model can't be reached. `--only NAME` takes those whose name has NAME in it, `--all-sizes` also a very wide
// screen and a very narrow one.
const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, 'all-sizes': { type: 'boolean', default: false } },
});

const sizes = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  ...(options['all-sizes'] && {
    '4k': { width: 2560, height: 1440 },
    narrow: { width: 320, height: 640 },
    // 1280 wide at 200 %: the browser's zoom halves the size of the page.
    zoomed: { width: 640, height: 450 },
  }),
};

/** One screen: where it is, and what is pressed there before the picture is taken. */
type Screen = { path: string; act?: (page: Page) => Promise<unknown>; only?: 'wide' };

const mock = await startMockEndpoint();
const studio = await startStudio();
const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const emptyPages: Record<string, Screen> = {
    'recipes-empty': { path: '/recipes' },
    'datasets-empty': { path: '/datasets' },
  };
  await takeAll(emptyPages);
  await takeAll(await screens());
} finally {
  await browser.close();
  await studio.stop();
  await mock.close();
}

/** Fills the studio and names all its screens. */
async function screens(): Promise<Record<string, Screen>> {
  const recipe = await studio.api.recipes.create({
    name: 'Questions',
    yaml: questionRecipe(mock.url, { rows: 24 }),
  });
  const banking = recipeTemplates.find(({ id }) => id === 'banking77-intents')?.yaml ?? '';
  const intents = await studio.api.recipes.create({ name: 'Banking77 intents', yaml: banking });
  const broken = await studio.api.recipes.create({
    name: 'Broken',
    yaml: banking.replace('{label}', '{lable}'),
  });
  const finished = await studio.api.runs.start({ recipe_id: recipe.id, num_samples: 240 });
  const events = studio.api.runs.events(finished.id);
  while ((await events.next()).done !== true) continue;
  mock.configure({ latencyMs: 3000 });
  const slow = await studio.api.runs.start({ recipe_id: recipe.id, num_samples: 5000, reuse: false });
  const offline = await studio.api.runs.start({
    yaml: questionRecipe('http://127.0.0.1:9/v1', { rows: 100 }),
  });
  const rows = `/datasets/${finished.dataset_id}?tab=rows`;
  const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
  const keys = (key: string) => (page: Page) => page.keyboard.press(key);
  return {
    recipes: { path: '/recipes' },
    import: { path: '/recipes', act: keys('i') },
    editor: { path: `/recipes/${intents.id}` },
    sampled: { path: `/recipes/${intents.id}?node=label` },
    quality: { path: `/recipes/${intents.id}?node=quality` },
    yaml: { path: `/recipes/${intents.id}?view=yaml` },
    broken: { path: `/recipes/${broken.id}?view=yaml` },
    graph: { path: `/recipes/${intents.id}?view=graph` },
    'run-dialog': { path: `/recipes/${recipe.id}`, act: keys('Control+Enter') },
    palette: { path: `/recipes/${recipe.id}`, act: keys('Control+k') },
    keys: { path: rows, act: keys('?') },
    datasets: { path: '/datasets' },
    run: { path: `/datasets/${finished.dataset_id}` },
    'run-slow': { path: `/datasets/${slow.dataset_id}` },
    'run-offline': { path: `/datasets/${offline.dataset_id}` },
    rows: { path: rows },
    chosen: { path: `${rows}&row=3`, act: keys('x'), only: 'wide' },
    drawer: { path: `${rows}&row=3&cell=question&open=1` },
    regenerate: { path: `${rows}&row=3&cell=question&open=1`, act: keys('r') },
    report: { path: `/datasets/${finished.dataset_id}?tab=report` },
    models: { path: '/models' },
    'model-form': { path: '/models', act: press(/^Add/) },
    settings: { path: '/settings' },
    api: { path: '/docs/api' },
  };
}

async function takeAll(all: Record<string, Screen>): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const [name, { path, act, only }] of Object.entries(all)) {
      const picture = `${name}-${size}`;
      if (!picture.includes(options.only) || (only !== undefined && only !== size)) continue;
      const page = await browser.newPage({ baseURL: studio.url, viewport });
      await page.goto(path, { waitUntil: 'load' });
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
      if (path.includes('view=yaml') && size === 'wide')
        await page.locator('.monaco-editor .view-line').first().waitFor();
      await act?.(page);
      await takeBothLooks(page, picture);
      await page.close();
    }
  }
}

async function takeBothLooks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // What came with the change of look or a press has been drawn.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    await page.screenshot({ path: `screenshots/${name}-${colorScheme}.png` });
  }
}
