// @ts-check
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const largestBytes = 5 * 1024 * 1024;

/**
 * Opens a log to append to. It never grows beyond 5 MB: what was there before stays beside it as `.1`.
 * @param {string} path
 * @returns {{ write(text: string): void, close(): void }}
 */
export function openLogFile(path) {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a', 0o600);
  let bytes = fstatSync(file).size;
  return {
    write(text) {
      if (bytes > largestBytes) {
        closeSync(file);
        renameSync(path, `${path}.1`);
        file = openSync(path, 'a', 0o600);
        bytes = 0;
      }
      bytes += writeSync(file, text);
    },
    close: () => closeSync(file),
  };
}
