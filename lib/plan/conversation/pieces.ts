import type { Template, TemplatePart } from '@/lib/template/template';

/** Text that is sent as it stands, whatever braces it has. */
export function literal(text: string): Template {
  return { source: text, parts: [{ type: 'literal', text }] };
}

/** Templates one after the other. */
export function joined(...pieces: readonly Template[]): Template {
  return {
    source: pieces.map(({ source }) => source).join(''),
    parts: pieces.flatMap(({ parts }) => parts),
  };
}

/** A place for a value that goes by a name which no placeholder of a recipe can have, such as `plan:3`. */
export function place(name: string): Template {
  const at = { start: 0, end: 0, nameStart: 0, nameEnd: 0 };
  const plain = { path: [], pathText: '', conversion: '', spec: '', specParts: [] } as const;
  return { source: '', parts: [{ type: 'field', text: name, name, ...at, ...plain }] };
}

/** A template with a text in place of each use of a name, however it is formatted. */
export function withText(template: Template, name: string, text: string): Template {
  return { source: template.source, parts: withTextIn(template.parts, name, text) };
}

function withTextIn(parts: readonly TemplatePart[], name: string, text: string): TemplatePart[] {
  return parts.map((part): TemplatePart => {
    if (part.type === 'literal') return part;
    if (part.name === name) return { type: 'literal', text };
    return { ...part, specParts: withTextIn(part.specParts, name, text) };
  });
}
