import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)) };
const setupFiles = ['scripts/test/no-console-errors.ts'];

/** Every test belongs to one project; a test that is in neither is a mistake (a test checks it). */
export default defineConfig({
  resolve: { alias },
  test: {
    unstubEnvs: true,
    // A busy machine takes its time; what hangs is still found. Projects have this only by `extends`.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          setupFiles,
          include: ['lib/**/*.test.ts', 'app/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['lib/client/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser-like',
          environment: 'happy-dom',
          setupFiles,
          include: ['components/**/*.test.tsx', 'lib/client/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
