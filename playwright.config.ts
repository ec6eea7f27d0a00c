import { defineConfig } from '@playwright/test';

const chromium = process.env['CHROME_PATH'];
const isRoot = process.getuid?.() === 0;

/** Stories of people in a real Chromium, each worker with a studio of its own (fixtures.ts). */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  retries: process.env['CI'] ? 1 : 0,
  // A busy machine takes its time, for looks through whole pages most of all; what hangs is still found.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    // A seventh of the time when taken of all: `--trace on` takes them.
    trace: 'on-first-retry',
    // What fades and slides is drawn in software here: a tenth of the time of all stories.
    contextOptions: { reducedMotion: 'reduce' },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
});
