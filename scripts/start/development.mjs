// @ts-check
import * as esbuild from 'esbuild';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleEntries, bundleOptions } from '../setup/bundle.mjs';
import { root } from '../setup/run-command.mjs';
import { setStamp } from '../setup/stamps.mjs';
import { say } from '../setup/terminal.mjs';

/** Bundles the processes beside the pages once; what `npm start` built before no longer counts. */
export async function bundleForDevelopment() {
  setStamp('build', null);
  await bundleEntries();
}

/**
 * Bundles again on each change and names the entries whose code became another.
 * @param {(entry: string) => void} onChange
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function watchBundles(onChange) {
  /** Content of each entry's file; its chunks carry their hash in their name. @type {Map<string, string>} */
  const seen = new Map();
  /** @type {import('esbuild').Plugin} */
  const tell = {
    name: 'tell',
    setup(build) {
      build.onEnd(async ({ errors, metafile }) => {
        for (const { location, text } of errors)
          say(`${location?.file ?? ''}:${location?.line ?? ''} ${text}`);
        for (const [file, output] of Object.entries(metafile?.outputs ?? {})) {
          if (output.entryPoint === undefined) continue;
          const content = await readFile(join(root, file), 'utf8');
          const before = seen.get(file);
          seen.set(file, content);
          if (before !== undefined && before !== content) onChange(basename(file, '.js'));
        }
      });
    },
  };
  const context = await esbuild.context({ ...bundleOptions(join(root, 'dist')), plugins: [tell] });
  await context.watch();
  return () => context.dispose();
}
