import { parseFormatSpec } from '@/lib/template/format-spec';
import { parsePath } from '@/lib/template/parse-path';
import type { Field, Template, TemplatePart } from '@/lib/template/template';
import { pythonStrip } from '@/lib/util/white-space';

type TemplateProblemCode =
  | 'lone-brace'
  | 'unescaped-braces'
  | 'empty-field'
  | 'positional-field'
  | 'bad-field'
  | 'unknown-conversion'
  | 'nested-spec'
  | 'bad-spec';

/**
 * Why a text is no template. Offsets count UTF-16 units of the text; `fix`, where there is one, is what
 * to put in place of start … end.
 */
export type TemplateProblem = {
  code: TemplateProblemCode;
  message: string;
  start: number;
  end: number;
  fix?: string;
};

export type ParsedTemplate = { ok: true; template: Template } | { ok: false; problems: TemplateProblem[] };

/** A text with more problems than this is not a template at all; the rest would only take time. */
const maxProblems = 50;

/**
 * Reads a text in the language of Python's `str.format_map` (docs/spec/template.md). It finds every
 * problem that can be seen without values, not only the first.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const problems: TemplateProblem[] = [];
  let literal = '';
  let position = 0;
  while (position < text.length && problems.length < maxProblems) {
    const brace = nextBrace(text, position);
    literal += text.slice(position, brace);
    position = brace;
    if (brace === text.length) break;
    const character = text.charAt(brace);
    if (text.charAt(brace + 1) === character) {
      literal += character;
      position = brace + 2;
      continue;
    }
    const read = character === '{' ? readField(text, brace) : loneBrace(text, brace);
    position = read.end;
    if ('code' in read) {
      problems.push(read);
    } else {
      if (literal !== '') parts.push({ type: 'literal', text: literal });
      literal = '';
      parts.push(read);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  if (literal !== '') parts.push({ type: 'literal', text: literal });
  return { ok: true, template: { source: text, parts } };
}

function nextBrace(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x7b || code === 0x7d) return index;
  }
  return text.length;
}

/** Reads the placeholder that begins at `start`, or says why there is none. */
function readField(text: string, start: number): Field | TemplateProblem {
  if (/^\s*["']/.test(text.slice(start + 1, start + 200))) return unescapedBraces(text, start);

  const nameEnd = endOfName(text, start + 1);
  if (nameEnd === undefined) {
    const unclosed = /\{[^[\]{}]*\[[^\]{}]*\}/y;
    unclosed.lastIndex = start;
    return unclosed.test(text)
      ? problemOf(text, start, 'bad-field', 'a "]" is missing')
      : loneBrace(text, start);
  }
  const source = text.slice(start + 1, nameEnd);

  let position = nameEnd;
  let conversion: string | undefined;
  if (text.charAt(position) === '!') {
    conversion = text.charAt(position + 1);
    position += 2;
    const follower = text.charAt(position);
    if (conversion === '' || (follower === '' && conversion !== '}')) return loneBrace(text, start);
    if (conversion === '}' || (follower !== ':' && follower !== '}')) {
      return problemOf(text, start, 'unknown-conversion', 'after "!" comes one letter (s, r or a)');
    }
  }
  let spec = '';
  if (text.charAt(position) === ':') {
    const close = endOfSpec(text, position);
    if (close === undefined) return loneBrace(text, start);
    spec = text.slice(position + 1, close);
    position = close;
  }
  const end = position + 1;

  const name = pythonStrip(source);
  const specParts = spec.includes('{') ? partsOfSpec(spec, end - 1 - spec.length) : [];
  if (specParts === null) {
    return problemOf(
      text,
      start,
      'nested-spec',
      'a format may hold placeholders such as {width}, but none whose format holds another',
    );
  }
  if (name === '') return emptyField(text, start, end);
  if (conversion !== undefined && !['s', 'r', 'a'].includes(conversion)) {
    return problemOf(
      text,
      start,
      'unknown-conversion',
      `"!${conversion}" is unknown; there are !s, !r and !a`,
    );
  }
  const parsedSpec = parseFormatSpec(specParts.length > 0 ? '' : spec);
  if (!parsedSpec.ok) return problemOf(text, start, 'bad-spec', parsedSpec.message);
  const parsedPath = parsePath(name);
  if (!parsedPath.ok) return problemOf(text, start, 'bad-field', parsedPath.message);
  if (parsedPath.name === '') return emptyField(text, start, end);
  if (/^\d+$/.test(parsedPath.name)) {
    return {
      code: 'positional-field',
      message: `{${text.slice(start + 1, end)} counts placeholders, but they have names here; write ${escapeBraces(text.slice(start, end))} for literal braces`,
      start,
      end,
      fix: escapeBraces(text.slice(start, end)),
    };
  }
  const nameStart = start + 1 + source.indexOf(name);
  return {
    type: 'field',
    text: text.slice(start + 1, position),
    start,
    end,
    name: parsedPath.name,
    nameStart,
    nameEnd: nameStart + parsedPath.name.length,
    path: parsedPath.path,
    pathText: name.slice(parsedPath.name.length),
    conversion: conversion === 's' || conversion === 'r' || conversion === 'a' ? conversion : '',
    spec,
    specParts,
  };
}

/** Where the name ends: at `}`, `:` or `!` outside square brackets. Undefined when there is no such place. */
function endOfName(text: string, from: number): number | undefined {
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '}' || character === ':' || character === '!') return index;
    if (character === '{') return undefined;
    if (character === '[') {
      index = text.indexOf(']', index);
      if (index < 0) return undefined;
    }
  }
  return undefined;
}

/** Where the format ends whose colon is at `from`: at the brace that closes the placeholder. */
function endOfSpec(text: string, from: number): number | undefined {
  let depth = 1;
  for (let index = nextBrace(text, from); index < text.length; index = nextBrace(text, index + 1)) {
    depth += text.charAt(index) === '{' ? 1 : -1;
    if (depth === 0) return index;
  }
  return undefined;
}

/** A format that holds placeholders, in pieces; null for what is none. `from` is where it begins in its text. */
function partsOfSpec(spec: string, from: number): TemplatePart[] | null {
  // `{key: {name}}` is JSON far more likely than a format.
  const parsed = /^\s|[,"\n]/.test(spec) ? null : parseTemplate(spec);
  if (parsed?.ok !== true) return null;
  const parts = parsed.template.parts.map((part) => (part.type === 'field' ? movedBy(part, from) : part));
  return parts.some((part) => part.type === 'field' && part.specParts.length > 0) ? null : parts;
}

function movedBy(field: Field, by: number): Field {
  return {
    ...field,
    start: field.start + by,
    end: field.end + by,
    nameStart: field.nameStart + by,
    nameEnd: field.nameEnd + by,
  };
}

function emptyField(text: string, start: number, end: number): TemplateProblem {
  const source = text.slice(start, end);
  return {
    code: 'empty-field',
    message: `${source} names no attribute; write ${escapeBraces(source)} for literal braces`,
    start,
    end,
    fix: escapeBraces(source),
  };
}

/** A placeholder that can't be read. One that looks like code or prose gets the braces' fix instead. */
function problemOf(text: string, start: number, code: TemplateProblemCode, reason: string): TemplateProblem {
  const end = endOfBraces(text, start) ?? text.indexOf('}', start) + 1;
  const source = text.slice(start, end);
  if (/[:;,]\s|\n|"/.test(source)) return unescapedBraces(text, start);
  return { code, message: `${source}: ${reason}`, start, end };
}

/** Braces that were meant literally, such as JSON. Without their partner they are a lone brace. */
function unescapedBraces(text: string, start: number): TemplateProblem {
  const end = endOfBraces(text, start);
  if (end === undefined) return loneBrace(text, start);
  const source = text.slice(start, end);
  return {
    code: 'unescaped-braces',
    message: `${shortened(source)} is read as a placeholder; double the braces that are meant literally: ${shortened(escapeBraces(source))}`,
    start,
    end,
    fix: escapeBraces(source),
  };
}

function loneBrace(text: string, at: number): TemplateProblem {
  const brace = text.charAt(at);
  const reason =
    brace === '{' ? 'no "}" belongs to this "{": close it, or' : 'no "{" belongs to this "}": open it, or';
  return {
    code: 'lone-brace',
    message: `${reason} write "${brace}${brace}" for a literal brace`,
    start: at,
    end: at + 1,
    fix: brace + brace,
  };
}

/** The end of the braces that open at `start`, counting the pairs inside. */
function endOfBraces(text: string, start: number): number | undefined {
  let depth = 0;
  for (let index = nextBrace(text, start); index < text.length; index = nextBrace(text, index + 1)) {
    depth += text.charAt(index) === '{' ? 1 : -1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

/** Doubles the braces of a text, but for placeholders such as {name} and for what is doubled already. */
function escapeBraces(text: string): string {
  return text.replace(
    /\{\{[^{}]*\}\}|\{\s*[\p{L}_][\p{L}\p{N}_-]*(?:\.\w+|\[[^\][{}]+\])*\s*(?:![sra])?(?::[^\s{}"]+)?\}|[{}]/gu,
    (found) => (found.length === 1 ? found + found : found),
  );
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 45)} … ${line.slice(-10)}`;
}
