import type { Bench, Figure } from './bench';
import { recipeOfValues } from './recipe-of-values';
import { openCounting } from './script-bytes';

/** What the editor fetches before it can be used. */
export async function* measureLoad({ studio, mock, openPage }: Bench): AsyncGenerator<Figure> {
  const { id } = await studio.api.recipes.create({ name: 'Load', yaml: recipeOfValues(77, mock.url) });
  const page = await openPage();
  const scripts = await openCounting(page, `/recipes/${id}`);
  await page.getByRole('region', { name: 'Row 0' }).waitFor();
  const { first, soFar } = scripts();
  await page.close();
  yield { what: 'JavaScript of the editor’s page, compressed', measured: kB(first), aim: 'under 250 kB' };
  yield { what: 'all until the first row of the preview is shown', measured: kB(soFar), aim: '' };
}

function kB(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
