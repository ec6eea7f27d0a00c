import { pythonStr } from '@/lib/template/python-str';
import { nearestName } from '@/lib/util/nearest';
import { Float, isValue, type Value } from '@/lib/util/value';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Scalar, YAMLMap } from 'yaml';
import { keyOfAnotherDay } from './later-keys';
import { nodeSpan, type Reporter } from './report';
import type { Shape } from './shape';
import { nodeOrNull, scalarText, type Entry, type Path } from './yaml/document';
import { readScalar } from './yaml/scalar';

/** An alias can stand for as much again and again: beyond this many values a document is refused. */
const mostValues = 300_000;

/**
 * Reads a document into plain values by the shape of the schema: scalars become what their place asks for,
 * spellings of choices are folded, null counts as left out. Whatever doesn't fit is reported and left out.
 */
export function readDocumentValue(shape: Shape, reporter: Reporter): unknown {
  const walk: Walk = {
    values: 0,
    findings: 0,
    reporter: {
      ...reporter,
      add(finding) {
        walk.findings++;
        reporter.add(finding);
      },
    },
  };
  return readNode(walk, shape, reporter.document.root, []);
}

type Walk = { reporter: Reporter; values: number; findings: number };

/** Undefined stands for null, for nothing, and for what was reported. */
function readNode(walk: Walk, shape: Shape, written: Node | null, path: Path): unknown {
  if (walk.values++ > mostValues) {
    if (walk.values === mostValues + 2) {
      const text = `The recipe expands to more than ${mostValues.toLocaleString('en')} values`;
      walk.reporter.add({ code: 'too-large', path: [], text });
    }
    return undefined;
  }
  const node = walk.reporter.document.resolve(written);
  if (node === null && written !== null) {
    const text = 'stands for nothing: no anchor of this name is before it';
    walk.reporter.add({ code: 'yaml-syntax', path, text, at: nodeSpan(walk.reporter.document, written) });
    return undefined;
  }
  if (node === null) return undefined;
  if (shape.type === 'value') return readFreeValue(walk, node, path);
  if (isNull(node)) return undefined;
  switch (shape.type) {
    case 'object':
      return isMap(node) ? readObject(walk, shape, node, path) : wrongType(walk, path, 'a mapping', node);
    case 'dict':
      return isMap(node) ? readDict(walk, shape, node, path) : wrongType(walk, path, 'a mapping', node);
    case 'list':
      if (!isSeq(node)) return wrongType(walk, path, 'a list', node);
      return node.items.map((item, index) =>
        readOnce(walk, shape.item, { node: nodeOrNull(item), path: [...path, index] }),
      );
    case 'free':
      return {};
    case 'text':
    case 'number':
    case 'boolean':
    case 'choice':
      if (!isScalar(node)) return wrongType(walk, path, shapeWords(shape), node);
      return readScalarAs(walk, shape, node, path);
  }
}

/** A value of any kind as YAML has it: mappings keep the order of their keys. */
function readFreeValue(walk: Walk, node: Node, path: Path): Value {
  const inner = (written: Node | null, at: Path): Value => {
    const value = readNode(walk, { type: 'value' }, written, at);
    return isValue(value) ? value : null;
  };
  if (isSeq(node)) return node.items.map((item, index) => inner(nodeOrNull(item), [...path, index]));
  if (isMap(node)) {
    const entries = withoutDuplicates(walk, node, path);
    return new Map(entries.map(({ key, value }) => [key, inner(value, [...path, key])]));
  }
  return isScalar(node) ? readScalar(node) : null;
}

function isNull(node: Node): boolean {
  return isScalar(node) && readScalar(node) === null;
}

/** An item of a list is read again only when something in it has changed, or something is to be said of it. */
function readOnce(walk: Walk, shape: Shape, item: { node: Node | null; path: Path }): unknown {
  const { node, path } = item;
  const { readings } = walk.reporter.document;
  const known = node === null ? undefined : readings.get(node);
  if (known?.shape === shape && walk.values + known.values <= mostValues) {
    walk.values += known.values;
    return known.value;
  }
  const { values, findings } = walk;
  const value = readItem(walk, shape, node, path);
  if (isMap(node) && walk.findings === findings)
    readings.set(node, { shape, value, values: walk.values - values });
  return value;
}

function readItem(walk: Walk, shape: Shape, node: Node | null, path: Path): unknown {
  const resolved = walk.reporter.document.resolve(node);
  if (shape.type === 'value' && resolved !== null) return readNode(walk, shape, node, path);
  if (resolved === null || isNull(resolved)) {
    walk.reporter.add({
      code: 'wrong-type',
      path,
      text: `must be ${shapeWords(shape)}, but nothing is here`,
    });
    return undefined;
  }
  return readNode(walk, shape, node, path);
}

function readObject(walk: Walk, shape: Shape & { type: 'object' }, map: YAMLMap, path: Path): unknown {
  const entries = withoutDuplicates(walk, map, path);
  const result: Record<string, unknown> = {};
  for (const entry of entries) {
    const field = shape.fields.get(entry.key);
    if (field === undefined) {
      reportUnknownKey(walk, { shape, entries, entry, path: [...path, entry.key] });
      continue;
    }
    const value = readNode(walk, field.shape, entry.value, [...path, entry.key]);
    if (field.noEffect && value !== undefined) {
      const text = 'is accepted, but has no effect here';
      walk.reporter.add({ severity: 'info', code: 'no-effect', path: [...path, entry.key], text, at: 'key' });
    }
    result[entry.key] = checkLength(walk, field.shape, value, [...path, entry.key]);
  }
  for (const [key, field] of shape.fields) {
    if (field.required) requireField(walk, { map, entries, key, path });
  }
  return result;
}

/** The model is missed by a check of its own that offers to put one in. */
const missedElsewhere = new Set([
  'inference_config',
  'inference_config.model',
  'inference_config.model.model_name',
]);

type RequiredField = { map: YAMLMap; entries: readonly Entry[]; key: string; path: Path };

function requireField(walk: Walk, { map, entries, key, path: of }: RequiredField): void {
  const { document, add } = walk.reporter;
  const entry = entries.find((candidate) => candidate.key === key);
  const node = document.resolve(entry?.value ?? null);
  // An alias of nothing is reported where it stands.
  if (node === null ? isAlias(entry?.value) : !isNull(node)) return;
  const path = [...of, key];
  if (missedElsewhere.has(path.join('.'))) return;
  if (entry !== undefined)
    return add({ code: 'missing-field', path, text: 'is needed, but empty', at: 'key' });
  const first = document.entries(map)[0];
  const at = first === undefined ? nodeSpan(document, map) : undefined;
  add({ code: 'missing-field', path, text: 'is missing', ...(at && { at }) });
}

function checkLength(walk: Walk, shape: Shape, value: unknown, path: Path): unknown {
  if (shape.type === 'list' && Array.isArray(value) && value.length < shape.minItems) {
    walk.reporter.add({ code: 'empty', path, text: 'must not be empty: give at least one', at: 'key' });
    return undefined;
  }
  return value;
}

function readDict(
  walk: Walk,
  shape: Shape & { type: 'dict' },
  map: YAMLMap,
  path: Path,
): Map<string, unknown> {
  const result = new Map<string, unknown>();
  for (const { key, keyNode, value } of withoutDuplicates(walk, map, path)) {
    const place = [...path, key];
    // Token ids with numbers are the one mapping whose keys may be numbers themselves.
    if (
      shape.value.type !== 'number' &&
      shape.value.type !== 'value' &&
      typeof readScalar(keyNode) !== 'string'
    ) {
      const at = nodeSpan(walk.reporter.document, keyNode);
      const fix = { title: 'Put it in quotes', edits: [{ ...at, text: `"${key}"` }] };
      walk.reporter.add({
        code: 'wrong-type',
        path: place,
        text: 'the key must be a text',
        at,
        fixes: [fix],
      });
      continue;
    }
    const read = readItem(walk, shape.value, value, place);
    if (read !== undefined) result.set(key, read);
  }
  return result;
}

function withoutDuplicates(walk: Walk, map: YAMLMap, path: Path): Entry[] {
  const seen = new Set<string>();
  return walk.reporter.document.entries(map).filter((entry) => {
    if (!seen.has(entry.key)) return seen.add(entry.key);
    const at = nodeSpan(walk.reporter.document, entry.keyNode);
    walk.reporter.add({ code: 'duplicate-key', path: [...path, entry.key], text: 'is given twice', at });
    return false;
  });
}

type UnknownKey = { shape: Shape & { type: 'object' }; entries: readonly Entry[]; entry: Entry; path: Path };

function reportUnknownKey(walk: Walk, { shape, entries, entry, path }: UnknownKey): void {
  const { document, add, isFull } = walk.reporter;
  if (isFull()) return;
  const at = nodeSpan(document, entry.keyNode);
  const known = keyOfAnotherDay(path);
  if (known !== undefined) {
    const node = document.resolve(entry.value);
    // Left empty it asks for nothing.
    const empty = node === null || isNull(node) || ((isSeq(node) || isMap(node)) && node.items.length === 0);
    const { newName } = known;
    const fixes =
      newName === undefined ? [] : [{ title: `Rename it to ${newName}`, edits: [{ ...at, text: newName }] }];
    if (!empty) add({ code: known.code, path, text: known.text, at, fixes });
    return;
  }
  const free = [...shape.fields.keys()].filter((key) => !entries.some((other) => other.key === key));
  const nearest = nearestName(entry.key, free);
  const hint =
    nearest === undefined ? `Known here: ${[...shape.fields.keys()].join(', ')}` : `Did you mean ${nearest}?`;
  add({
    code: 'unknown-key',
    path,
    text: `is not a key of the recipe language. ${hint}`,
    at,
    ...(nearest !== undefined && {
      fixes: [{ title: `Rename it to ${nearest}`, edits: [{ ...at, text: nearest }] }],
    }),
  });
}

type ScalarShape = Extract<Shape, { type: 'text' | 'number' | 'boolean' | 'choice' }>;

function readScalarAs(walk: Walk, shape: ScalarShape, scalar: Scalar, path: Path): unknown {
  switch (shape.type) {
    case 'text':
      return readText(walk, shape, scalar, path);
    case 'number':
      return readNumber(walk, shape, scalar, path);
    case 'boolean':
      return readBoolean(scalar) ?? wrongType(walk, path, 'true or false', scalar);
    case 'choice':
      return readChoice(walk, shape, scalar, path);
  }
}

/** How configurations that oumi reads mark what has to be filled in. */
const missingValue = '???';

function readText(
  walk: Walk,
  shape: Shape & { type: 'text' },
  scalar: Scalar,
  path: Path,
): string | undefined {
  const value = readScalar(scalar);
  if (value === missingValue) {
    const text = `"${missingValue}" stands for a text that is still to be written`;
    walk.reporter.add({ code: 'missing-field', path, text });
    return undefined;
  }
  if (typeof value === 'string') {
    if (value.length >= shape.minLength) return value;
    walk.reporter.add({ code: 'empty', path, text: 'must not be empty' });
    return undefined;
  }
  const text = pythonStr(value);
  const written = scalarText(scalar);
  if (text !== written) {
    const at = nodeSpan(walk.reporter.document, scalar);
    walk.reporter.add({
      severity: 'info',
      code: 'text-from-scalar',
      path,
      text: `${written} without quotes becomes the text "${text}"`,
      at,
      fixes: [{ title: `Keep "${written}"`, edits: [{ ...at, text: `"${written}"` }] }],
    });
  }
  return text;
}

const integerText = /^\s*[-+]?\d+(?:_\d+)*\s*$/;
const numberText = /^\s*[-+]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

function readNumber(
  walk: Walk,
  shape: Shape & { type: 'number' },
  scalar: Scalar,
  path: Path,
): number | undefined {
  const number = numberOf(readScalar(scalar), shape.integer);
  if (number === undefined) return wrongType(walk, path, shapeWords(shape), scalar);
  const { min, max } = shape;
  const low = min !== null && (min.inclusive ? number < min.value : number <= min.value);
  const high = max !== null && (max.inclusive ? number > max.value : number >= max.value);
  if (!low && !high && (!shape.integer || Number.isSafeInteger(number))) return number;
  const text = `must be ${boundWords(shape)}, but is ${scalarText(scalar).trim()}`;
  walk.reporter.add({ code: 'out-of-range', path, text });
  return undefined;
}

function numberOf(value: ReturnType<typeof readScalar>, integer: boolean): number | undefined {
  if (typeof value === 'string') {
    if (!(integer ? integerText : numberText).test(value)) return undefined;
    return Number(value.replaceAll('_', ''));
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return integer ? undefined : value.value;
  return typeof value === 'number' && Number.isFinite(value) && (!integer || Number.isInteger(value))
    ? value
    : undefined;
}

function boundWords({ min, max }: Shape & { type: 'number' }): string {
  if (min !== null && max !== null) return `between ${min.value} and ${max.value}`;
  if (min !== null) return min.inclusive ? `at least ${min.value}` : `above ${min.value}`;
  if (max !== null) return `at most ${max.value}`;
  return `between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`;
}

function readBoolean(scalar: Scalar): boolean | undefined {
  const value = readScalar(scalar);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return undefined;
  if (integerText.test(value)) return Number(value) !== 0;
  if (/^(?:yes|y|on|true)$/i.test(value)) return true;
  return /^(?:no|n|off|false)$/i.test(value) ? false : undefined;
}

function readChoice(
  walk: Walk,
  shape: Shape & { type: 'choice' },
  scalar: Scalar,
  path: Path,
): string | undefined {
  const written = scalarText(scalar);
  const folded = foldChoice(written, shape.values);
  if (folded !== undefined) return folded;
  const { spellings } = shape;
  const nearest =
    spellings.find((spelling) => spelling.toUpperCase() === written.toUpperCase()) ??
    nearestName(written, spellings);
  const at = nodeSpan(walk.reporter.document, scalar);
  walk.reporter.add({
    code: 'unknown-choice',
    path,
    text: `"${written}" is not one of ${spellings.join(', ')}`,
    at,
    ...(nearest !== undefined && {
      fixes: [{ title: `Write ${nearest}`, edits: [{ ...at, text: nearest }] }],
    }),
  });
  return undefined;
}

/** Takes `USER`, `user` and `Role.USER` for `user`; a mix of cases is a misspelling. */
export function foldChoice<Choice extends string>(
  written: string,
  values: readonly Choice[],
): Choice | undefined {
  const name = written.slice(written.lastIndexOf('.') + 1);
  if (name !== name.toUpperCase() && name !== name.toLowerCase()) return undefined;
  return values.find((value) => value.toUpperCase() === name.toUpperCase());
}

function wrongType(walk: Walk, path: Path, wanted: string, node: Node): undefined {
  const found = isSeq(node)
    ? 'a list'
    : isMap(node)
      ? 'a mapping'
      : isScalar(node)
        ? shortText(node)
        : 'something else';
  walk.reporter.add({ code: 'wrong-type', path, text: `must be ${wanted}, but is ${found}` });
  return undefined;
}

function shortText(scalar: Scalar): string {
  const text = scalarText(scalar);
  return text.length > 40 ? `"${text.slice(0, 40)}…"` : `"${text}"`;
}

function shapeWords(shape: Shape): string {
  switch (shape.type) {
    case 'text':
      return 'a text';
    case 'number':
      return shape.integer ? 'an integer' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${shape.spellings.join(', ')}`;
    case 'list':
      return 'a list';
    case 'object':
    case 'dict':
    case 'free':
      return 'a mapping';
    case 'value':
      return 'a value';
  }
}
