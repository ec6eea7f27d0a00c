import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { fillStudio, openScreen, plainNames, screensOf, type Screen } from './screens';
import { startStudio } from './start-studio';

// Takes every screen in both looks into screenshots/: pages wide and on a phone, dialogs, a run that goes on and one
// whose model can't be reached. `--only NAME` takes those whose name has NAME in it, `--all-sizes` also a very wide
// screen and a very narrow one. `--readme` takes the picture of the README alone, into docs/pictures/.
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    'all-sizes': { type: 'boolean', default: false },
    readme: { type: 'boolean', default: false },
  },
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

const mock = await startMockEndpoint();
const studio = await startStudio();
const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  if (options.readme) {
    await takeReadmePicture(screensOf(await fillStudio(studio, mock, plainNames), plainNames)['editor']);
  } else {
    const emptyPages: Record<string, Screen> = {
      'recipes-empty': { path: '/recipes' },
      'datasets-empty': { path: '/datasets' },
    };
    await takeAll(emptyPages);
    await takeAll(screensOf(await fillStudio(studio, mock, plainNames), plainNames));
  }
} finally {
  await browser.close();
  await studio.stop();
  await mock.close();
}

async function takeAll(all: Record<string, Screen>): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const [name, screen] of Object.entries(all)) {
      const picture = `${name}-${size}`;
      if (!picture.includes(options.only) || (screen.only !== undefined && screen.only !== size)) continue;
      const page = await browser.newPage({ baseURL: studio.url, viewport });
      await openScreen(page, screen);
      if (screen.path.includes('view=yaml') && size === 'wide')
        await page.locator('.monaco-editor .view-line').first().waitFor();
      await takeBothLooks(page, picture);
      await page.close();
    }
  }
}

async function takeReadmePicture(screen: Screen | undefined): Promise<void> {
  if (screen === undefined) throw new Error('There is no screen of the editor.');
  const page = await browser.newPage({ baseURL: studio.url, viewport: sizes.wide, colorScheme: 'light' });
  await openScreen(page, screen);
  await page.screenshot({ path: 'docs/pictures/editor.png' });
}

async function takeBothLooks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // What came with the change of look or a press has been drawn.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    await page.screenshot({ path: `screenshots/${name}-${colorScheme}.png` });
  }
}
