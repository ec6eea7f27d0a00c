import type { Page } from '@playwright/test';
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

test('axe finds nothing on pages, dialogs, menus and drawers, light and dark; with reduced motion nothing moves', async ({
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
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await openScreen(page, screen);
      found.push(...(await movingParts(page)).map((moving) => ({ name, moving })));
      found.push(...(await accessibilityFaults(page)).map((fault) => ({ name, ...fault })));
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  }
  expect(found).toEqual([]);
});

/** What moves by itself on the page as it is now. */
async function movingParts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 10)
      .map((animation) => (animation.effect as KeyframeEffect).target?.className ?? ''),
  );
}
