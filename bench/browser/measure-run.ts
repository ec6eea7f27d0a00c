import { msText, percentileText, type Bench, type Figure } from './bench';
import { recipeOfValues } from './recipe-of-values';
import { noteWaits } from './waits';

/** The studio while its worker has all it can do: what the API takes, and what a person at the run's page waits. */
export async function* measureRun({ studio, mock, openPage }: Bench): AsyncGenerator<Figure> {
  mock.configure({ latencyMs: 1, words: 8 });
  const run = await studio.api.runs.start({ yaml: recipeOfValues(77, mock.url), reuse: false });
  const project = `${studio.url}/v1/projects/1`;
  const page = await openPage();
  await page.goto(`/datasets/${run.dataset_id}`);
  await page.getByRole('tab', { name: /Progress/ }).waitFor();
  await page.waitForTimeout(3000);

  const before = await studio.api.runs.get(run.id);
  const startedAt = performance.now();
  const waits = await noteWaits(page);
  for (let at = 0; at < 12; at++) {
    for (const tab of [/Rows/, /Recipe/, /Progress/]) {
      await page.getByRole('tab', { name: tab }).click();
      await page.waitForTimeout(250);
    }
  }
  const { interactions, frames } = await waits();
  const now = await studio.api.runs.get(run.id);
  const perSecond =
    ((now.progress.accepted - before.progress.accepted) / (performance.now() - startedAt)) * 1000;
  const meanwhile = `while ${Math.round(perSecond).toLocaleString('en')} rows/s are written`;
  yield { what: `changing tabs ${meanwhile}`, measured: msText(interactions), aim: 'under 100 ms' };
  yield { what: `frames of the run’s page ${meanwhile}`, measured: msText(frames), aim: 'under 100 ms' };
  await page.close();

  const calls = {
    recipes: `${project}/recipes`,
    'the run': `${project}/runs/${run.id}`,
    'a page of 50 rows': `${project}/datasets/${run.dataset_id}/rows?limit=50`,
  };
  for (const [name, url] of Object.entries(calls)) {
    const times: number[] = [];
    for (let at = 0; at < 300; at++) {
      const askedAt = performance.now();
      await (await fetch(url)).arrayBuffer();
      times.push(performance.now() - askedAt);
    }
    yield {
      what: `API, ${name}, worker saturated`,
      measured: percentileText(times),
      aim: 'p99 under 100 ms',
    };
  }
  // On a quick machine it has ended by itself.
  await studio.api.runs.cancel(run.id).catch(() => undefined);
}
