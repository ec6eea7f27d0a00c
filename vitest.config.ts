import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Every test belongs to one project; a test that is in neither is a mistake (a test checks it). */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    unstubEnvs: true,
    setupFiles: ['scripts/test/no-console-errors.ts', 'scripts/test/seeded-properties.ts'],
    // A busy machine takes its time; what hangs is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Much of a test of processes is waiting, so one worker less than cores (the default) leaves cores idle.
    maxWorkers: Math.max(2, availableParallelism()),
    // Loading the modules anew for each file took longer than most files' tests: a test leaves nothing behind
    // in a module, in globals or in the environment.
    isolate: false,
    projects: [
      {
        // Without this a project takes nothing of what stands above.
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{app,bench,lib,scripts}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser-like',
          // What needs a page says so by its ending: to make one takes longer than most tests.
          environment: 'happy-dom',
          include: ['{components,lib/client}/**/*.test.tsx'],
        },
      },
    ],
  },
});
