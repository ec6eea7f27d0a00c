import axe from 'axe-core';
import { test as base, expect, type ConsoleMessage, type Page } from '@playwright/test';
import { startMockEndpoint, type MockEndpoint } from '@/bench/mock-endpoint';
import { startFakeHub, type FakeHub } from '@/lib/runtime/hub/testing/start-fake-hub';
import { startStudio, type StudioProcess } from './start-studio';

/** The studio of a test: where it is, its typed API, and a model endpoint that does as it is told. */
export type Studio = StudioProcess & { mock: MockEndpoint };

/** What the browser complained about, and what a test expects it to. */
export type Complaints = {
  /** From now on a complaint like this is expected, such as a failed request that the story is about. */
  allow(pattern: RegExp): void;
};

type TestFixtures = { studio: Studio; complaints: Complaints };
type WorkerFixtures = {
  /** Variables for the studio of this file, set with `test.use({ studioEnv: … })`. */
  studioEnv: Readonly<Record<string, string>>;
  studioFlags: readonly string[];
  /** The Hugging Face hub of the studio. */
  hub: FakeHub;
  sharedStudio: StudioProcess;
};

/**
 * Playwright's test with a running studio. Tests of one worker share it, so each makes its own recipes and
 * runs; its endpoint has an address of its own, where no provider of another test stands, and runs that it leaves
 * going are cancelled. `page.goto('/recipes')` leads into it. A console error or an uncaught error fails the test.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  studioEnv: [{}, { option: true, scope: 'worker' }],
  studioFlags: [[], { option: true, scope: 'worker' }],
  hub: [
    async ({}, provide) => {
      const hub = await startFakeHub(null, { token: 'hf_writes' });
      await provide(hub);
      hub.close();
    },
    { scope: 'worker' },
  ],
  sharedStudio: [
    async ({ studioEnv, studioFlags, hub }, provide) => {
      const studio = await startStudio({ env: { HF_ENDPOINT: hub.url, ...studioEnv }, flags: studioFlags });
      await provide(studio);
      await studio.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  studio: async ({ sharedStudio }, provide) => {
    const mock = await startMockEndpoint();
    await provide({ ...sharedStudio, mock });
    await cancelRuns(sharedStudio);
    await mock.close();
  },
  baseURL: async ({ sharedStudio }, provide) => provide(sharedStudio.url),
  complaints: [
    async ({ page }, provide) => {
      const allowed: RegExp[] = [];
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(complaintOf(message));
      });
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
      await provide({ allow: (pattern) => allowed.push(pattern) });
      const unexpected = complaints.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      expect(unexpected, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Runs that go on would be counted and told of in the stories that come after. */
async function cancelRuns({ api }: StudioProcess): Promise<void> {
  const { data } = await api.runs.list({ status: 'pending,running,paused' });
  // One may end by itself in between.
  await Promise.allSettled(data.map(({ id }) => api.runs.cancel(id)));
}

/** Fails when axe finds something, in the light or in the dark look, on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityFaults(page), `accessibility of ${page.url()}`).toEqual([]);
}

/** What axe finds on the page as it is now, in either look. */
export async function accessibilityFaults(page: Page): Promise<object[]> {
  const faults: object[] = [];
  // An open menu stands alone: the rest is hidden from readers. Neither it nor a tooltip is in a landmark.
  const floats = (await page.locator('[role=menu], [role=tooltip]').count()) > 0;
  // Once for both looks: it is half a megabyte to read. No page here has frames, which it would be put into too.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source);
  for (const look of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' });
    // To describe what is in order takes axe longer than to find what isn't.
    const options: axe.RunOptions = {
      resultTypes: ['violations'],
      rules: { region: { enabled: !floats } },
    };
    // What isn't colour is the same in both looks, and axe takes seconds for it.
    if (look === 'dark') options.runOnly = { type: 'rule', values: ['color-contrast'] };
    const { violations } = await page.evaluate(
      (given) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, given),
      options,
    );
    faults.push(
      ...violations.map(({ id, help, nodes }) => ({
        look,
        rule: `${id}: ${help}`,
        where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
      })),
    );
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return faults;
}

function complaintOf(message: ConsoleMessage): string {
  return `${message.text()} (${message.location().url})`;
}
