import type { Page } from '@playwright/test';
import type { MockEndpoint } from '@/bench/mock-endpoint';
import type { ProviderId } from '@/lib/api/model-wire';
import { recipeTemplates } from '@/lib/recipe/templates';
import { uploaded } from '@/lib/api/source-wire';
import { everyKindRecipe, peopleRecipe, wildNames, wildRecipe, wildScript } from './every-kind';
import { questionRecipe } from './recipes';
import type { StudioProcess } from './start-studio';

/** One screen: where it is, what is made ready before, and what is pressed there. */
export type Screen = {
  path: string;
  before?: (page: Page) => Promise<unknown>;
  act?: (page: Page) => Promise<unknown>;
  /** What brings it to the front again when the page has got another width. */
  follow?: (page: Page) => Promise<unknown>;
  /** Cannot be reached on a phone, or not by these presses. */
  only?: 'wide';
};

/** A studio with something of everything in it. */
type Filled = {
  recipe: number;
  intents: number;
  /** One of everything that a form edits. */
  every: number;
  /** Rows from a file of records. */
  people: number;
  /** Long names, other scripts, emoji, cells of 100 kB: the recipe, and the dataset made of it. */
  wild: number;
  wildRows: number;
  broken: number;
  keyless: number;
  provider: ProviderId;
  finished: number;
  slow: number;
  offline: number;
  makeSpare: () => Promise<unknown>;
};

/** How things are called: as people do, or as they do once in a while. */
export type Names = { recipe: string; spare: string; provider: string };
export const plainNames: Names = { recipe: 'Questions', spare: 'Old try', provider: 'gpu-box' };

/** Fills a studio with recipes, a provider and runs: one that is done, one that goes on, one that can't reach its model. */
export async function fillStudio(
  studio: Pick<StudioProcess, 'api' | 'url'>,
  mock: Pick<MockEndpoint, 'url' | 'configure'>,
  names: Names,
  yaml = questionRecipe(mock.url, { rows: 24 }),
): Promise<Filled> {
  const { api } = studio;
  const create = async (name: string, text: string) => (await api.recipes.create({ name, yaml: text })).id;
  const banking = recipeTemplates.find(({ id }) => id === 'banking77-intents')?.yaml ?? '';
  const recipe = await create(names.recipe, yaml);
  const intents = await create('Banking77 intents', banking);
  await api.recipes.saveDraft(intents, {
    yaml: banking.replace('num_samples: ', 'num_samples: 1'),
    base_revision: 0,
  });
  const broken = await create('Broken', banking.replace('{label}', '{lable}'));
  const keyless = await create('Keyless', banking);
  const provider = await api.providers.create({
    name: names.provider,
    engine: 'REMOTE',
    base_url: mock.url,
    api_key: 'a-key-of-the-mock-0123',
    requests_per_minute: 60_000,
  });
  await api.providers.test(provider.id);
  const finished = await api.runs.start({ recipe_id: recipe, num_samples: 240, name: names.recipe });
  const every = await create('Every kind', everyKindRecipe(mock.url));
  const people = await create('From a file', peopleRecipe(mock.url, await uploadPeople(studio)));
  mock.configure({ script: wildScript });
  const wild = await create(wildNames.recipe, wildRecipe(mock.url));
  const wildRun = await api.runs.start({ recipe_id: wild, num_samples: 12, name: wildNames.recipe });
  for (const { id } of [finished, wildRun]) {
    const events = api.runs.events(id);
    while ((await events.next()).done !== true) continue;
  }
  mock.configure({ latencyMs: 3000, script: [] });
  const slow = await api.runs.start({ recipe_id: recipe, num_samples: 5000, reuse: false });
  const offline = await api.runs.start({ yaml: questionRecipe('http://127.0.0.1:9/v1', { rows: 100 }) });
  return {
    recipe,
    intents,
    every,
    people,
    wild,
    wildRows: wildRun.dataset_id,
    broken,
    keyless,
    provider: provider.id,
    finished: finished.dataset_id,
    slow: slow.dataset_id,
    offline: offline.dataset_id,
    makeSpare: () => create(names.spare, yaml),
  };
}

/** Every page, dialog, menu, drawer and strip of a filled studio. */
export function screensOf(filled: Filled, names: Names): Record<string, Screen> {
  const {
    recipe,
    intents,
    every,
    people,
    wild,
    wildRows,
    broken,
    keyless,
    provider,
    finished,
    slow,
    offline,
  } = filled;
  const rows = `/datasets/${finished}?tab=rows`;
  const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
  const keys = (key: string) => (page: Page) => page.keyboard.press(key);
  const command = (name: string) => async (page: Page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Search commands/ }).fill(name);
    await page.keyboard.press('Enter');
  };
  const more = (name: string, item?: string) => async (page: Page) => {
    await page
      .getByRole('button', { name: `More for ${name}` })
      .first()
      .click();
    if (item !== undefined) await page.getByRole('menuitem', { name: item }).click();
  };
  const inDownload = (item: string) => async (page: Page) => {
    await page.keyboard.press('d');
    await page.getByRole('menuitem', { name: item }).click();
  };
  return {
    recipes: { path: '/recipes' },
    'recipe-menu': { path: '/recipes', act: more(names.recipe) },
    rename: { path: '/recipes', act: more(names.recipe, 'Rename') },
    'undo-toast': { path: '/recipes', before: filled.makeSpare, act: more(names.spare, 'Delete') },
    import: { path: '/recipes', act: keys('i') },
    'worker-down': { path: '/recipes', before: stopWorker },
    editor: { path: `/recipes/${intents}` },
    ...formsOf(keyless, { 'key-missing': 'model' }),
    ...formsOf(intents, { sampled: 'label', quality: 'quality', prompt: 'user_query', output: 'output' }),
    ...formsOf(every, everyForm),
    ...formsOf(people, { 'form-people': 'people.csv' }),
    export: { path: `/recipes/${intents}`, act: command('export the recipe') },
    'source-dialog': { path: `/recipes/${intents}?view=graph`, act: inParts('Add a source') },
    outline: { path: `/recipes/${every}`, act: showPart('Outline') },
    'graph-every': { path: `/recipes/${every}?view=graph`, act: showPart('Recipe') },
    yaml: { path: `/recipes/${intents}?view=yaml`, act: showPart('Recipe') },
    broken: { path: `/recipes/${broken}?view=yaml`, act: showPart('Recipe') },
    graph: { path: `/recipes/${intents}?view=graph`, act: showPart('Recipe') },
    versions: { path: `/recipes/${intents}`, act: command('versions') },
    'version-menu': { path: `/recipes/${intents}`, act: press(/^v1/) },
    'run-dialog': { path: `/recipes/${recipe}`, act: keys('Control+Enter') },
    palette: { path: `/recipes/${recipe}`, act: keys('Control+k') },
    keys: { path: rows, act: keys('?') },
    datasets: { path: '/datasets' },
    run: { path: `/datasets/${finished}` },
    'run-slow': { path: `/datasets/${slow}` },
    'run-cancel': { path: `/datasets/${slow}`, act: command('cancel the run') },
    'run-offline': { path: `/datasets/${offline}` },
    rows: { path: rows },
    chosen: { path: `${rows}&row=3`, act: keys('x'), only: 'wide' },
    download: { path: rows, act: keys('d') },
    drawer: { path: `${rows}&row=3&cell=question&open=1` },
    regenerate: { path: `${rows}&row=3&cell=question&open=1`, act: keys('r') },
    'whole-row': {
      path: `${rows}&row=3&cell=question&open=1`,
      act: (page) => page.getByRole('tab', { name: 'Whole row' }).click(),
    },
    'edit-value': { path: `${rows}&row=3&cell=question&open=1`, act: keys('e') },
    filter: { path: rows, act: press('Filter') },
    columns: { path: rows, act: press('Columns'), only: 'wide' },
    training: { path: rows, act: inDownload('Conversations…') },
    push: { path: rows, act: inDownload('Push to Hugging Face…') },
    'wild-recipe': { path: `/recipes/${wild}` },
    'wild-graph': { path: `/recipes/${wild}?view=graph`, act: showPart('Recipe') },
    'wild-run': { path: `/datasets/${wildRows}` },
    'wild-rows': { path: `/datasets/${wildRows}?tab=rows` },
    'wild-drawer': { path: `/datasets/${wildRows}?tab=rows&row=0&cell=${wildNames.attribute}&open=1` },
    'wild-report': { path: `/datasets/${wildRows}?tab=report` },
    report: { path: `/datasets/${finished}?tab=report` },
    'dataset-recipe': { path: `/datasets/${finished}?tab=recipe` },
    models: { path: `/models?provider=${provider}` },
    'model-price': { path: `/models?provider=${provider}`, act: press(/price of mock/) },
    'model-form': { path: '/models?add=OPENAI' },
    settings: { path: '/settings' },
    api: { path: '/docs/api' },
    missing: { path: '/recipes/999999' },
  };
}

/** The parts of the recipe that has one of every kind, by the names of their screens. */
const everyForm = Object.fromEntries(
  [
    ...['shots', 'person', 'amount', 'ordered_on', 'order', 'product', 'combinations'],
    ...['complaint', 'pair', 'facts', 'grade', 'talk', 'line', 'parts', 'record', 'chat', 'model', 'recipe'],
  ].map((part) => [`form-${part}`, part]),
);

/** Forms of a recipe's parts: where the panes are tabs, in front. */
function formsOf(recipe: number, parts: Record<string, string>): Record<string, Screen> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      {
        path: `/recipes/${recipe}?node=${part}`,
        act: showPart('Recipe'),
        follow: showPart('Recipe'),
      } satisfies Screen,
    ]),
  );
}

/** Where the panes of the editor are tabs, brings one to the front. */
function showPart(name: 'Recipe' | 'Outline') {
  return async (page: Page) => {
    const tab = page.getByRole('tab', { name, exact: true });
    if (await tab.isVisible()) await tab.click();
  };
}

/** Something of the menu over the form. */
function inParts(item: string) {
  return async (page: Page) => {
    await showPart('Recipe')(page);
    await page
      .locator('.pane-head')
      .getByRole('button', { name: /^More for/ })
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  };
}

/** A file of records; what a recipe names it by. */
async function uploadPeople({ api, url }: Pick<StudioProcess, 'api' | 'url'>): Promise<string> {
  const form = new FormData();
  form.append(
    'file',
    new File(['city,age\nBerlin,31\nLisbon,44\nOslo,27\n'], 'people.csv', { type: 'text/csv' }),
  );
  const answer = await fetch(new URL(api.uploads.url, url), { method: 'POST', body: form });
  return uploaded.parse(await answer.json()).path;
}

/** Opens a screen and waits until nothing on it is still being fetched. */
export async function openScreen(page: Page, { path, before, act }: Screen): Promise<void> {
  await before?.(page);
  await page.goto(path, { waitUntil: 'load' });
  // Not by its role: behind a dialog it has none.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
  await act?.(page);
}

/** To this page the worker has gone. */
async function stopWorker(page: Page): Promise<void> {
  await page.route('**/api/health', async (route) => {
    const health = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...health, worker: { status: 'down', heartbeat_age_ms: 60_000 } } });
  });
}
