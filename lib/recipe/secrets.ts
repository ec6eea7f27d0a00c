import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Scalar } from 'yaml';
import type { Diagnostic } from './diagnostic';
import { nodeSpan, type Span } from './report';
import { nodeOrNull, readDocument, scalarText, type RecipeDocument } from './yaml/document';
import { readScalar } from './yaml/scalar';

export type ExtractedSecrets = {
  /** The text with `null` in place of each key. */
  text: string;
  /** Where each key stood, as `inference_config.remote_params.api_key`, and its value. */
  secrets: { path: string; value: string }[];
  diagnostics: Diagnostic[];
};

/**
 * Takes the keys (`api_key`, and all under `api_keys`) out of a text, so that it can be stored and shown. Works on
 * texts that can't be read as YAML too, by the look of their lines. Never throws.
 */
export function extractSecrets(text: string): ExtractedSecrets {
  const document = readDocument(text);
  const found = secretsIn(document);
  // What the reader lost at a mistake must not stay in the text.
  if (document.syntaxErrors.length > 0) found.push(...secretsByLook(text, found));
  found.sort((a, b) => a.start - b.start);
  let clean = '';
  let position = 0;
  const places: Span[] = [];
  for (const { start, end } of found) {
    clean += text.slice(position, start);
    places.push({ start: clean.length, end: clean.length + nothing.length });
    clean += nothing;
    position = end;
  }
  clean += text.slice(position);
  const cleaned = found.length > 0 ? readDocument(clean) : document;
  return {
    text: clean,
    secrets: found.map(({ path, value }) => ({ path: path.join('.'), value })),
    diagnostics: found.map(({ path }, index): Diagnostic => {
      const { start, end } = places[index] ?? { start: 0, end: 0 };
      return {
        severity: 'info',
        code: 'secret-moved',
        message: `${path.join('.')}: The key was taken out of the text and is kept encrypted`,
        path,
        range: cleaned.range(start, end),
        fixes: [],
      };
    }),
  };
}

const nothing = 'null';

type Secret = Span & { path: (string | number)[]; value: string };

function secretsIn(document: RecipeDocument): Secret[] {
  const found: Secret[] = [];
  const taken = new Set<Scalar>();
  const open: { node: Node | null; path: (string | number)[]; inKeys: boolean }[] = [
    { node: document.root, path: [], inKeys: false },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, path, inKeys } = at;
    if (isSeq(node)) {
      node.items.forEach((item, index) =>
        open.push({ node: nodeOrNull(item), path: [...path, index], inKeys }),
      );
    }
    if (!isMap(node)) continue;
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? scalarText(pair.key) : '';
      const value = nodeOrNull(pair.value);
      const target = isAlias(value) ? document.resolve(value) : value;
      if ((inKeys || key === 'api_key') && isScalar(target)) {
        // A key that stands elsewhere under an anchor is taken out there.
        if (!taken.has(target)) addSecret(found, document, target, [...path, key]);
        taken.add(target);
      } else if (!isAlias(value)) {
        open.push({ node: value, path: [...path, key], inKeys: inKeys || key === 'api_keys' });
      }
    }
  }
  return found;
}

function addSecret(
  found: Secret[],
  document: RecipeDocument,
  scalar: Scalar,
  path: (string | number)[],
): void {
  const value = scalarText(scalar).trim();
  if (value === '' || readScalar(scalar) === null) return;
  found.push({ ...nodeSpan(document, scalar), path, value });
}

const keyLine = /(["']?)\bapi_key\1\s*:[^\S\n]*("(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s#,}\n][^\s,}\n]*)/g;

function secretsByLook(text: string, known: readonly Span[]): Secret[] {
  const found: Secret[] = [];
  for (const match of text.matchAll(keyLine)) {
    const written = match[2] ?? '';
    const end = match.index + match[0].length;
    const start = end - written.length;
    const value = written.replace(/^["']|["']$/g, '');
    const isKnown = known.some((span) => span.start < end && start < span.end);
    if (!isKnown && value !== '' && value !== nothing && value !== '~') {
      found.push({ start, end, path: ['api_key'], value });
    }
  }
  return found;
}
