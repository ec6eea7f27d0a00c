import { pythonFormat } from '@/lib/template/python-format';
import { NamedParts } from '@/lib/template/named-parts';
import { pythonAscii, pythonRepr, pythonStr } from '@/lib/template/python-str';
import { resolveParts, resolvePath } from '@/lib/template/resolve-path';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TemplateError } from '@/lib/template/template-error';
import type { Field, Template, TemplatePart } from '@/lib/template/template';
import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';

/** Gives the value of a name in one row, undefined when the row has none. */
export type Lookup = (name: string) => Value | SampledValue | NamedParts | undefined;

/** The template's text for one row. Values are not templates: their braces stay. Throws TemplateError. */
export function renderTemplate(template: Template, lookup: Lookup): string {
  return renderParts(template.parts, lookup);
}

function renderParts(parts: readonly TemplatePart[], lookup: Lookup): string {
  let text = '';
  for (const part of parts) text += part.type === 'literal' ? part.text : renderField(part, lookup);
  return text;
}

/** The text of one placeholder. Throws TemplateError. */
export function renderField(field: Field, lookup: Lookup): string {
  const value = lookup(field.name);
  if (typeof value === 'string' && field.path.length === 0 && field.conversion === '' && field.spec === '') {
    return value;
  }
  if (value === undefined) {
    throw new TemplateError(
      'missing-value',
      `{${field.text}}: this row has no value for "${field.name}"`,
      field.text,
    );
  }
  const resolved = value instanceof NamedParts ? resolveParts(field, value) : resolvePath(field, value);
  if (resolved === null) return '';
  if (field.spec === '') return converted(field, resolved.value);
  if (resolved.isSampledObject && field.conversion === '') {
    throw new TemplateError(
      'spec-needs-conversion',
      `{${field.text}}: a sampled attribute takes a format only after "!s": {${field.text.replace(':', '!s:')}}`,
      field.text,
    );
  }
  const target = field.conversion === '' ? resolved.value : converted(field, resolved.value);
  const spec = field.specParts.length > 0 ? renderParts(field.specParts, lookup) : field.spec;
  try {
    return pythonFormat(target, spec);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const number = field.conversion === '' ? numberOf(target) : undefined;
    if (number !== undefined) return renderField({ ...field, path: [], spec, specParts: [] }, () => number);
    throw new TemplateError('bad-format', `{${field.text}}: ${error.message}`, field.text);
  }
}

/** The number that a text holds: cells of CSV and TSV are texts, and take a number's format all the same. */
function numberOf(value: Value): Value | undefined {
  if (typeof value !== 'string' || !/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(value))
    return undefined;
  if (/^[-+]?\d+$/.test(value)) return BigInt(value.replace('+', ''));
  return new Float(Number(value));
}

function converted(field: Field, value: Value): string {
  switch (field.conversion) {
    case 'r':
      return pythonRepr(value);
    case 'a':
      return pythonAscii(value);
    case 's':
    case '':
      return pythonStr(value);
  }
}
