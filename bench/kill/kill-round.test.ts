import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundlePrograms, type BundledPrograms } from '@/lib/runtime/testing/bundled-programs';
import { killRound } from './kill-round';
import { loneWorker } from './victims';

let programs: BundledPrograms;

beforeAll(async () => {
  programs = await bundlePrograms();
}, 120_000);

afterAll(() => programs.remove());

// Many rounds, and web and supervisor killed too: `npm run kill-test`.
test('E154 a worker that is killed again and again while the model fails ends with the file of an undisturbed run', async () => {
  // Other moments each time; a failure tells the seed.
  const seed = Date.now() % 1_000_000;
  const result = await killRound({
    seed,
    rows: 60,
    kills: 2,
    longestLifeMs: 400,
    victims: (dataDir) => loneWorker(programs, dataDir),
  });
  expect(result.differences, JSON.stringify({ seed, ...result })).toEqual([]);
  expect(result.kills.length).toBeGreaterThan(0);
}, 240_000);
