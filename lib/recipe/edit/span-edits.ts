import { isScalar } from 'yaml';
import type { Node } from 'yaml';
import { nodeSpan, type SpanEdit } from '../report';
import type { RecipeDocument } from '../yaml/document';
import { isBlockText, writeInline } from './write-yaml';

/** Puts another text in place of a scalar that stands anywhere, brackets included, in quotes of its kind. */
export function replaceScalar(document: RecipeDocument, node: Node, text: string): SpanEdit {
  const span = nodeSpan(document, node);
  const isQuoted = isScalar(node) && node.type === 'QUOTE_DOUBLE' && !isBlockText(text);
  return { ...span, text: writeInline(text, isQuoted ? 'json' : 'flow') };
}

/** The text after edits that all refer to the text before; of two for the same place the last one counts. */
export function applySpanEdits(text: string, edits: readonly SpanEdit[]): string {
  const unique = new Map(edits.map((edit) => [`${edit.start}-${edit.end}`, edit]));
  // Put together once: a text of thousands of values would be copied again for each of them.
  const pieces: string[] = [];
  let at = 0;
  for (const edit of [...unique.values()].sort((a, b) => a.start - b.start || a.end - b.end)) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = Math.max(at, edit.end);
  }
  return pieces.join('') + text.slice(at);
}
