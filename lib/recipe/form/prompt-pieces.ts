import { parseTemplate } from '@/lib/template/parse-template';
import type { Name } from '../checks/names';
import { tryField } from '../checks/try-field';
import type { TemplateOwner } from '../template-places';
import { isUsable, kindOfName, type UsableKind } from './usable-values';

/**
 * A part of a prompt as it is written: text, a placeholder in the colour of its value, one that can't be filled
 * here, or a doubled brace. Put together they are the prompt, whatever is wrong with it.
 */
export type PromptPiece = { kind: 'text' | 'brace' | 'broken' | UsableKind; start: number; text: string };

export type PromptScope = { names: ReadonlyMap<string, Name>; owner: TemplateOwner };

const marks = /\{\{|\}\}|\{[^{}\n]*\}|[{}]/g;

/** Cuts a prompt into its pieces. It is lenient: what is being typed is no template yet. */
export function promptPieces(text: string, scope: PromptScope): PromptPiece[] {
  const pieces: PromptPiece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(marks)) {
    if (index > from) pieces.push({ kind: 'text', start: from, text: text.slice(from, index) });
    pieces.push({ kind: kindOf(found, scope), start: index, text: found });
    from = index + found.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', start: from, text: text.slice(from) });
  return pieces;
}

function kindOf(found: string, { names, owner }: PromptScope): PromptPiece['kind'] {
  if (found === '{{' || found === '}}') return 'brace';
  if (found.length === 1) return 'broken';
  const parsed = parseTemplate(found);
  const field = parsed.ok ? parsed.template.parts[0] : undefined;
  if (field?.type !== 'field') return 'broken';
  const name = names.get(field.name);
  if (name === undefined || !isUsable(name, owner) || tryField(field, name) !== null) return 'broken';
  return kindOfName(name);
}
