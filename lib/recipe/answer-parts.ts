import type { ValueType } from '@/lib/condition/condition';
import { isDict, type Value } from '@/lib/util/value';
import type { DraftGenerated } from './draft';

/** What is needed to know the parts of an answer; a whole attribute has it, and so has one that is half written. */
export type WithAnswer = Pick<DraftGenerated, 'response_format' | 'sections' | 'judge'>;

/** A named part of an answer. */
export type AnswerPart = { readonly name: string; readonly type: ValueType };

/** The parts in which an attribute's answer comes, each a column; null for one plain text. */
export function answerParts({ response_format, sections, judge }: WithAnswer): readonly AnswerPart[] | null {
  if (judge !== undefined) return judgeParts;
  if (response_format !== undefined) return propertiesOf(response_format.schema);
  if (sections === undefined) return null;
  const names = new Set(sections.filter((name) => name !== undefined));
  return [...names].map((name) => ({ name, type: 'text' }));
}

/** The column of a part, which is also the placeholder that names it. */
export function partColumn(attributeId: string, part: string): string {
  return `${attributeId}.${part}`;
}

const judgeParts: readonly AnswerPart[] = [
  { name: 'score', type: 'integer' },
  { name: 'reasons', type: 'text' },
];

function propertiesOf(schema: ReadonlyMap<string, Value> | undefined): AnswerPart[] {
  const properties = schema?.get('properties');
  const required = schema?.get('required');
  if (!isDict(properties)) return [];
  return [...properties].map(([name, property]) => ({
    name,
    // One that may be left out is null then, which no type but `any` allows.
    type: Array.isArray(required) && required.includes(name) ? typeOfProperty(property) : 'any',
  }));
}

const typesOfSchemas: ReadonlyMap<unknown, ValueType> = new Map([
  ['string', 'text'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
  ['array', 'list'],
  ['object', 'dict'],
]);

/** A number is taken for any value: an answer may hold a whole one. */
function typeOfProperty(property: Value): ValueType {
  return (isDict(property) ? typesOfSchemas.get(property.get('type')) : undefined) ?? 'any';
}
