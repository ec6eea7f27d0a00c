import { parseTemplate } from '@/lib/template/parse-template';
import type { Name } from '../checks/names';
import { tryField } from '../checks/try-field';
import type { TemplateOwner } from '../template-places';
import { isUsable, kindOfName, type UsableKind } from './usable-values';

/**
 * A part of a prompt as it is written: text, a placeholder in the colour of its value, one that can't be filled
 * here, or a doubled brace. Put together they are the prompt, whatever is wrong with it.
 */
export type PromptPiece =
  | { kind: 'text' | 'brace' | 'broken'; start: number; text: string }
  // `name` is the attribute or column whose value it is.
  | { kind: UsableKind; name: string; start: number; text: string };

export type PromptScope = { names: ReadonlyMap<string, Name>; owner: TemplateOwner };

const marks = /\{\{|\}\}|\{[^{}\n]*\}|[{}]/g;

/** Cuts a prompt into its pieces. It is lenient: what is being typed is no template yet. */
export function promptPieces(text: string, scope: PromptScope): PromptPiece[] {
  const pieces: PromptPiece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(marks)) {
    if (index > from) pieces.push({ kind: 'text', start: from, text: text.slice(from, index) });
    pieces.push({ ...read(found, scope), start: index, text: found });
    from = index + found.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', start: from, text: text.slice(from) });
  return pieces;
}

/** The piece that a position is inside of, between its braces; undefined in plain text and at the ends. */
export function placeholderAt(pieces: readonly PromptPiece[], offset: number): PlaceholderPiece | undefined {
  return pieces
    .filter(isPlaceholder)
    .find(({ start, text }) => start < offset && offset < start + text.length);
}

/** A placeholder whose value is known. */
export type PlaceholderPiece = Extract<PromptPiece, { name: string }>;

function isPlaceholder(piece: PromptPiece): piece is PlaceholderPiece {
  return 'name' in piece;
}

type Read = { kind: 'brace' | 'broken' } | { kind: UsableKind; name: string };

function read(found: string, { names, owner }: PromptScope): Read {
  if (found === '{{' || found === '}}') return { kind: 'brace' };
  const parsed = parseTemplate(found);
  const field = parsed.ok ? parsed.template.parts[0] : undefined;
  if (field?.type !== 'field') return { kind: 'broken' };
  const name = names.get(field.name);
  if (name === undefined || !isUsable(name, owner) || tryField(field, name) !== null) {
    return { kind: 'broken' };
  }
  return { kind: kindOfName(name), name: field.name };
}
