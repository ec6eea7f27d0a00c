import { accessibilityFaults, expect, test } from './fixtures';
import { fillStudio, openScreen, plainNames, screensOf } from './screens';

/**
 * Pages, dialogs, menus, drawers and strips, by their names in `screensOf`: those that no story has axe look at in a
 * state with more in it (`expectAccessible`).
 */
const looked = [
  ...['recipe-menu', 'rename', 'undo-toast', 'worker-down', 'editor', 'sampled', 'quality', 'yaml', 'broken'],
  ...['versions', 'version-menu', 'datasets', 'run', 'run-slow', 'run-cancel', 'run-offline', 'report'],
  ...['dataset-recipe'],
];

test('axe finds nothing on the pages, dialogs, menus and drawers, light and dark', async ({
  page,
  studio,
}) => {
  test.setTimeout(300_000);
  const screens = screensOf(await fillStudio(studio, studio.mock, plainNames), plainNames);
  const found: object[] = [];
  for (const name of looked) {
    await test.step(name, async () => {
      const screen = screens[name];
      if (screen === undefined) throw new Error(`There is no screen ${name}.`);
      await openScreen(page, screen);
      found.push(...(await accessibilityFaults(page)).map((fault) => ({ name, ...fault })));
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  }
  expect(found).toEqual([]);
});

test('with reduced motion nothing moves by itself', async ({ page, studio }) => {
  const filled = await fillStudio(studio, studio.mock, plainNames);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/recipes', `/datasets/${filled.slow}`, `/recipes/${filled.recipe}`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 10)
        .map((animation) => (animation.effect as KeyframeEffect).target?.className),
    );
    expect(moving, path).toEqual([]);
  }
});
