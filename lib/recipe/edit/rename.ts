import { isMap, isScalar, isSeq } from 'yaml';
import type { Node } from 'yaml';
import { readCondition } from '@/lib/condition/condition';
import { nameInCondition } from '@/lib/condition/find-names';
import { parseTemplate } from '@/lib/template/parse-template';
import { references } from '@/lib/template/template';
import { createPlacer } from '../checks/place-in-scalar';
import { planColumn } from '../conversation/personas';
import type { DraftRecipe } from '../draft';
import { readRecipe } from '../read-recipe';
import { nodeSpan, type SpanEdit } from '../report';
import { shotsOf } from '../sources/source-names';
import { conditionPlaces, templatePlaces, type NamingPlace } from '../template-places';
import { nodeOrNull, scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { renameEnvironment, renameTool } from './rename-tool';
import { applySpanEdits, replaceScalar } from './span-edits';
import { writeKey } from './write-yaml';

/**
 * Gives an attribute (or, at a path that ends in `postprocessing_params`, its processed text; or at that of a name in an
 * `attribute_map`, the column; in `environment_config`, an environment or a tool) another id.
 * Placeholders, conditions, combinations, output columns and rules that name it, or the plan of a conversation, follow.
 */
export function rename(document: RecipeDocument, path: Path, id: string): string {
  if (path[0] === 'environment_config') {
    return path.length > 3 ? renameTool(document, path, id) : renameEnvironment(document, path, id);
  }
  const own = document.at(path)?.node;
  const idNode = isScalar(own) ? own : document.at([...path, 'id'])?.node;
  if (!isScalar(idNode)) return document.text;
  const from = scalarText(idNode);
  if (from === id || id === '') return document.text;
  const { draft } = readRecipe(document.text);
  const isConversation = path[1] === 'multiturn_attributes';
  const names = new Map([
    [from, id],
    ...(isConversation ? [[planColumn(from), planColumn(id)] as const] : []),
  ]);
  const edits = [
    replaceScalar(document, idNode, id),
    ...inTexts(document, draft, names),
    ...inCombinations(document, draft, from, id),
    ...inDepends(document, from, id),
    ...[...names].flatMap(([before, after]) => inOutput(document, before, after)),
    ...[...names].flatMap(([before, after]) => inRules(document, before, after)),
  ];
  return applySpanEdits(document.text, edits);
}

/** Gives a field another name in all examples of a list. Where each field is a column, all that names it follows. */
export function renameField(
  document: RecipeDocument,
  { path, from, to }: { path: Path; from: string; to: string },
): string {
  const list = document.at(path)?.node;
  if (!isSeq(list) || from === to || to === '') return document.text;
  const keys = list.items.flatMap((_, index) => {
    const example = document.at([...path, index])?.node;
    return isMap(example) ? document.entries(example).filter(({ key }) => key === from) : [];
  });
  const { draft } = readRecipe(document.text);
  const source = draft.strategy_params?.input_examples?.[Number(path.at(-2))];
  const isColumn = shotsOf(source?.num_shots) === 0;
  return applySpanEdits(document.text, [
    ...keys.map(({ keyNode }) => ({ ...nodeSpan(document, keyNode), text: writeKey(to) })),
    ...(isColumn
      ? [
          ...inTexts(document, draft, new Map([[from, to]])),
          ...inOutput(document, from, to),
          ...inRules(document, from, to),
        ]
      : []),
  ]);
}

/** Gives a possible value another id; the combinations that name it follow. */
export function renameValue(document: RecipeDocument, path: Path, id: string): string {
  const idNode = document.at([...path, 'id'])?.node;
  if (!isScalar(idNode)) return document.text;
  const from = scalarText(idNode);
  const attribute = document.at([...path.slice(0, -2), 'id'])?.node;
  if (from === id || !isScalar(attribute)) return document.text;
  const attributeId = scalarText(attribute);
  const edits = [replaceScalar(document, idNode, id)];
  for (const { key, value } of combinationEntries(document)) {
    if (key !== attributeId || !isScalar(value) || scalarText(value) !== from) continue;
    edits.push(replaceScalar(document, value, id));
  }
  edits.push(...valueInDepends(document, { path, attributeId, from, to: id }));
  return applySpanEdits(document.text, edits);
}

/** Follows new names in all templates and conditions. */
function inTexts(
  document: RecipeDocument,
  draft: DraftRecipe,
  names: ReadonlyMap<string, string>,
): SpanEdit[] {
  const written = new Map([...names].map(([before, after]) => [before, nameInCondition(after)]));
  return [
    ...templatePlaces(draft).flatMap((place) =>
      inText(document, place, partsIn(place.text, names, placesOf)),
    ),
    ...conditionPlaces(draft).flatMap((place) =>
      inText(document, place, partsIn(place.text, written, placesInCondition)),
    ),
  ];
}

/** A piece of a text. */
export type Part = { start: number; end: number };
type RenamedPart = Part & { to: string };

/** Where a text names what is renamed, in its order. */
function partsIn(
  text: string,
  names: ReadonlyMap<string, string>,
  places: (text: string, name: string) => readonly Part[],
): RenamedPart[] {
  return [...names]
    .flatMap(([from, to]) => places(text, from).map(({ start, end }) => ({ start, end, to })))
    .sort((a, b) => a.start - b.start);
}

/** Writes names anew at their places in a text. */
export function inText(
  document: RecipeDocument,
  place: Pick<NamingPlace, 'text' | 'path'>,
  parts: readonly RenamedPart[],
): SpanEdit[] {
  if (parts.length === 0) return [];
  const placer = createPlacer(document, place);
  const isPlainName = parts.every(({ to }) => /^[\p{L}\p{N}_-]+$/u.test(to));
  const edits = isPlainName ? parts.map((part) => placer.replace(part, part.to)) : [null];
  if (edits.every((edit) => edit !== null)) return edits.flat();
  // A spelling that can't be followed: the whole text is written anew.
  const node = document.at(place.path)?.node;
  if (!isScalar(node)) return [];
  const text = parts.reduceRight(
    (before, { start, end, to }) => before.slice(0, start) + to + before.slice(end),
    place.text,
  );
  return [replaceScalar(document, node, text)];
}

/** Where a condition names a value; one that can't be read is left alone. */
function placesInCondition(text: string, name: string): readonly Part[] {
  const read = text.includes(name) ? readCondition(text) : null;
  return read?.ok === true ? read.condition.names.filter((use) => use.name === name) : [];
}

/** Where a template names a value. One that can't be read is looked through for what looks like it. */
function placesOf(text: string, name: string): Part[] {
  if (!text.includes(name)) return [];
  const parsed = parseTemplate(text);
  if (parsed.ok) return references(parsed.template).filter((reference) => reference.name === name);
  const pattern = new RegExp(`(?<!\\{)\\{\\s*(${escaped(name)})(?=\\s*[}.\\[!:])`, 'gu');
  return [...text.matchAll(pattern)].map((found) => {
    const start = found.index + found[0].length - name.length;
    return { start, end: start + name.length };
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function inCombinations(document: RecipeDocument, draft: DraftRecipe, from: string, to: string): SpanEdit[] {
  const isSampled = draft.strategy_params?.sampled_attributes?.some((attribute) => attribute?.id === from);
  if (isSampled !== true) return [];
  return combinationEntries(document).flatMap(({ key, keyNode }) =>
    key === from ? [{ ...nodeSpan(document, keyNode), text: writeKey(to) }] : [],
  );
}

function combinationEntries(document: RecipeDocument) {
  const list = document.at(['strategy_params', 'combination_sampling'])?.node;
  if (!isSeq(list)) return [];
  return list.items.flatMap((_, index) => {
    const map = document.at(['strategy_params', 'combination_sampling', index, 'combination'])?.node;
    return isMap(map) ? document.entries(map) : [];
  });
}

/** Chances that depend on an attribute name it. */
function inDepends(document: RecipeDocument, from: string, to: string): SpanEdit[] {
  return dependsPaths(document).flatMap((path) => {
    const node = document.at([...path, 'attribute'])?.node;
    return isScalar(node) && scalarText(node) === from ? [replaceScalar(document, node, to)] : [];
  });
}

/** They name values of the other attribute, and values of their own. */
function valueInDepends(
  document: RecipeDocument,
  { path, attributeId, from, to }: { path: Path; attributeId: string; from: string; to: string },
): SpanEdit[] {
  const keyEdits = (at: Path): SpanEdit[] => {
    const map = document.at(at)?.node;
    const found = isMap(map) ? document.entries(map).filter(({ key }) => key === from) : [];
    return found.map(({ keyNode }) => ({ ...nodeSpan(document, keyNode), text: writeKey(to) }));
  };
  return dependsPaths(document).flatMap((on) => {
    const node = document.at([...on, 'attribute'])?.node;
    const isOther = isScalar(node) && scalarText(node) === attributeId;
    const isOwn = on[2] === path[2];
    const cases = (key: string) => {
      const map = document.at([...on, key])?.node;
      return isMap(map) ? document.entries(map) : [];
    };
    return [
      ...(isOther ? ['weights', 'values'].flatMap((key) => keyEdits([...on, key])) : []),
      ...(isOwn ? cases('weights').flatMap(({ key }) => keyEdits([...on, 'weights', key])) : []),
      ...(isOwn
        ? cases('values').flatMap(({ value }) =>
            (isSeq(value) ? value.items : []).flatMap((item) =>
              isScalar(item) && scalarText(item) === from ? [replaceScalar(document, item, to)] : [],
            ),
          )
        : []),
    ];
  });
}

function dependsPaths(document: RecipeDocument): Path[] {
  const list = document.at(['strategy_params', 'sampled_attributes'])?.node;
  const items = isSeq(list) ? list.items : [];
  return items.flatMap((_, index): Path[] => {
    const path = ['strategy_params', 'sampled_attributes', index, 'depends_on'];
    return isMap(document.at(path)?.node) ? [path] : [];
  });
}

/** Output columns name an attribute, or a part of it by a path. */
export function inOutput(document: RecipeDocument, from: string, to: string): SpanEdit[] {
  const list = document.at(['strategy_params', 'passthrough_attributes'])?.node;
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => {
    const node = document.resolve(nodeOrNull(item));
    if (!isScalar(node)) return [];
    const text = scalarText(node);
    const rest = text.slice(from.length);
    if (!text.startsWith(from) || !/^(?:$|[.[])/.test(rest)) return [];
    return [replaceScalar(document, node, to + rest)];
  });
}

/** Rules for accepting rows name columns, or parts of answers. */
export function inRules(document: RecipeDocument, from: string, to: string): SpanEdit[] {
  const edits: SpanEdit[] = [];
  const visit = (node: Node | null, isColumn: boolean): void => {
    if (isSeq(node)) for (const item of node.items) visit(nodeOrNull(item), isColumn);
    else if (isMap(node)) {
      for (const { key, value } of document.entries(node)) {
        // A schema speaks of properties of its own.
        if (key !== 'json_schema') visit(value, key === 'column' || key === 'columns');
      }
    } else if (isColumn && isScalar(node)) {
      const text = scalarText(node);
      const isNamed = text === from || text.startsWith(`${from}.`);
      if (isNamed) edits.push(replaceScalar(document, node, to + text.slice(from.length)));
    }
  };
  visit(document.at(['quality'])?.node ?? null, false);
  return edits;
}
