import { renderField, type Lookup } from '@/lib/template/render-template';
import type { NamedParts } from '@/lib/template/named-parts';
import type { SampledValue } from '@/lib/template/sampled-value';
import { references, type Template } from '@/lib/template/template';
import type { Value } from '@/lib/util/value';

/** What a lookup returns for a value that is not known yet: the answer of a model, in a preview. */
export const pending = Symbol('pending');

/**
 * A rendered template in pieces, so that a preview can show which text came from where. `field` is the
 * placeholder as written between its braces.
 */
export type Segment =
  | { type: 'text'; text: string }
  | { type: 'value'; name: string; field: string; text: string }
  | { type: 'pending'; name: string; field: string };

/** Like renderTemplate, in pieces; the pieces' texts joined are what renderTemplate gives. */
export function renderSegments(
  template: Template,
  lookup: (name: string) => Value | SampledValue | NamedParts | typeof pending | undefined,
): Segment[] {
  const known: Lookup = (name) => {
    const value = lookup(name);
    return value === pending ? undefined : value;
  };
  return template.parts.map((part) => {
    if (part.type === 'literal') return { type: 'text', text: part.text };
    const { name, text: field } = part;
    const isPending = references({ source: field, parts: [part] }).some(
      (one) => lookup(one.name) === pending,
    );
    return isPending
      ? { type: 'pending', name, field }
      : { type: 'value', name, field, text: renderField(part, known) };
  });
}
