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
  spec: string;
};

export type TemplatePart = { type: 'literal'; text: string } | Field;

/** A parsed template; rendering it any number of times needs no further parsing. */
export type Template = { source: string; parts: readonly TemplatePart[] };

/** A place in a template where a placeholder is used; the offsets are those of the name alone. */
export type Reference = { name: string; start: number; end: number; field: Field };

/** Every use of a name, in the order of the text. A name that is used twice is listed twice. */
export function references(template: Template): Reference[] {
  return template.parts.flatMap((part) =>
    part.type === 'field' ? [{ name: part.name, start: part.nameStart, end: part.nameEnd, field: part }] : [],
  );
}
