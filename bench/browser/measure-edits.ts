import type { Page } from '@playwright/test';
import { msText, type Bench, type Figure } from './bench';
import { recipeOfValues } from './recipe-of-values';
import { noteWaits } from './waits';

/** From a key to the frame that answers it, and to the new preview. */
export async function* measureEdits(bench: Bench): AsyncGenerator<Figure> {
  const { studio, mock } = bench;
  const made = async (count: number) =>
    (await studio.api.recipes.create({ name: `${count} values`, yaml: recipeOfValues(count, mock.url) })).id;
  const cell = (id: number, label: string, textAt: (at: number) => string) => async (page: Page) => {
    await page.goto(`/recipes/${id}?node=label`);
    const field = page.getByLabel(label);
    await field.waitFor();
    return async (at: number) => {
      await field.fill(textAt(at));
      await page.keyboard.press('Enter');
    };
  };
  const key = (id: number) => async (page: Page) => {
    await page.goto(`/recipes/${id}?view=yaml`);
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+End');
    return (at: number) => page.keyboard.press(at % 5 === 4 ? 'Space' : 'x');
  };
  const weight = (at: number) => (at % 2 === 0 ? '0.01' : '0.95');

  yield* figures(bench, 'a weight among 77 values', cell(await made(77), 'Weight of Other', weight));
  const many = await made(3077);
  yield* figures(
    bench,
    'a cell among 3,077 values',
    cell(many, 'Description of Other', (at) => `No ${at}`),
  );
  yield* figures(bench, 'all weights of 3,077 values', cell(many, 'Weight of Other', weight));
  yield* figures(bench, 'a key in a YAML of 3,000 lines', key(await made(750)));
  yield* figures(bench, 'a key in a YAML of 12,300 lines', key(many));
}

const times = 20;

async function* figures(
  { openPage }: Bench,
  what: string,
  open: (page: Page) => Promise<(at: number) => Promise<void>>,
): AsyncGenerator<Figure> {
  const page = await openPage();
  const step = await open(page);
  // Forms and dialogs are fetched when a page has come to rest.
  await page.waitForTimeout(4000);
  const waits = await noteWaits(page);
  const cpu = await mainThreadMs(page);
  for (let at = 0; at < times; at++) {
    await step(at);
    await page.waitForTimeout(400);
  }
  const { interactions, previews } = await waits();
  const work = (await cpu()) / times;
  await page.close();
  yield { what: `${what}: to the next frame`, measured: msText(interactions), aim: 'under 100 ms' };
  yield { what: `${what}: to the new preview`, measured: msText(previews), aim: 'under 100 ms' };
  yield { what: `${what}: CPU of the page’s thread`, measured: `${Math.round(work)} ms each`, aim: '' };
}

/** The returned function tells the CPU time of the page's main thread since now: it grows no longer on a busy machine. */
async function mainThreadMs(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await read();
  return async () => (await read()) - before;
}
