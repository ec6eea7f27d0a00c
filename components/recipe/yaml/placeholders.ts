import type { KnownValue, ValueKind } from './recipe-facts';

/** A placeholder found in the text, columns from 1, `end` behind the closing brace. */
export type PlaceholderMark = {
  line: number;
  start: number;
  end: number;
  kind: ValueKind;
  /** The value that it names. */
  name: string;
  /** What stands between the braces. */
  field: string;
};

const placeholder = /\{\{|\}\}|\{\s*(([^\s{}.![:]+)[^{}\n]*)\}/g;

/** Finds the placeholders that name known values, for tinting. Doubled braces are text. */
export function findPlaceholders(text: string, values: readonly KnownValue[]): PlaceholderMark[] {
  const kinds = new Map(values.map(({ id, kind }) => [id, kind]));
  const marks: PlaceholderMark[] = [];
  if (kinds.size === 0) return marks;
  for (const { line, content } of linesWith(text, /\{/g)) {
    for (const match of content.matchAll(placeholder)) {
      const [all, field = '', name = ''] = match;
      const kind = kinds.get(name);
      // `{ tone: loud }` is a mapping of YAML: a format follows its colon at once.
      if (kind === undefined || /^\s*:\s/.test(field.slice(name.length))) continue;
      const start = match.index + 1;
      marks.push({ line, start, end: start + all.length, kind, name, field: field.trim() });
    }
  }
  return marks;
}

/** The placeholder of a known value that a place on a line, given without the others, is inside of or at the edge of. */
export function placeholderAt(
  content: string,
  { line, column }: { line: number; column: number },
  values: readonly KnownValue[],
): PlaceholderMark | undefined {
  // Most lines have none, and this is asked at each step of the caret.
  if (!content.includes('{')) return undefined;
  const found = findPlaceholders(content, values).find(({ start, end }) => start <= column && column <= end);
  return found && { ...found, line };
}

/** The lines that hold something, from 1: few of thousands do, and the others aren't cut out. */
function* linesWith(text: string, pattern: RegExp): Generator<{ line: number; content: string }> {
  let line = 1;
  let start = 0;
  for (const { index } of text.matchAll(pattern)) {
    if (index < start) continue;
    for (
      let next = text.indexOf('\n', start);
      next !== -1 && next < index;
      next = text.indexOf('\n', start)
    ) {
      start = next + 1;
      line += 1;
    }
    const end = text.indexOf('\n', index);
    const content = text.slice(start, end === -1 ? text.length : end);
    yield { line, content };
    if (end === -1) return;
    start = end + 1;
    line += 1;
  }
}

/** The enumerated words of the language (`role: SYSTEM`), as marks of their own colour. */
export function findEnumWords(text: string): { line: number; start: number; end: number }[] {
  const marks: { line: number; start: number; end: number }[] = [];
  for (const { line, content } of linesWith(text, /(?:role|type|engine|strategy): +[A-Z_]/g)) {
    const match = /^(\s*(?:- )*(?:role|type|engine|strategy): +)([A-Z_]+)\s*$/.exec(content);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const start = match[1].length + 1;
    marks.push({ line, start, end: start + match[2].length });
  }
  return marks;
}

/** What stands between the last open brace and the cursor, or null when the cursor is in no placeholder. */
export function openPlaceholder(beforeCursor: string): string | null {
  const open = /(\{+)\s*([^{}\s]*)$/.exec(beforeCursor);
  if (open?.[1] === undefined || open[2] === undefined) return null;
  return open[1].length % 2 === 1 ? open[2] : null;
}

/** The placeholders that may be written at a line: values of the plan, and what is written above it. */
export function completionsAt(values: readonly KnownValue[], line: number) {
  return values
    .filter(({ kind, lastLine }) => kind === 'sampled' || kind === 'source' || lastLine < line)
    .flatMap((value) =>
      value.kind === 'sampled'
        ? sampledForms.map(([suffix, detail]) => ({ ...value, text: value.id + suffix, detail }))
        : [{ ...value, text: value.id, detail: value.hint }],
    );
}

const sampledForms = [
  ['', 'name of the value'],
  ['.description', 'description of the value'],
  ['.id', 'id of the value'],
  ['.parent', 'name of the attribute'],
  ['.parent.description', 'description of the attribute'],
] as const;
