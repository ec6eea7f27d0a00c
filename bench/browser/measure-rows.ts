import { msText, percentileText, type Bench, type Figure } from './bench';
import { makeMillionRows, manyRows } from './million-rows';
import { noteWaits } from './waits';

/** A dataset of a million rows: pages of it, its download, and scrolling through it. */
export async function* measureRows({ studio, mock, openPage }: Bench): AsyncGenerator<Figure> {
  const id = await makeMillionRows(studio, mock.url);
  const of = `of ${manyRows.toLocaleString('en')} rows`;
  const address = `${studio.url}/v1/projects/1/datasets/${id}`;

  // While the rows were written the studio may have closed the connection that stood open.
  await fetch(address).catch(() => undefined);
  const pages: number[] = [];
  for (let at = 0; at < 500; at++) {
    const from = (at * 611_953) % (manyRows - 50);
    pages.push(await timeOf(`${address}/rows?limit=50&from_index=${from}`));
  }
  yield { what: `a page of 50 ${of}`, measured: percentileText(pages), aim: 'p99 under 20 ms' };

  const startedAt = performance.now();
  const file = await fetch(`${address}:download?format=jsonl`);
  let bytes = 0;
  for await (const chunk of file.body ?? []) bytes += chunk.byteLength;
  const seconds = (performance.now() - startedAt) / 1000;
  yield {
    what: `download ${of}`,
    measured: `${Math.round(manyRows / seconds).toLocaleString('en')} rows/s, ${Math.round(bytes / 1e6)} MB`,
    aim: 'at least 50,000 rows/s',
  };

  const page = await openPage();
  await page.goto(`/datasets/${id}?tab=rows`);
  const grid = page.getByRole('grid', { name: 'Rows' });
  await grid.getByRole('gridcell').first().waitFor();
  await grid.hover();
  const waits = await noteWaits(page);
  await page.waitForTimeout(2000);
  await waits();
  for (let at = 0; at < 150; at++) {
    // In steps as of a hand that goes quicker and quicker.
    await page.mouse.wheel(0, 40 * at);
    await page.waitForTimeout(16);
  }
  const { frames } = await waits();
  await page.keyboard.press('Control+End');
  await page.waitForTimeout(500);
  const jump = await waits();
  await page.close();
  yield { what: `frames while scrolling ${of}`, measured: msText(frames), aim: 'under 50 ms' };
  yield { what: 'frames of a jump to the end', measured: msText(jump.frames), aim: '' };
}

async function timeOf(url: string): Promise<number> {
  const startedAt = performance.now();
  await (await fetch(url)).arrayBuffer();
  return performance.now() - startedAt;
}
