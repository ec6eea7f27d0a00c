import { checkAnswers } from './checks/check-answers';
import { checkCombinations } from './checks/check-combinations';
import { checkConversations } from './checks/check-conversations';
import { checkEnvironments } from './checks/check-environments';
import { checkDepends } from './checks/check-depends';
import { checkIds } from './checks/check-ids';
import { checkInference } from './checks/check-inference';
import { checkOutput } from './checks/check-output';
import { checkQuality } from './checks/check-quality';
import { checkRates } from './checks/check-rates';
import { checkSamplers } from './checks/check-samplers';
import { checkSources } from './checks/check-sources';
import { checkTemplates } from './checks/check-templates';
import { checkTransforms } from './checks/check-transforms';
import type { Diagnostic } from './diagnostic';
import type { DraftRecipe } from './draft';
import { buildOutline, type Outline } from './outline';
import { readDocumentValue } from './read-value';
import { createReporter, type Reporter, type SpanEdit } from './report';
import { recipeSchema, type Recipe } from './schema';
import { shapeOf } from './shape';
import { noSourceFacts, type SourceFacts } from './sources/source-facts';
import { readDocument, type RecipeDocument } from './yaml/document';
import { rereadDocument } from './yaml/reread';

/** A recipe as it was read. Diagnostics stand in the order of the text. */
export type ReadRecipe = {
  /** Null when there is any error. */
  recipe: Recipe | null;
  diagnostics: Diagnostic[];
  /** What the editor shows of the parts, also of a broken recipe. */
  outline: Outline;
  document: RecipeDocument;
  /** Values as far as they could be read; empty when the text can't be parsed. */
  draft: DraftRecipe;
};

const recipeShape = shapeOf(recipeSchema);

/**
 * Reads a recipe's text (YAML, so JSON too) and says all that is wrong with it. Never throws, whatever the text.
 * The document of an earlier reading makes the next one quicker; it is used up by that.
 */
export function readRecipe(
  text: string,
  facts: SourceFacts = noSourceFacts,
  previous?: RecipeDocument,
): ReadRecipe {
  const document = previous === undefined ? readDocument(text) : rereadDocument(previous, text);
  const reporter = createReporter(document);
  const draft = document.syntaxErrors.length > 0 ? reportSyntax(reporter) : readDraft(reporter);
  const recipe = draft === null ? null : readContents(draft, reporter, facts);
  const diagnostics = reporter.diagnostics.sort(byPlace);
  return {
    recipe: reporter.hasErrors() ? null : recipe,
    diagnostics,
    outline: buildOutline(document, diagnostics),
    document,
    draft: draft ?? {},
  };
}

/** What follows from a text that can't be read is unsure, so nothing else is said about it. */
function reportSyntax(reporter: Reporter): null {
  const { text, syntaxErrors } = reporter.document;
  for (const { message, start, end, mend } of syntaxErrors) {
    reporter.add({
      code: 'yaml-syntax',
      path: [],
      text: message,
      at: { start, end: Math.max(end, start + 1) },
      ...(mend !== undefined && doesMend(text, mend) && { fixes: [{ title: mend.title, edits: [mend] }] }),
    });
  }
  return null;
}

/** Does an edit take the mistake away without another one at its place? Not tried where that would hold up typing. */
function doesMend(text: string, { start, end, text: put }: SpanEdit): boolean {
  if (text.length > longestMended) return false;
  const [next] = readDocument(text.slice(0, start) + put + text.slice(end)).syntaxErrors;
  return next === undefined || next.start >= start + put.length;
}

const longestMended = 50_000;

function readDraft(reporter: Reporter): DraftRecipe | null {
  if (reporter.document.root === null || reporter.document.text.trim() === '') {
    reporter.add({ code: 'empty', path: [], text: 'The recipe is empty', at: { start: 0, end: 0 } });
    return null;
  }
  const value = readDocumentValue(recipeShape, reporter);
  if (value === undefined) {
    if (!reporter.hasErrors()) reporter.add({ code: 'empty', path: [], text: 'The recipe is empty' });
    return null;
  }
  // The walk gives each place the type that the schema has there, or nothing.
  return value;
}

function readContents(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): Recipe | null {
  checkIds(draft, reporter, facts);
  checkSources(draft, reporter, facts);
  checkSamplers(draft, reporter, facts);
  checkRates(draft, reporter);
  checkDepends(draft, reporter);
  checkCombinations(draft, reporter);
  checkConversations(draft, reporter);
  checkTransforms(draft, reporter);
  checkAnswers(draft, reporter, facts);
  checkTemplates(draft, reporter, facts);
  checkOutput(draft, reporter, facts);
  checkQuality(draft, reporter, facts);
  checkEnvironments(draft, reporter, facts);
  checkInference(draft, reporter);
  if (reporter.hasErrors()) return null;
  return parseDraft(draft, reporter);
}

/** Puts the defaults in. The schema has the last word on what a recipe is. */
function parseDraft(draft: DraftRecipe, reporter: Reporter): Recipe | null {
  const parsed = recipeSchema.safeParse(draft);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    reporter.add({ code: 'wrong-type', path, text: issue.message });
  }
  return null;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column;
}
