import { isScalar } from 'yaml';
import { readCondition } from '@/lib/condition/condition';
import { parseTemplate } from '@/lib/template/parse-template';
import { references } from '@/lib/template/template';
import { partColumn } from '../answer-parts';
import { parameterPlaces } from '../environments/sql-text';
import { readRecipe } from '../read-recipe';
import type { SpanEdit } from '../report';
import { conditionPlaces, templatePlaces } from '../template-places';
import { scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { inOutput, inRules, inText, type Part } from './rename';
import { inList, renameKey } from './rename-tool';
import { applySpanEdits } from './span-edits';

/**
 * Gives a property of the JSON Schema at a path, or a section of the list at a path, another name. Of an answer, all that
 * names its column follows; of a tool, its table, its facts and its statement.
 */
export function renamePart(
  document: RecipeDocument,
  { path, from, to }: { path: Path; from: string; to: string },
): string {
  if (from === to || to === '' || document.at(path)?.node == null) return document.text;
  const edits = [
    ...(path.at(-1) === 'sections'
      ? inList(document, path, from, to)
      : [
          ...renameKey(document, [...path, 'properties'], from, to),
          ...inList(document, [...path, 'required'], from, to),
        ]),
    ...(path[1] === 'generated_attributes' ? usesOfColumn(document, path.slice(0, 3), from, to) : []),
    ...(path[0] === 'environment_config' ? usesOfTool(document, path, from, to) : []),
  ];
  return applySpanEdits(document.text, edits);
}

/** Placeholders, conditions, output columns and rules that name a part of an answer. */
function usesOfColumn(document: RecipeDocument, attribute: Path, from: string, to: string): SpanEdit[] {
  const idNode = document.at([...attribute, 'id'])?.node;
  if (!isScalar(idNode)) return [];
  const id = scalarText(idNode);
  const { draft } = readRecipe(document.text);
  const renamed = (parts: readonly Part[]) => parts.map((part) => ({ ...part, to }));
  return [
    ...templatePlaces(draft).flatMap((place) =>
      inText(document, place, renamed(placesInTemplate(place.text, id, from))),
    ),
    ...conditionPlaces(draft).flatMap((place) =>
      inText(document, place, renamed(placesInCondition(place.text, id, from))),
    ),
    ...inOutput(document, partColumn(id, from), partColumn(id, to)),
    ...inRules(document, partColumn(id, from), partColumn(id, to)),
  ];
}

function placesInTemplate(text: string, id: string, part: string): Part[] {
  if (!text.includes(id)) return [];
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [];
  return references(parsed.template).flatMap(({ name, end, field }) => {
    const step = field.path[0];
    if (name !== id || step === undefined) return [];
    const isPart = step.type === 'attribute' ? step.name === part : step.key === part;
    return isPart ? [{ start: end + 1, end: end + 1 + part.length }] : [];
  });
}

function placesInCondition(text: string, id: string, part: string): Part[] {
  const read = text.includes(id) ? readCondition(text) : null;
  if (read?.ok !== true) return [];
  return read.condition.names.flatMap((use) => {
    if (use.name !== id || use.part !== part) return [];
    const start = text.indexOf(part, use.end);
    return start < 0 ? [] : [{ start, end: start + part.length }];
  });
}

/** Arguments stand in the inputs of a table and in statements, results in its outputs; facts are drawn from both. */
function usesOfTool(document: RecipeDocument, path: Path, from: string, to: string): SpanEdit[] {
  const [environment, tool] = [path.slice(0, 3), path.slice(0, 5)];
  const idNode = document.at([...tool, 'id'])?.node;
  if (!isScalar(idNode)) return [];
  const id = scalarText(idNode);
  const isInput = path.at(-1) === 'parameters';
  const entries = [...environment, 'env_kwargs', 'lookup_table', id];
  const { draft } = readRecipe(document.text);
  const count =
    draft.environment_config?.environments?.[Number(environment[2])]?.env_kwargs?.lookup_table?.get(id)
      ?.length ?? 0;
  return [
    ...Array.from({ length: count }, (_, index) =>
      renameKey(document, [...entries, index, isInput ? 'input' : 'output'], from, to),
    ).flat(),
    ...inList(document, [...environment, 'grounding', 'tools', id, 'fields'], from, to),
    ...(isInput ? inStatement(document, [...tool, 'sql'], from, to) : []),
  ];
}

function inStatement(document: RecipeDocument, path: Path, from: string, to: string): SpanEdit[] {
  const node = document.at(path)?.node;
  if (!isScalar(node)) return [];
  const text = scalarText(node);
  return inText(
    document,
    { text, path },
    parameterPlaces(text, from).map((part) => ({ ...part, to })),
  );
}
