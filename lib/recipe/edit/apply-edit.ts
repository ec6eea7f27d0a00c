import { isAlias, isCollection, isScalar, isSeq } from 'yaml';
import { assertNever } from '@/lib/util/assert-never';
import { unusedId } from '../form/unused-id';
import { nodeOrNull, readDocument, scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { addValue } from './add-value';
import { insertAt } from './insert-at';
import { gapOf, insertInFlow, insertLines, moveAt, removeAt } from './list-items';
import { insertAll, removeAll, setEachNumber } from './many-items';
import {
  changePlainValue,
  isPlainList,
  isPlainMap,
  isSameValue,
  plainValueOf,
  type PlainValue,
} from './plain-value';
import { rename, renameField, renameValue } from './rename';
import { renamePart } from './rename-part';
import { renameCopiedTool } from './rename-tool';
import { replaceValue } from './replace-value';
import { slotAt } from './slot';
import { unitsOf } from './units';
import { styleOf } from './write-yaml';

/** A change of a recipe's text. Paths are those of diagnostics: keys, and positions in lists. */
export type RecipeEdit =
  /** Gives a key or a list item this value; what is missing on the way is made. */
  | { type: 'set'; path: Path; value: PlainValue }
  /** Takes a key or a list item out, with its comments. A key whose value becomes empty by that goes too. */
  | { type: 'remove'; path: Path }
  /** Puts an item into the list at `path`, at its end unless `index` says where. */
  | { type: 'insert'; path: Path; index?: number; value: PlainValue }
  /** Puts items behind the last one of the list at `path`. */
  | { type: 'insert-all'; path: Path; values: readonly PlainValue[] }
  /** Takes several items of the list at `path` out, with their comments. */
  | { type: 'remove-all'; path: Path; indices: readonly number[] }
  /** Gives each item of the list at `path` a number under a key, or takes it out. */
  | { type: 'set-each'; path: Path; key: string; values: readonly (number | undefined)[] }
  /** Moves an item of the list at `path`, with its comments. */
  | { type: 'move'; path: Path; from: number; to: number }
  /** Gives an attribute, the processed text of one, an environment or a tool another id; all that names it follows. */
  | { type: 'rename'; path: Path; id: string }
  /** Gives a field another name in all examples of the list at `path`; all that names it follows. */
  | { type: 'rename-field'; path: Path; from: string; to: string }
  /** Gives a property of the JSON Schema at `path`, or a section of the list there, another name; uses follow. */
  | { type: 'rename-part'; path: Path; from: string; to: string }
  /** Gives a possible value of a sampled attribute another id; combinations follow. */
  | { type: 'rename-value'; path: Path; id: string }
  /** Puts a copy of a list item, with its comments, below it. */
  | { type: 'duplicate'; path: Path; id: string };

/**
 * Applies one edit to a recipe's text. Comments, order and all lines that the edit doesn't concern stay as they
 * are, to the byte. A text that can't be read, or a path that leads nowhere, comes back unchanged.
 */
export function applyEdit(text: string, edit: RecipeEdit): string {
  return editDocument(readDocument(text), edit);
}

/** The same for a text that was read already. */
export function editDocument(document: RecipeDocument, edit: RecipeEdit): string {
  const { text } = document;
  if (document.syntaxErrors.length > 0) return text;
  const behindAlias = editBehindAlias(document, edit);
  if (behindAlias !== null) return behindAlias === 'nowhere' ? text : applyEdit(text, behindAlias);
  switch (edit.type) {
    case 'set':
      return setAt(document, edit.path, edit.value);
    case 'remove':
      return removeAt(document, edit.path);
    case 'insert':
      return insertAt(document, edit);
    case 'insert-all':
      return insertAll(document, edit.path, edit.values) ?? singly(text, edit);
    case 'remove-all':
      return removeAll(document, edit.path, edit.indices) ?? singly(text, edit);
    case 'set-each':
      return setEachNumber(document, edit) ?? singly(text, edit);
    case 'move':
      return moveAt(document, edit);
    case 'rename':
      return rename(document, edit.path, edit.id);
    case 'rename-field':
      return renameField(document, edit);
    case 'rename-part':
      return renamePart(document, edit);
    case 'rename-value':
      return renameValue(document, edit.path, edit.id);
    case 'duplicate':
      return duplicateAt(document, edit.path, edit.id);
    default:
      return assertNever(edit);
  }
}

type Many = Extract<RecipeEdit, { type: 'insert-all' | 'remove-all' | 'set-each' }>;

/** The same one by one, for what is written in a way that can't be changed all at once. */
function singly(text: string, edit: Many): string {
  return singleEdits(edit).reduce(applyEdit, text);
}

function singleEdits(edit: Many): RecipeEdit[] {
  const { path } = edit;
  if (edit.type === 'insert-all') return edit.values.map((value) => ({ type: 'insert', path, value }));
  if (edit.type === 'remove-all') {
    const lastFirst = [...new Set(edit.indices)].sort((a, b) => b - a);
    return lastFirst.map((index) => ({ type: 'remove', path: [...path, index] }));
  }
  return edit.values.map((value, index) => {
    const place = [...path, index, edit.key];
    return value === undefined ? { type: 'remove', path: place } : { type: 'set', path: place, value };
  });
}

/** More changes than these inside one value, and it is written anew. */
const mostInnerEdits = 12;

function setAt(document: RecipeDocument, path: Path, value: PlainValue): string {
  const { text } = document;
  const slot = slotAt(document, path);
  if (slot === null) return addValue(document, path, value);
  const before = plainValueOf(document, slot.node);
  if (slot.node !== null && isSameValue(before, value)) return text;
  const inner = isCollection(slot.node) ? innerEdits(before, value, path) : null;
  if (inner !== null && inner.length <= mostInnerEdits) return inner.reduce(applyEdit, text);
  return replaceValue(document, slot, value, styleOf(text));
}

/** The edits that make one collection of another of its kind, the last places first; null for other kinds. */
function innerEdits(before: PlainValue, after: PlainValue, path: Path): RecipeEdit[] | null {
  if (isPlainMap(before) && isPlainMap(after)) {
    if (Object.keys(after).length === 0 || Object.keys(before).length === 0) return null;
    const set = Object.entries(after).flatMap(([key, value]): RecipeEdit[] =>
      Object.hasOwn(before, key) && isSameValue(before[key], value)
        ? []
        : [{ type: 'set', path: [...path, key], value }],
    );
    const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
    return [...set, ...gone.map((key): RecipeEdit => ({ type: 'remove', path: [...path, key] }))];
  }
  if (!isPlainList(before) || !isPlainList(after) || before.length === 0 || after.length === 0) return null;
  const common = Math.min(before.length, after.length);
  const edits: RecipeEdit[] = [];
  for (let index = 0; index < common; index++) {
    const item = after[index];
    if (item === undefined || isSameValue(before[index], item)) continue;
    edits.push({ type: 'set', path: [...path, index], value: item });
  }
  for (let index = before.length - 1; index >= common; index--) {
    edits.push({ type: 'remove', path: [...path, index] });
  }
  for (const value of after.slice(common)) edits.push({ type: 'insert', path, value });
  return edits;
}

function duplicateAt(document: RecipeDocument, path: Path, id: string): string {
  const { text } = document;
  const index = path.at(-1);
  const listPath = path.slice(0, -1);
  const list = slotAt(document, listPath)?.node ?? null;
  if (typeof index !== 'number' || !isSeq(list) || index >= list.items.length) return text;
  const units = unitsOf(document, list);
  const unit = units.spans[index];
  if (unit === undefined) return text;
  const copy = text.slice(unit.start, unit.end);
  let copied: string;
  if (units.isFlow) copied = insertInFlow(text, list, { units, index: index + 1, item: copy });
  else if (units.sharesLine) {
    const value = plainValueOf(document, nodeOrNull(list.items[index]));
    copied = applyEdit(text, { type: 'insert', path: listPath, index: index + 1, value });
  } else {
    const style = styleOf(text);
    const lines = copy.replace(/\r?\n$/, '').split(style.eol);
    copied = insertLines(text, { units, index: index + 1, lines, gap: gapOf(text, units), style });
  }
  const copyPath = [...listPath, index + 1];
  const named = applyEdit(copied, { type: 'set', path: [...copyPath, 'id'], value: id });
  return path[0] === 'environment_config'
    ? withOwnTools(named, copyPath)
    : withOwnProcessedId(named, copyPath, id);
}

/** A tool has its id to itself over all environments. */
function withOwnTools(text: string, path: Path): string {
  const tools = readDocument(text).at([...path, 'tools'])?.node;
  const taken = new Set(text.split(/[^\p{L}\p{N}_-]+/u));
  return (isSeq(tools) ? tools.items : []).reduce<string>((before, _, index) => {
    const document = readDocument(before);
    const own = [...path, 'tools', index];
    const node = document.at([...own, 'id'])?.node;
    if (!isScalar(node)) return before;
    const id = unusedId(scalarText(node), taken);
    taken.add(id);
    return renameCopiedTool(document, own, id);
  }, text);
}

/** A copy's processed text needs an id of its own too. */
function withOwnProcessedId(text: string, path: Path, id: string): string {
  const idPath = [...path, 'postprocessing_params', 'id'];
  const node = readDocument(text).at(idPath)?.node;
  if (!isScalar(node)) return text;
  const taken = new Set([id, ...text.split(/[^\p{L}\p{N}_-]+/u)]);
  return applyEdit(text, { type: 'set', path: idPath, value: unusedId(scalarText(node), taken) });
}

/**
 * An edit inside what an alias stands for would change the other places too: the alias gives way to the changed
 * value itself. Null when there is no alias on the way.
 */
function editBehindAlias(document: RecipeDocument, edit: RecipeEdit): RecipeEdit | 'nowhere' | null {
  for (let length = 1; length <= edit.path.length; length++) {
    const path = edit.path.slice(0, length);
    const node = slotAt(document, path)?.node ?? null;
    if (!isAlias(node)) continue;
    const rest = edit.path.slice(length);
    // The alias itself may be replaced or taken out.
    if (rest.length === 0 && (edit.type === 'set' || edit.type === 'remove')) return null;
    const before = plainValueOf(document, node);
    const after = changedValue(before, rest, edit);
    return after === undefined ? 'nowhere' : { type: 'set', path, value: after };
  }
  return null;
}

/** A JSON Schema or a list of sections with one name changed. */
function withPartNamed(
  whole: PlainValue | undefined,
  { from, to }: { from: string; to: string },
): PlainValue | undefined {
  const named = (item: PlainValue) => (item === from ? to : item);
  if (isPlainList(whole)) return whole.map(named);
  if (!isPlainMap(whole)) return whole;
  const { properties, required } = whole;
  return {
    ...whole,
    ...(isPlainMap(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, one]) => [key === from ? to : key, one]),
          ),
        }
      : {}),
    ...(isPlainList(required) ? { required: required.map(named) } : {}),
  };
}

/** What an edit makes of a value, for what isn't written where the edit is; undefined for what can't be done there. */
function changedValue(value: PlainValue, path: Path, edit: RecipeEdit): PlainValue | undefined {
  switch (edit.type) {
    case 'set':
      return changePlainValue(value, path, () => edit.value);
    case 'remove':
      return changePlainValue(value, path, () => undefined);
    case 'insert':
      return changePlainValue(value, path, (list) =>
        isPlainList(list) ? list.toSpliced(edit.index ?? list.length, 0, edit.value) : [edit.value],
      );
    case 'insert-all':
      return changePlainValue(value, path, (list) => [...(isPlainList(list) ? list : []), ...edit.values]);
    case 'remove-all':
      return changePlainValue(value, path, (list) =>
        isPlainList(list) ? list.filter((_, index) => !edit.indices.includes(index)) : list,
      );
    case 'set-each':
      return edit.values.reduce<PlainValue | undefined>(
        (changed, number, index) => changePlainValue(changed, [...path, index, edit.key], () => number),
        value,
      );
    case 'move':
      return changePlainValue(value, path, (list) => {
        const item = isPlainList(list) ? list[edit.from] : undefined;
        if (!isPlainList(list) || item === undefined) return list;
        return list.toSpliced(edit.from, 1).toSpliced(edit.to, 0, item);
      });
    case 'rename-field':
      return changePlainValue(value, path, (list) =>
        isPlainList(list)
          ? list.map((item) =>
              isPlainMap(item)
                ? Object.fromEntries(
                    Object.entries(item).map(([key, one]) => [key === edit.from ? edit.to : key, one]),
                  )
                : item,
            )
          : list,
      );
    case 'rename-part':
      return changePlainValue(value, path, (whole) => withPartNamed(whole, edit));
    case 'rename':
    case 'rename-value':
      return changePlainValue(value, [...path, 'id'], () => edit.id);
    case 'duplicate':
      return undefined;
  }
}
