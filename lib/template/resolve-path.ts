import type { NamedParts } from '@/lib/template/named-parts';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TemplateError, type TemplateErrorCode } from '@/lib/template/template-error';
import type { Field, PathStep } from '@/lib/template/template';
import { nearestName } from '@/lib/util/nearest';
import { TextRecord } from '@/lib/util/text-record';
import { Float, isDict, isList, type Value } from '@/lib/util/value';

/** `isSampledObject`: the text stands for a whole sampled attribute or value, not for a string of it. */
export type Resolved = { value: Value; isSampledObject: boolean };

/** Follows a placeholder's path from the value of its name. Only what is listed here can be reached. */
export function resolvePath(field: Field, value: Value | SampledValue): Resolved {
  if (isSampled(value)) return resolveSampled(field, value);
  let current = value;
  let isListItem = false;
  for (const [index, step] of field.path.entries()) {
    const next =
      step.type === 'item'
        ? itemOf(field, index, current, step.key)
        : propertyOf(field, index, current, step.name, isListItem);
    isListItem = isList(current);
    current = next;
  }
  return { value: current, isSampledObject: false };
}

/** The same from an answer in named parts, of which each is a property too; null = there is nothing to show. */
export function resolveParts(field: Field, { of }: NamedParts): Resolved | null {
  if (of === null) return null;
  const [first, ...rest] = field.path;
  const path: PathStep[] =
    first?.type === 'attribute' ? [{ type: 'item', key: first.name }, ...rest] : [...field.path];
  const resolved = resolvePath({ ...field, path }, of);
  return resolved.value === null ? null : resolved;
}

function isSampled(value: Value | SampledValue): value is SampledValue {
  return typeof value === 'object' && value !== null && 'kind' in value && !(value instanceof Float);
}

function resolveSampled(field: Field, sampled: SampledValue): Resolved {
  switch (field.pathText) {
    case '':
      return { value: sampled.name, isSampledObject: true };
    case '.name':
      return plain(sampled.name);
    case '.description':
      return plain(sampled.description);
    case '.id':
      return plain(sampled.id);
    case '.attribute_id':
      return plain(sampled.attribute.id);
    case '.parent':
      return { value: sampled.attribute.name, isSampledObject: true };
    case '.parent.name':
      return plain(sampled.attribute.name);
    case '.parent.description':
      return plain(sampled.attribute.description);
    default:
      throw failure(
        field,
        'unknown-property',
        `a sampled attribute has .name, .description, .id, .attribute_id, .parent, .parent.name and .parent.description, but no ${field.pathText}`,
      );
  }
}

function plain(value: string): Resolved {
  return { value, isSampledObject: false };
}

function itemOf(field: Field, index: number, container: Value, key: string | number): Value {
  const place = placeOf(field, index);
  if (isDict(container)) {
    const item = container.get(String(key));
    if (item !== undefined) return item;
    throw failure(
      field,
      'unknown-item',
      `${place} has no key "${key}"${didYouMean(String(key), container.keys())}`,
    );
  }
  const isText = typeof container === 'string';
  if (!isText && !isList(container)) {
    throw failure(field, 'unknown-item', `${place} is ${kindOf(container)} and has no items`);
  }
  const position = typeof key === 'number' ? key : /^-\d+$/.test(key) ? Number(key) : undefined;
  if (position === undefined) {
    throw failure(field, 'unknown-item', `${place} is ${kindOf(container)}: [${key}] must be a number`);
  }
  const items: readonly Value[] = isText ? Array.from(container) : container;
  const item = items.at(position);
  if (item !== undefined) return item;
  throw failure(field, 'unknown-item', `${place} has ${items.length} items, so there is no [${key}]`);
}

function propertyOf(field: Field, index: number, container: Value, name: string, isListItem: boolean): Value {
  const place = placeOf(field, index);
  if (!isDict(container)) {
    throw failure(field, 'unknown-property', `${place} is ${kindOf(container)} and has no .${name}`);
  }
  if (!isListItem && !(container instanceof TextRecord)) {
    throw failure(field, 'unknown-property', `${place} is a dict: write [${name}] for its key, not .${name}`);
  }
  const item = container.get(name);
  if (item !== undefined) return item;
  throw failure(field, 'unknown-property', `${place} has no .${name}${didYouMean(name, container.keys())}`);
}

function failure(field: Field, code: TemplateErrorCode, reason: string): TemplateError {
  return new TemplateError(code, `{${field.text}}: ${reason}`, field.text);
}

/** What the placeholder reaches before its step number `index`, as it would be written. */
function placeOf(field: Field, index: number): string {
  return field.name + field.path.slice(0, index).map(stepText).join('');
}

function stepText(step: PathStep): string {
  return step.type === 'attribute' ? `.${step.name}` : `[${step.key}]`;
}

function didYouMean(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

function kindOf(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'True or False';
  if (isList(value)) return 'a list';
  if (isDict(value)) return 'a dict';
  return 'a number';
}
