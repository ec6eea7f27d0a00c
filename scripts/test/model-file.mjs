// @ts-check
import { join } from 'node:path';
import { root } from '../setup/run-command.mjs';
import { fetchModel } from '../start/fetch-model.mjs';

/**
 * The small model for tests that need a real one: the file that $SEEDLOOM_MODEL_FILE names, else one that is
 * fetched once and kept beside the packages. Throws when there is no way to it.
 * @returns {Promise<string>}
 */
export async function modelFileForTests() {
  const given = process.env['SEEDLOOM_MODEL_FILE'];
  const folder = join(root, 'node_modules', '.cache', 'seedloom');
  const result = await fetchModel({ folder, file: given ?? null });
  if (result.ok) return result.path;
  throw new Error(
    `The tests need the small local model and can't get it. ${result.problem}. Put the file somewhere and name it: SEEDLOOM_MODEL_FILE=/path/to/model.gguf npm test`,
  );
}
