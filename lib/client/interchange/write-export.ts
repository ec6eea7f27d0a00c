import type { ExportFormat } from '@/lib/recipe/interchange/export-format';
import { exportRecipe } from '@/lib/recipe/interchange/export-recipe';
import type { Dropped } from '@/lib/recipe/interchange/exported';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { pathText } from '@/lib/recipe/report';

/** A text for another reader, or why there is none. */
export type WrittenExport =
  | { ok: true; text: string; dropped: readonly { place: string; reason: string }[] }
  /** Errors of the recipe: only a valid one is written for others. */
  | { ok: false; problems: readonly string[] };

/** Writes a recipe for another reader, with the places of what that can't do in words. */
export function writeExport(text: string, format: ExportFormat): WrittenExport {
  const read = readRecipe(text);
  if (read.recipe === null) {
    const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
    return { ok: false, problems: errors.map(({ message }) => message) };
  }
  const exported = exportRecipe(read, format);
  const inWords = ({ path, reason }: Dropped) => ({ place: pathText(read.document, path), reason });
  return { ok: true, text: exported.text, dropped: exported.dropped.map(inWords) };
}
