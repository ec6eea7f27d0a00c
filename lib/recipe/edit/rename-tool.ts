import { isMap, isScalar, isSeq } from 'yaml';
import { nodeSpan, type SpanEdit } from '../report';
import { nodeOrNull, scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { applySpanEdits, replaceScalar } from './span-edits';
import { writeKey } from './write-yaml';

/** Gives the environment at a path another id; the conversations that name it follow. */
export function renameEnvironment(document: RecipeDocument, path: Path, id: string): string {
  return renameId(document, { path, id }, (from) =>
    conversationPaths(document).flatMap((conversation) =>
      inList(document, [...conversation, 'available_environments'], from, id),
    ),
  );
}

/** Gives the tool at a path another id; its table and facts, conversations and the choice of a tool follow. */
export function renameTool(document: RecipeDocument, path: Path, id: string): string {
  return renameId(document, { path, id }, (from) => [
    ...ofEnvironment(document, path, from, id),
    ...conversationPaths(document).flatMap((conversation) =>
      inList(document, [...conversation, 'available_tools'], from, id),
    ),
    ...choicePaths(document).flatMap((choice) => {
      const node = document.at(choice)?.node;
      return isScalar(node) && scalarText(node) === from ? [replaceScalar(document, node, id)] : [];
    }),
  ]);
}

/** The same for a tool that nothing outside of its environment names yet. */
export function renameCopiedTool(document: RecipeDocument, path: Path, id: string): string {
  return renameId(document, { path, id }, (from) => ofEnvironment(document, path, from, id));
}

/** Gives a key of the mapping at a path another name; nothing where there is no such key. */
export function renameKey(document: RecipeDocument, path: Path, from: string, to: string): SpanEdit[] {
  const map = document.at(path)?.node;
  const found = isMap(map) ? document.entries(map).filter(({ key }) => key === from) : [];
  return found.map(({ keyNode }) => ({ ...nodeSpan(document, keyNode), text: writeKey(to) }));
}

/** Gives the texts of the list at a path that are `from` another name. */
export function inList(document: RecipeDocument, path: Path, from: string, to: string): SpanEdit[] {
  const list = document.at(path)?.node;
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => {
    const node = document.resolve(nodeOrNull(item));
    return isScalar(node) && scalarText(node) === from ? [replaceScalar(document, node, to)] : [];
  });
}

function renameId(
  document: RecipeDocument,
  { path, id }: { path: Path; id: string },
  uses: (from: string) => SpanEdit[],
): string {
  const node = document.at([...path, 'id'])?.node;
  if (!isScalar(node)) return document.text;
  const from = scalarText(node);
  if (from === id || id === '') return document.text;
  return applySpanEdits(document.text, [replaceScalar(document, node, id), ...uses(from)]);
}

/** The entries of a tool's table, and the facts that are drawn from them. */
function ofEnvironment(document: RecipeDocument, path: Path, from: string, to: string): SpanEdit[] {
  const environment = path.slice(0, 3);
  return [
    ...renameKey(document, [...environment, 'env_kwargs', 'lookup_table'], from, to),
    ...renameKey(document, [...environment, 'grounding', 'tools'], from, to),
  ];
}

function conversationPaths(document: RecipeDocument): Path[] {
  return itemPaths(document, ['strategy_params', 'multiturn_attributes']);
}

/** Where the model is told which tool to use. */
function choicePaths(document: RecipeDocument): Path[] {
  const attributes = itemPaths(document, ['strategy_params', 'generated_attributes']);
  return [[], ...attributes].map((at) => [...at, 'inference_config', 'generation', 'tool_choice']);
}

function itemPaths(document: RecipeDocument, path: Path): Path[] {
  const list = document.at(path)?.node;
  return isSeq(list) ? list.items.map((_, index) => [...path, index]) : [];
}
