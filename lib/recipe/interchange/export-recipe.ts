import type { ReadRecipe } from '../read-recipe';
import type { ExportFormat } from './export-format';
import { exportHosted } from './export-hosted';
import { exportOumi } from './export-oumi';
import type { ExportedRecipe } from './exported';

/**
 * Writes a valid recipe for another reader: YAML that `oumi synth` takes, with the comments, or the JSON that
 * starts a run of the hosted service. What the other can't do is put in a way it can, or dropped and named.
 */
export function exportRecipe(read: ReadRecipe, format: ExportFormat): ExportedRecipe {
  return format === 'oumi' ? exportOumi(read) : exportHosted(read);
}
