import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import type { Diagnostic, TextRange } from '@/lib/recipe/diagnostic';
import type { DraftRecipe } from '@/lib/recipe/draft';
import type { Outline } from '@/lib/recipe/outline';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { noSourceFacts, type SourceFacts } from '@/lib/recipe/sources/source-facts';
import type { RecipeDocument } from '@/lib/recipe/yaml/document';
import { noTables, type SourceTables } from '@/lib/sources/source-table';

/**
 * What is known of the text in the editor.
 * `whole`: the text is a recipe. `patched`: it is one but for placeholders that name nothing; those are
 * planned as plain text and listed in `unknownFields`. `stale`: the text is broken and `compiled` is what
 * the last good text made. `empty`: nothing good has been seen yet.
 */
export type ReadText = {
  text: string;
  health: 'whole' | 'patched' | 'stale' | 'empty';
  diagnostics: readonly Diagnostic[];
  outline: Outline;
  document: RecipeDocument;
  /** Values as far as they can be read, for forms: a broken text has some too. */
  draft: DraftRecipe;
  compiled: CompiledRecipe | null;
  /** What was known of the sources when the text was read. */
  sources: SourceFacts;
  /** Placeholders as they stand in the prompts, braces included, that name no value. */
  unknownFields: readonly string[];
};

/** What has come from the server of the sources that a text names. */
export type ReadSources = { facts: SourceFacts; tables: SourceTables };

/** Nothing has come. The studio reads no files of the machine that it runs on. */
const noSources: ReadSources = { facts: { ...noSourceFacts, canReadPaths: false }, tables: noTables };

/**
 * Reads a text for the preview; a broken one keeps what the last good one made. The document of `previous` is
 * used up.
 */
export function readText(
  previous: ReadText | null,
  text: string,
  { facts: sources, tables }: ReadSources = noSources,
): ReadText {
  const { recipe, diagnostics, outline, document, draft } = readRecipe(text, sources, previous?.document);
  const facts = { text, diagnostics, outline, document, draft, sources, unknownFields: [] };
  if (recipe !== null) return { ...facts, health: 'whole', compiled: compileRecipe(recipe, tables) };

  const patched = escapeUnknownFields(text, diagnostics);
  const patchedRecipe = patched === null ? null : readRecipe(patched.text, sources).recipe;
  if (patched !== null && patchedRecipe !== null) {
    const compiled = compileRecipe(patchedRecipe, tables);
    return { ...facts, health: 'patched', compiled, unknownFields: patched.fields };
  }
  const last = previous?.compiled ?? null;
  if (last === null) return { ...facts, health: 'empty', compiled: null };
  // Records may have come since.
  const compiled = previous?.sources === sources ? last : compileRecipe(last.recipe, tables);
  return { ...facts, health: 'stale', compiled };
}

/** Reads the text that an editor opens with; a broken one with what the newest good one of the texts before it makes. */
export function readOpenedText(
  text: string,
  before: readonly (string | undefined)[],
  sources: ReadSources = noSources,
): ReadText {
  const read = readText(null, text, sources);
  if (read.compiled !== null) return read;
  for (const earlier of before) {
    if (earlier === undefined || earlier === text) continue;
    const good = readText(null, earlier, sources);
    if (good.compiled !== null) return readText(good, text, sources);
  }
  return read;
}

/** Whether the text may be tried and run. */
export function isRunnable(read: ReadText): boolean {
  return read.health === 'whole';
}

/**
 * Doubles the braces of placeholders that are wrong in themselves, so that the rest of the prompt can
 * still be shown. Null when something else is broken.
 */
function escapeUnknownFields(text: string, diagnostics: readonly Diagnostic[]) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const lineStarts = startsOfLines(text);
  const places = errors.map(({ range }) => offsetsOf(range, lineStarts));
  const fields = places.map(({ start, end }) => text.slice(start, end));
  if (errors.length === 0 || !fields.every((field) => /^\{[^{}]+\}$/.test(field))) return null;
  let escaped = text;
  for (const { start, end } of places.toSorted((a, b) => b.start - a.start)) {
    escaped = `${escaped.slice(0, start)}{${escaped.slice(start, end)}}${escaped.slice(end)}`;
  }
  return { text: escaped, fields: [...new Set(fields)] };
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function offsetsOf({ start, end }: TextRange, lineStarts: readonly number[]) {
  const offset = (line: number, column: number) => (lineStarts[line - 1] ?? 0) + column - 1;
  return { start: offset(start.line, start.column), end: offset(end.line, end.column) };
}
