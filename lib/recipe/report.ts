import { isCollection, isMap, isScalar } from 'yaml';
import type { Node } from 'yaml';
import type { Diagnostic, DiagnosticCode, Fix, TextEdit } from './diagnostic';
import { scalarText, type Path, type RecipeDocument } from './yaml/document';
import { readScalar } from './yaml/scalar';

/** Offsets in the text of a document. */
export type Span = { start: number; end: number };

/** A change of a text by offsets; several refer to the same unchanged text. */
export type SpanEdit = Span & { text: string };

/** A mend by offsets. */
export type SpanFix = { title: string; edits: SpanEdit[] };

/** What a check has to say; place and path are put into words and ranges by the reporter. */
export type Finding = {
  severity?: Diagnostic['severity'];
  code: DiagnosticCode;
  path: Path;
  /** The message without the path. */
  text: string;
  /** Where to point: the value of the path (the default), its key, or a place in the text. */
  at?: 'value' | 'key' | Span;
  /** Ways to mend it, the likeliest first. */
  fixes?: SpanFix[];
};

/** Collects findings as diagnostics of one document. */
export type Reporter = {
  document: RecipeDocument;
  add: (finding: Finding) => void;
  /** Whether so many errors are kept that no more will be: time to stop looking for their mends. */
  isFull: () => boolean;
  /** Whether an error was found, also one beyond those that are kept. */
  hasErrors: () => boolean;
  diagnostics: Diagnostic[];
};

/** More would help nobody and would let a hostile text keep the reader busy. */
const mostOfOneSeverity = 100;

export function createReporter(document: RecipeDocument): Reporter {
  const diagnostics: Diagnostic[] = [];
  const counts = { error: 0, warning: 0, info: 0 };
  return {
    document,
    diagnostics,
    isFull: () => counts.error >= mostOfOneSeverity,
    hasErrors: () => counts.error > 0,
    add({ severity = 'error', code, path, text, at = 'value', fixes = [] }) {
      counts[severity]++;
      if (counts[severity] > mostOfOneSeverity) return;
      const span = typeof at === 'string' ? placeOf(document, path, at) : at;
      const where = pathText(document, path);
      diagnostics.push({
        severity,
        code,
        message: where === '' ? text : `${where}: ${text}`,
        path: [...path],
        range: document.range(span.start, span.end),
        fixes: fixes.map((fix) => toFix(document, fix)),
      });
    },
  };
}

/** Whether an error is known at a place or within it: what could not be read is not missing too. */
export function hasErrorAt({ diagnostics }: Reporter, path: Path): boolean {
  return diagnostics.some(
    (one) => one.severity === 'error' && path.every((step, at) => one.path[at] === step),
  );
}

function toFix(document: RecipeDocument, fix: SpanFix): Fix {
  const edits: TextEdit[] = fix.edits.map((edit) => ({
    range: document.range(edit.start, edit.end),
    text: edit.text,
  }));
  return { title: fix.title, edits };
}

/** A path as people read it: `strategy_params.sampled_attributes.tone.name`, ids in place of list positions. */
export function pathText(document: RecipeDocument, path: Path): string {
  let text = '';
  for (const [index, step] of path.entries()) {
    if (typeof step === 'string') text += text === '' ? step : `.${step}`;
    else {
      const id = itemId(document, path.slice(0, index + 1));
      text += id === null ? `[${step}]` : `.${id}`;
    }
  }
  return text;
}

function itemId(document: RecipeDocument, path: Path): string | null {
  const scalar = idNode(document, document.at(path)?.node ?? null);
  return scalar === null || scalar.text === '' ? null : scalar.text;
}

function idNode(document: RecipeDocument, node: Node | null): (Span & { text: string }) | null {
  if (!isMap(node)) return null;
  const value = document.resolve(document.entries(node).find((entry) => entry.key === 'id')?.value ?? null);
  if (!isScalar(value) || !value.range || readScalar(value) === null) return null;
  return { text: scalarText(value), start: value.range[0], end: value.range[1] };
}

/**
 * Where a path stands in the text. A collection is named by its key (or by its id in a list), so that a mark
 * doesn't run over pages; a path that isn't there by the nearest thing above it.
 */
export function placeOf(document: RecipeDocument, path: Path, at: 'value' | 'key'): Span {
  const found = document.at(path);
  if (found === null) return path.length === 0 ? nothing : placeOf(document, path.slice(0, -1), 'key');
  const { node, keyNode } = found;
  if (at === 'value' && node !== null && !isCollection(node)) return nodeSpan(document, node);
  if (keyNode !== null) return nodeSpan(document, keyNode);
  if (node === null) return path.length === 0 ? nothing : placeOf(document, path.slice(0, -1), 'key');
  const id = idNode(document, node);
  if (id !== null) return id;
  const firstKey = isMap(node) ? document.entries(node)[0]?.keyNode : undefined;
  if (firstKey) return nodeSpan(document, firstKey);
  const start = node.range?.[0] ?? 0;
  return { start, end: start + 1 };
}

const nothing: Span = { start: 0, end: 0 };

/** A node's own text, without the white space that block scalars end with. */
export function nodeSpan(document: RecipeDocument, node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end: start + document.text.slice(start, end).trimEnd().length };
}
