/** One step from a placeholder's name to what it stands for: `.name` or `[key]`. */
export type PathStep = { type: 'attribute'; name: string } | { type: 'item'; key: string | number };

/** A placeholder. Offsets count UTF-16 units of the template's source. */
export type Field = {
  type: 'field';
  /** What stands between the braces, as written. */
  text: string;
  /** From the opening brace … */
  start: number;
  /** … to after the closing one. */
  end: number;
  name: string;
  nameStart: number;
  nameEnd: number;
  path: readonly PathStep[];
  /** The path as it is written, such as `.description` or `[0].q`; '' without one. */
  pathText: string;
  conversion: '' | 's' | 'r' | 'a';
  /** The format as it is written. */
  spec: string;
  /** The format in pieces, where placeholders stand in it: `{x:>{width}}`; none otherwise. */
  specParts: readonly TemplatePart[];
};

export type TemplatePart = { type: 'literal'; text: string } | Field;

/** A parsed template; rendering it any number of times needs no further parsing. */
export type Template = { source: string; parts: readonly TemplatePart[] };

/** A place in a template where a placeholder is used; the offsets are those of the name alone. */
export type Reference = {
  name: string;
  start: number;
  end: number;
  field: Field;
  /** The placeholder stands in the format of another one. */
  isInFormat: boolean;
};

/** Every use of a name, in the order of the text. A name that is used twice is listed twice. */
export function references(template: Template): Reference[] {
  return referencesIn(template.parts, false);
}

function referencesIn(parts: readonly TemplatePart[], isInFormat: boolean): Reference[] {
  return parts.flatMap((part): Reference[] => {
    if (part.type === 'literal') return [];
    const { name, nameStart: start, nameEnd: end } = part;
    return [{ name, start, end, field: part, isInFormat }, ...referencesIn(part.specParts, true)];
  });
}
