// @ts-check
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './run-command.mjs';

/** The processes beside the pages, by the name of their file in dist/. */
const entries = {
  worker: 'lib/worker/main.ts',
  setup: 'lib/worker/setup.ts',
  cli: 'lib/cli/main.ts',
  'model-server': 'lib/model-server/main.ts',
  'batch-thread': 'lib/store/batch-thread.js',
};

/**
 * Bundled, because hundreds of small files of packages cost a second at each start; what is native or loads
 * files beside itself stays in node_modules.
 * @param {string} outdir
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function bundleOptions(outdir) {
  return {
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    metafile: true,
    // Beside the entries: a path relative to import.meta.url means the same in both.
    chunkNames: '[name]-[hash]',
    external: ['better-sqlite3', 'node-llama-cpp', '@prisma/client', '@prisma/client/*', 'pino'],
    // Packages written as CommonJS ask for `require`, which an ES module doesn't have.
    banner: {
      js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
    },
    logLevel: 'silent',
  };
}

/** Writes dist/ anew. */
export async function bundleEntries() {
  const outdir = join(root, 'dist');
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build(bundleOptions(outdir));
}
