import { expect, test } from './fixtures';
import { layoutFaults } from './layout-faults';
import { fillStudio, openScreen, plainNames, screensOf } from './screens';

/** Every page, and the dialogs, menus and drawers that have the most in them; with names nobody planned for. */
const looked = [
  ...[
    'recipes',
    'import',
    'editor',
    'prompt',
    'form-product',
    'form-pair',
    'form-talk',
    'run-dialog',
    'export',
  ],
  ...['datasets', 'run', 'rows', 'drawer', 'download', 'filter', 'training', 'report', 'models', 'settings'],
  ...['wild-recipe', 'wild-run', 'wild-rows', 'wild-drawer'],
];

/** A narrow phone, 1440 at 200 %, a laptop, 4k at 150 %: what lies between has held where these did. */
const sizes = [
  { width: 320, height: 640 },
  { width: 720, height: 450 },
  { width: 1024, height: 768 },
  { width: 2560, height: 1440 },
];

// Runs that go on would be counted by the stories that come after.
test.afterEach(async ({ studio }) => {
  const { data } = await studio.api.runs.list({ status: 'pending,running,paused' });
  await Promise.all(data.map(({ id }) => studio.api.runs.cancel(id)));
});

test('from 320 px to 4k no page scrolls sideways, and every button is whole and can be pressed', async ({
  page,
  studio,
}) => {
  test.setTimeout(180_000);
  const screens = screensOf(await fillStudio(studio, studio.mock, plainNames), plainNames);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: string[] = [];
  for (const name of looked) {
    await test.step(name, async () => {
      const screen = screens[name];
      if (screen === undefined) throw new Error(`There is no screen ${name}.`);
      await page.setViewportSize({ width: 1440, height: 900 });
      await openScreen(page, screen);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await screen.follow?.(page);
        // What follows the width by script has been drawn.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        const faults = await layoutFaults(page);
        found.push(...faults.map((fault) => `${name} at ${size.width}: ${fault}`));
      }
    });
  }
  expect(found).toEqual([]);
});
