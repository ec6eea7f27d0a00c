import { pythonStr } from '@/lib/template/python-str';
import type { Value } from '@/lib/util/value';
import { isMap, isScalar, isSeq } from 'yaml';
import type { Node } from 'yaml';
import { applyEdit } from '../edit/apply-edit';
import { applySpanEdits, replaceScalar } from '../edit/span-edits';
import { readRecipe, type ReadRecipe } from '../read-recipe';
import { nodeSpan, type SpanEdit } from '../report';
import { recipeSchema } from '../schema';
import { shapeOf, type Shape } from '../shape';
import { placeOfSource } from '../sources/source-spec';
import { nodeOrNull, scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { readScalar } from '../yaml/scalar';
import type { Dropped, ExportedRecipe, OumiExport } from './exported';
import { mendCombinations } from './mend-combinations';
import { mendPlaceholders } from './mend-placeholders';
import { mendRates } from './mend-rates';
import { oumiKeys, otherEngines, reasonOfLoss, type KnownKeys } from './oumi-language';

const recipeShape = shapeOf(recipeSchema);

/** A valid recipe as plain oumi YAML. Comments and untouched lines stay. */
export function exportOumi(read: ReadRecipe): ExportedRecipe {
  const work: OumiExport = { ...read, edits: [], dropped: [] };
  const { document } = work;
  const unknown = unknownKeys(document, document.root, oumiKeys, []);
  work.dropped.push(...unknown.map((path) => ({ path, reason: reasonOfLoss(String(path.at(-1))) })));
  const nulls = nullsForDefaults(document, recipeShape, document.root, []);
  work.edits.push(...upperCaseChoices(document, recipeShape, document.root));
  mendEngine(work);
  mendSources(work);
  mendRates(work);
  mendPlaceholders(work);
  const lists = mendMetadata(work);
  mendDollars(work);
  let text = applySpanEdits(document.text, work.edits);
  // The last ones first: what stands before a part that is gone keeps its place.
  for (const path of [...unknown, ...nulls, ...lists].reverse())
    text = applyEdit(text, { type: 'remove', path });
  text = mendCombinations(work, text);
  return { text, dropped: [...work.dropped, ...whatIsBroken(text)] };
}

function unknownKeys(document: RecipeDocument, written: Node | null, keys: KnownKeys, path: Path): Path[] {
  const node = document.resolve(written);
  if (isSeq(node)) {
    return node.items.flatMap((item, index) =>
      unknownKeys(document, nodeOrNull(item), keys, [...path, index]),
    );
  }
  if (!isMap(node)) return [];
  return document.entries(node).flatMap(({ key, value }): Path[] => {
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (known === undefined) return [[...path, key]];
    return known === true ? [] : unknownKeys(document, value, known, [...path, key]);
  });
}

/** oumi takes no null for what has a default: there it is left out. */
function nullsForDefaults(document: RecipeDocument, shape: Shape, written: Node | null, path: Path): Path[] {
  const node = document.resolve(written);
  if (shape.type === 'list' && isSeq(node)) {
    return node.items.flatMap((item, index) =>
      nullsForDefaults(document, shape.item, nodeOrNull(item), [...path, index]),
    );
  }
  if (shape.type !== 'object' || !isMap(node)) return [];
  return document.entries(node).flatMap(({ key, value }) => {
    const field = shape.fields.get(key);
    if (field === undefined) return [];
    const { type } = field.shape;
    const isPlain = type === 'number' || type === 'boolean' || type === 'choice';
    const isNull = value === null || (isScalar(value) && readScalar(value) === null);
    if (isNull) return field.hasDefault && isPlain ? [[...path, key]] : [];
    return nullsForDefaults(document, field.shape, value, [...path, key]);
  });
}

/** oumi takes choices by their names alone: `USER`, `CHAT`, `GENERAL`; a few have names in lower case. */
function upperCaseChoices(document: RecipeDocument, shape: Shape, written: Node | null): SpanEdit[] {
  const node = document.resolve(written);
  if (shape.type === 'choice' && isScalar(node) && readScalar(node) !== null) {
    const text = scalarText(node);
    const upper = nameOfChoice(text);
    const name = shape.spellings.find((spelling) => spelling.toUpperCase() === upper) ?? upper;
    return name === text ? [] : [replaceScalar(document, node, name)];
  }
  if (shape.type === 'list' && isSeq(node)) {
    return node.items.flatMap((item) => upperCaseChoices(document, shape.item, nodeOrNull(item)));
  }
  if (shape.type === 'dict' && shape.keys !== null && isMap(node)) {
    return document.entries(node).flatMap(({ key, keyNode }) => {
      const upper = nameOfChoice(key);
      return upper === key || !shape.keys?.includes(upper) ? [] : [replaceScalar(document, keyNode, upper)];
    });
  }
  if (shape.type !== 'object' || !isMap(node)) return [];
  return document.entries(node).flatMap(({ key, value }) => {
    const field = shape.fields.get(key);
    return field === undefined ? [] : upperCaseChoices(document, field.shape, value);
  });
}

function nameOfChoice(written: string): string {
  return written.slice(written.lastIndexOf('.') + 1).toUpperCase();
}

function mendEngine({ document, edits, dropped, recipe }: OumiExport): void {
  const path: Path = ['inference_config', 'engine'];
  const node = document.at(path)?.node;
  const engine = recipe?.inference_config.engine ?? '';
  if (!isScalar(node) || !Object.hasOwn(otherEngines, engine)) return;
  const other = otherEngines[engine] ?? null;
  if (other !== null) edits.push(replaceScalar(document, node, other));
  else {
    const reason = `oumi has no engine ${engine}: name the one that answers there`;
    dropped.push({ path, reason });
  }
}

/** Paths that lead to files of this studio only. */
function mendSources({ document, draft, edits, dropped }: OumiExport): void {
  for (const list of ['input_data', 'input_documents'] as const) {
    for (const [index, source] of (draft.strategy_params?.[list] ?? []).entries()) {
      const path: Path = ['strategy_params', list, index, 'path'];
      const node = document.at(path)?.node;
      if (source?.path === undefined || !isScalar(node)) continue;
      const place = placeOfSource(source.path);
      if (place.type === 'upload') {
        edits.push(replaceScalar(document, node, place.name));
        dropped.push({ path, reason: `the uploaded file is named ${place.name}: put it beside the recipe` });
      }
      if (list === 'input_data' && place.type === 'file' && /\*.*\//.test(source.path)) {
        dropped.push({ path, reason: 'oumi looks for * in the last part of a path only' });
      }
    }
  }
}

/**
 * oumi breaks at metadata that is no text, once all rows are paid for: scalars are written as texts. Gives the paths of
 * what can't be one.
 */
function mendMetadata({ document, draft, edits, dropped }: OumiExport): Path[] {
  return (draft.strategy_params?.transformed_attributes ?? []).flatMap((attribute, index) => {
    const metadata = attribute?.transformation_strategy?.chat_transform?.metadata ?? new Map<string, Value>();
    const at = ['strategy_params', 'transformed_attributes', index, 'transformation_strategy'];
    return [...metadata].flatMap(([key, value]): Path[] => {
      const path = [...at, 'chat_transform', 'metadata', key];
      if (typeof value === 'string') return [];
      const node = document.at(path)?.node ?? null;
      if (!isScalar(node)) {
        dropped.push({ path, reason: 'oumi takes only texts here' });
        return [path];
      }
      edits.push(replaceScalar(document, node, pythonStr(value)));
      dropped.push({ path, reason: 'oumi takes only texts here: it is written as one' });
      return [];
    });
  });
}

/** oumi's reader takes `${` in double quotes for a wrong escape. */
function mendDollars({ document, edits, dropped }: OumiExport): void {
  const open: { node: Node | null; path: Path }[] = [{ node: document.root, path: [] }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, path } = at;
    if (isSeq(node)) {
      node.items.forEach((item, index) => open.push({ node: nodeOrNull(item), path: [...path, index] }));
    } else if (isMap(node)) {
      for (const { key, value } of document.entries(node)) open.push({ node: value, path: [...path, key] });
    } else if (isScalar(node) && node.type === 'QUOTE_DOUBLE' && scalarText(node).includes('${')) {
      const text = scalarText(node);
      if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text)) {
        edits.push({ ...nodeSpan(document, node), text: `'${text.replaceAll("'", "''")}'` });
      } else {
        dropped.push({ path, reason: 'oumi can\'t read "${" in double quotes: write it as a block with |' });
      }
    }
  }
}

/** What isn't whole any more without what was left out. */
function whatIsBroken(text: string): Dropped[] {
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe !== null) return [];
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message }) => ({ path, reason: `can't do without what was left out: ${message}` }));
}
