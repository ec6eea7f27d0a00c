import { isMap, isScalar, isSeq } from 'yaml';
import type { Node } from 'yaml';
import type { Diagnostic, TextRange } from './diagnostic';
import { nodeSpan } from './report';
import { extensionOf, nameOfPath } from './sources/source-spec';
import { nodeOrNull, scalarText, type Path, type RecipeDocument } from './yaml/document';

/** One attribute, source or environment of a recipe as the editor's outline shows it. */
export type OutlineEntry = {
  kind: 'source' | 'document' | 'sampled' | 'generated' | 'conversation' | 'transformed' | 'environment';
  /** Of a source without an id the name of its file. */
  id: string;
  /** Whether the id is written: a source may do without. */
  isNamed: boolean;
  /** From its first key to the end of its last line. */
  range: TextRange;
  idRange: TextRange;
  path: (string | number)[];
  /** A few words beside the id: how many values, which shape. */
  note: string;
  errors: number;
  warnings: number;
};

/** What is known of a recipe's parts although it may be broken elsewhere. */
export type Outline = {
  entries: OutlineEntry[];
  modelName: string | null;
  modelRange: TextRange | null;
  modelErrors: number;
  modelWarnings: number;
  /** How many columns are given out; null = all. */
  outputColumns: number | null;
  /** Rules for accepting rows. */
  rules: number;
};

const lists = [
  { at: 'strategy_params', key: 'input_examples', kind: 'source' },
  { at: 'strategy_params', key: 'input_data', kind: 'source' },
  { at: 'strategy_params', key: 'input_documents', kind: 'document' },
  { at: 'strategy_params', key: 'sampled_attributes', kind: 'sampled' },
  { at: 'strategy_params', key: 'generated_attributes', kind: 'generated' },
  { at: 'strategy_params', key: 'multiturn_attributes', kind: 'conversation' },
  { at: 'strategy_params', key: 'transformed_attributes', kind: 'transformed' },
  { at: 'environment_config', key: 'environments', kind: 'environment' },
] as const;

/** An entry whose id is a column, which placeholders may name. */
export type AttributeEntry = OutlineEntry & {
  kind: Exclude<OutlineEntry['kind'], 'source' | 'document' | 'environment'>;
};

/** What a source gives has names of its own, and what an environment holds has none in the row. */
export function isAttributeEntry(entry: OutlineEntry): entry is AttributeEntry {
  return entry.kind !== 'source' && entry.kind !== 'document' && entry.kind !== 'environment';
}

/** Collects the attributes from the document itself, so that a broken part hides only itself. */
export function buildOutline(document: RecipeDocument, diagnostics: readonly Diagnostic[]): Outline {
  const modelPath = ['inference_config'];
  const model = document.at([...modelPath, 'model', 'model_name'])?.node ?? null;
  const passthrough = document.at(['strategy_params', 'passthrough_attributes'])?.node;
  const rules = document.at(['quality', 'rules'])?.node;
  return {
    entries: lists.flatMap((list) => listEntries(document, list, diagnostics)),
    modelName: textOf(model),
    modelRange: model && rangeOfNode(document, model),
    modelErrors: countAt(diagnostics, modelPath, 'error'),
    modelWarnings: countAt(diagnostics, modelPath, 'warning'),
    rules: isSeq(rules) ? rules.items.length : 0,
    outputColumns: isSeq(passthrough) && passthrough.items.length > 0 ? passthrough.items.length : null,
  };
}

function listEntries(
  document: RecipeDocument,
  { at, key, kind }: (typeof lists)[number],
  diagnostics: readonly Diagnostic[],
): OutlineEntry[] {
  const list = document.at([at, key])?.node;
  if (!isSeq(list)) return [];
  return list.items.flatMap((item, index) => {
    const node = document.resolve(nodeOrNull(item));
    if (!isMap(node)) return [];
    const path = [at, key, index];
    const idNode = valueAt(document, node, 'id');
    return {
      kind,
      id: textOf(idNode) ?? (key.startsWith('input_') ? sourceName(document, node) : ''),
      isNamed: idNode !== null,
      range: rangeOfNode(document, node),
      idRange: rangeOfNode(document, idNode ?? node),
      path,
      note: noteOf(document, key, node),
      errors: countAt(diagnostics, path, 'error'),
      warnings: countAt(diagnostics, path, 'warning'),
    };
  });
}

/** What a source without an id is called. */
function sourceName(document: RecipeDocument, node: Node): string {
  const path = textOf(valueAt(document, node, 'path'));
  return path === null ? 'examples' : nameOfPath(path);
}

function noteOf(document: RecipeDocument, list: (typeof lists)[number]['key'], node: Node): string {
  switch (list) {
    case 'input_examples': {
      const examples = valueAt(document, node, 'examples');
      return isSeq(examples) ? String(examples.items.length) : '';
    }
    case 'input_data':
    case 'input_documents': {
      const path = textOf(valueAt(document, node, 'path')) ?? '';
      return path.startsWith('hf:') ? 'hub' : extensionOf(path).replace('*', '');
    }
    case 'generated_attributes':
      return '1 call';
    case 'multiturn_attributes':
      return turnsNote(document, node);
    case 'environments': {
      const tools = valueAt(document, node, 'tools');
      const count = isSeq(tools) ? tools.items.length : 0;
      return count === 1 ? '1 tool' : `${count} tools`;
    }
    case 'sampled_attributes': {
      const values = valueAt(document, node, 'possible_values');
      if (isSeq(values)) return String(values.items.length);
      const sampler = valueAt(document, node, 'sampler');
      return sampler === null ? '' : (textOf(valueAt(document, sampler, 'type')) ?? '').toLowerCase();
    }
    case 'transformed_attributes': {
      const strategy = valueAt(document, node, 'transformation_strategy');
      return strategy === null ? '' : (textOf(valueAt(document, strategy, 'type')) ?? '').toLowerCase();
    }
  }
}

/** `2–4 turns`, as far as it can be read. */
function turnsNote(document: RecipeDocument, node: Node): string {
  const bounds = ['min_turns', 'max_turns'].map((key) => textOf(valueAt(document, node, key)));
  const known = [...new Set(bounds.filter((bound) => bound !== null))];
  return known.length === 0 ? '' : `${known.join('–')} ${known.at(-1) === '1' ? 'turn' : 'turns'}`;
}

function valueAt(document: RecipeDocument, node: Node, key: string): Node | null {
  if (!isMap(node)) return null;
  return document.resolve(document.entries(node).find((entry) => entry.key === key)?.value ?? null);
}

function textOf(node: Node | null): string | null {
  return isScalar(node) ? scalarText(node) : null;
}

function rangeOfNode(document: RecipeDocument, node: Node): TextRange {
  const { start, end } = nodeSpan(document, node);
  return document.range(start, end);
}

function countAt(diagnostics: readonly Diagnostic[], path: Path, severity: Diagnostic['severity']): number {
  return diagnostics.filter(
    (diagnostic) =>
      diagnostic.severity === severity && path.every((step, index) => diagnostic.path[index] === step),
  ).length;
}
