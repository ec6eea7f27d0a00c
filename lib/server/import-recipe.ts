import { isMap, isSeq, parseDocument, type Document } from 'yaml';

/**
 * Makes a recipe's text of what people bring: a YAML recipe stays as it is to the last comment, JSON becomes
 * YAML, and the `recipe` and `recipe_config` around it are taken off. What can't be read is left as it is.
 */
export function importRecipe(text: string): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return text;
  const wrapped = unwrap(document);
  const isJson = /^\s*[{[]/.test(text);
  if (!wrapped && !isJson) return text;
  blockStyle(document.contents);
  return document.toString({ lineWidth: 0 });
}

/** Takes `recipe:` and `recipe_config:` off, when nothing else stands beside them. */
function unwrap(document: Document): boolean {
  let changed = false;
  for (const name of ['recipe', 'recipe_config']) {
    const root = document.contents;
    if (!isMap(root) || root.items.length !== 1 || !root.has(name)) continue;
    const inner = root.get(name, true);
    if (!isMap(inner)) continue;
    document.contents = inner;
    changed = true;
  }
  return changed;
}

/** JSON is one long flow in YAML's eyes; people want lines. */
function blockStyle(node: unknown): void {
  if (isMap(node)) {
    node.flow = false;
    for (const { key, value } of node.items) {
      plain(key);
      blockStyle(value);
    }
  } else if (isSeq(node)) {
    node.flow = false;
    for (const item of node.items) blockStyle(item);
  } else {
    plain(node);
  }
}

/** Quotes only where YAML needs them. */
function plain(node: unknown): void {
  if (typeof node !== 'object' || node === null || !('type' in node) || !('value' in node)) return;
  const { value } = node;
  node.type = typeof value === 'string' && value.includes('\n') ? 'BLOCK_LITERAL' : 'PLAIN';
}
