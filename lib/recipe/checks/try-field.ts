import { renderTemplate } from '@/lib/template/render-template';
import { TemplateError } from '@/lib/template/template-error';
import type { Field } from '@/lib/template/template';
import { NamedParts } from '@/lib/template/named-parts';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TextRecord } from '@/lib/util/text-record';
import { Float, type Value } from '@/lib/util/value';
import type { SourceName, SourceShape } from '../sources/source-names';
import type { AnswerPart } from '../answer-parts';
import type { OwnName } from '../conversation/personas';
import type { DraftSampled } from '../draft';
import { partsOfType } from '../samplers/sampler-keys';
import type { Name } from './names';

/** Long enough that an index into a text finds something, as it may in a real answer. */
const anyText = 'a'.repeat(1000);

/** Of longer lists nothing is said: who asks for so many does not count them by hand. */
const mostItems = 10_000;

/**
 * Renders one placeholder with a value of the kind that it will get. Returns what no value could mend, such as
 * a property that doesn't exist or a number's format for a text; null when it works.
 */
export function tryField(field: Field, name: Name): TemplateError | null {
  // A bare name always works.
  if (field.path.length === 0 && field.spec === '') return null;
  let first: TemplateError | null = null;
  for (const value of examplesOf(name, field)) {
    const error = tryValue(field, value);
    if (error === null) return null;
    first ??= error;
  }
  return first;
}

function tryValue(field: Field, value: Value | SampledValue | NamedParts): TemplateError | null {
  try {
    // A format that waits for other values is tried as one that every text and number takes.
    const tried = field.specParts.length > 0 ? { ...field, spec: '>1', specParts: [] } : field;
    renderTemplate({ source: field.text, parts: [tried] }, () => value);
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

/** One for each value that the name can have; none where that depends on more than its kind. */
function examplesOf(name: Name, field: Field): readonly (Value | SampledValue | NamedParts)[] {
  if (name.kind === 'source') return examplesOfSource(name, field);
  const value = exampleOf(name, field);
  return value === undefined ? [] : [value];
}

type SourceValue = Extract<Name, { kind: 'source' }>;

function examplesOfSource({ from, what }: SourceValue, field: Field): readonly Value[] {
  switch (what.type) {
    case 'text':
      return [anyText];
    case 'value':
      // Nothing that a file can hold has a property.
      return what.known ?? (field.path[0]?.type === 'attribute' ? [anyText] : []);
    case 'shots':
      if (what.count > mostItems) return [];
      return recordsOfShots(what, from, field).map((record) =>
        Array.from({ length: what.count }, () => record),
      );
  }
}

/** Records as a row may draw them. Those of a file that nobody has looked at hold numbers as well as texts. */
function recordsOfShots(
  { fields, known }: Extract<SourceShape, { type: 'shots' }>,
  from: SourceName['from'],
  { path }: Field,
): readonly ReadonlyMap<string, Value>[] {
  if (known) return known;
  if (fields === null || path.length > 2) return [];
  const kinds = from === 'documents' ? [anyText] : [anyText, 1, new Float(1.5)];
  return kinds.map((value) => new Map(fields.map((field) => [field, value])));
}

/** Undefined where the value depends on more than its kind. */
function exampleOf(
  name: Exclude<Name, SourceValue>,
  field: Field,
): Value | SampledValue | NamedParts | undefined {
  switch (name.kind) {
    case 'answer':
      return name.parts === null ? anyText : exampleOfParts(name.parts, field);
    case 'processed':
    case 'plan':
      return anyText;
    case 'own':
      return exampleOfOwn(name.name);
    case 'conversation':
      return undefined;
    case 'transformed':
      return name.attribute.transformation_strategy?.type === 'STRING' ? anyText : undefined;
    case 'sampled': {
      if (name.attribute.sampler !== undefined) return exampleOfSampler(name.attribute.sampler);
      const { id = '', name: title = '', description = '', possible_values = [] } = name.attribute;
      const first = possible_values.find((value) => value !== undefined);
      return {
        kind: 'sampled-value',
        id: first?.id ?? '',
        name: first?.name ?? '',
        description: first?.description ?? '',
        attribute: { id, name: title, description },
      };
    }
  }
}

function exampleOfOwn(name: OwnName): Value {
  switch (name) {
    case 'current_turn':
    case 'target_turns':
      return 1;
    case 'conversation_plan':
      return anyText;
    // A conversation has two messages at least.
    case 'parsed_turn_plans':
      return [anyText, anyText];
  }
}

/** Undefined behind a part: what it holds is known only with the answer. */
function exampleOfParts(parts: readonly AnswerPart[], { path }: Field): NamedParts | undefined {
  return path.length > 1 ? undefined : new NamedParts(new Map(parts.map(({ name }) => [name, anyText])));
}

/** Undefined where it depends on more than the type. */
function exampleOfSampler({ type }: NonNullable<DraftSampled['sampler']>): Value | undefined {
  switch (type) {
    case 'integer':
      return 1;
    case 'float':
      return 1.5;
    case 'boolean':
      return true;
    case 'datetime':
    case 'uuid':
    case 'pattern':
    case 'email':
    case 'phone':
      return anyText;
    case 'person':
    case 'address': {
      const parts = partsOfType(type) ?? [];
      return new TextRecord(
        parts.map((part) => [part, part === 'age' ? 1 : anyText]),
        anyText,
      );
    }
    case 'faker':
    case 'file':
    case undefined:
      return undefined;
  }
}
