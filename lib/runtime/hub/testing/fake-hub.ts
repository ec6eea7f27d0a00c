import { onTestFinished } from 'vitest';
import { type FakeHub, type HubFiles, startFakeHub } from './start-fake-hub';

export type { HubFiles };

/** A hub for one test. */
export async function fakeHub(
  files: HubFiles | null,
  options?: Parameters<typeof startFakeHub>[1],
): Promise<FakeHub> {
  const hub = await startFakeHub(files, options);
  onTestFinished(() => hub.close());
  return hub;
}
