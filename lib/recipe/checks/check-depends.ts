import { nearestName } from '@/lib/util/nearest';
import type { DraftRecipe, DraftSampled } from '../draft';
import { hasErrorAt, placeOf, type Reporter } from '../report';
import { dependencyCycle } from '../samplers/dependency-order';
import type { Path } from '../yaml/document';

/** Chances that depend on another attribute: what they name has to exist, none may wait for itself, and something must be left to draw. */
export function checkDepends(draft: DraftRecipe, reporter: Reporter): void {
  const sampled = (draft.strategy_params?.sampled_attributes ?? []).filter((one) => one !== undefined);
  const chain = sampled.map(({ id, depends_on: on }) => ({ id: id ?? '', on: on?.attribute }));
  for (const [index, attribute] of (draft.strategy_params?.sampled_attributes ?? []).entries()) {
    const on = attribute?.depends_on;
    if (attribute === undefined || on === undefined || reporter.isFull()) continue;
    const path = ['strategy_params', 'sampled_attributes', index, 'depends_on'];
    const cycle = dependencyCycle(chain, attribute.id ?? '');
    if (cycle !== null) {
      const text =
        cycle.length === 1
          ? `${cycle[0]} depends on itself: name another attribute`
          : `${cycle.join(' depends on ')} depends on ${cycle[0]}: none of them can be drawn first`;
      reporter.add({ code: 'reference-cycle', path: [...path, 'attribute'], text });
      continue;
    }
    const keys = checkOther({ attribute, sampled, path, reporter });
    checkCases({ attribute, keys, path, reporter });
  }
}

type Checked = { attribute: DraftSampled; path: Path; reporter: Reporter };

/** The values that the other attribute can have; null where that can't be told. */
function checkOther({
  attribute,
  sampled,
  path,
  reporter,
}: Checked & { sampled: readonly DraftSampled[] }): string[] | null {
  const named = attribute.depends_on?.attribute;
  if (named === undefined) return null;
  const place = { path: [...path, 'attribute'], reporter };
  const possible = sampled.filter((one) => one !== attribute && valuesOf(one) !== null);
  const ids = possible.flatMap(({ id }) => id ?? []);
  const other = sampled.find(({ id }) => id === named);
  if (other === undefined) {
    unknown(place, named, ids, `"${named}" is no sampled attribute. Known here: ${some(ids)}`);
    return null;
  }
  const values = valuesOf(other);
  if (values === null && other.sampler !== undefined) {
    const text = `${named} has no list of values: chances can depend on an attribute with possible_values or on a boolean. Known here: ${some(ids)}`;
    unknown(place, named, ids, text);
  }
  return values;
}

function valuesOf({ possible_values: values, sampler }: DraftSampled): string[] | null {
  if (sampler?.type === 'boolean') return ['true', 'false'];
  return values === undefined ? null : values.flatMap((value) => value?.id ?? []);
}

function checkCases({ attribute, keys, path, reporter }: Checked & { keys: string[] | null }): void {
  const { depends_on: on, possible_values: values = [] } = attribute;
  const own = values.flatMap((value) => value?.id ?? []);
  const { weights, values: lists } = on ?? {};
  const isWritten = (key: string) => reporter.document.at([...path, key]) !== null;
  if (!isWritten('weights') && !isWritten('values')) {
    const text = `says nothing: give weights or values for values of ${on?.attribute ?? 'the other attribute'}`;
    reporter.add({ code: 'missing-field', path: [...path, 'weights'], text });
  }
  for (const [key, given] of weights ?? []) {
    const at = [...path, 'weights', key];
    checkCase({ keys, key, path: at, reporter, other: on?.attribute });
    for (const value of given.keys()) checkValue({ own, value, path: [...at, value], at: 'key', reporter });
    const sum = [...given.values()].reduce((total, weight) => total + weight, 0);
    if (sum === 0 && !hasErrorAt(reporter, at)) {
      const text = `All weights for ${key} are 0, so no value could be drawn. Give at least one a weight above 0`;
      reporter.add({ code: 'rates-all-zero', path: at, text, at: 'key' });
    }
  }
  for (const [key, list] of lists ?? []) {
    const at = [...path, 'values', key];
    checkCase({ keys, key, path: at, reporter, other: on?.attribute });
    if (weights?.has(key)) {
      const text = `${key} has weights too. Take one of the two out`;
      reporter.add({ code: 'depends-twice', path: at, text, at: 'key' });
    }
    for (const [index, value] of list.entries()) {
      if (value !== undefined) checkValue({ own, value, path: [...at, index], at: 'value', reporter });
    }
  }
}

type Case = {
  keys: string[] | null;
  key: string;
  path: Path;
  reporter: Reporter;
  other: string | undefined;
};

function checkCase({ keys, key, path, reporter, other = 'the other attribute' }: Case): void {
  if (keys === null || keys.includes(key)) return;
  unknown({ path, reporter }, key, keys, `"${key}" is no value of ${other}. It has ${some(keys)}`, 'key');
}

type OwnValue = { own: string[]; value: string; path: Path; at: 'key' | 'value'; reporter: Reporter };

function checkValue({ own, value, path, at, reporter }: OwnValue): void {
  if (own.includes(value) || own.length === 0) return;
  unknown(
    { path, reporter },
    value,
    own,
    `"${value}" is no value of this attribute. It has ${some(own)}`,
    at,
  );
}

function unknown(
  { path, reporter }: { path: Path; reporter: Reporter },
  name: string,
  known: readonly string[],
  text: string,
  at: 'key' | 'value' = 'value',
): void {
  if (reporter.isFull()) return;
  const nearest = nearestName(name, known);
  const place = placeOf(reporter.document, path, at);
  const fixes =
    nearest === undefined
      ? []
      : [{ title: `Replace it with ${nearest}`, edits: [{ ...place, text: nearest }] }];
  reporter.add({ code: 'depends-unknown', path, text, at, fixes });
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown || 'none';
}
