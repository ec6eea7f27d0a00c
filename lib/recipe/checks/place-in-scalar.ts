import { isScalar } from 'yaml';
import { nodeSpan, placeOf, type Span, type SpanEdit } from '../report';
import type { NamingPlace } from '../template-places';
import type { RecipeDocument } from '../yaml/document';
import { sourceMap } from '../yaml/source-map';

/** Turns places in a template into places in the document. */
export type Placer = {
  /** The part of the document, or the whole scalar where its spelling can't be followed. */
  span: (part: Span) => Span;
  /** Edits that put `text` in place of a part; null where its spelling can't be followed. */
  replace: (part: Span, text: string) => SpanEdit[] | null;
};

/** The map is made when a place is first asked for: a recipe without mistakes needs none. */
export function createPlacer(document: RecipeDocument, place: Pick<NamingPlace, 'text' | 'path'>): Placer {
  let map: readonly number[] | null | undefined;
  const offsets = () => {
    if (map !== undefined) return map;
    const node = document.at(place.path)?.node;
    map = isScalar(node) ? sourceMap(document.text, node) : null;
    return map;
  };
  const whole = () => {
    const node = document.at(place.path)?.node;
    return isScalar(node) ? nodeSpan(document, node) : placeOf(document, place.path, 'value');
  };
  return {
    span({ start, end }) {
      const found = spanIn(offsets(), start, end);
      return found ?? whole();
    },
    replace(part, text) {
      const places = offsets();
      if (places === null) return null;
      return smallEdits(place.text.slice(part.start, part.end), text).map((edit) => {
        const start = places[part.start + edit.start] ?? 0;
        const last = places[part.start + edit.end] ?? start;
        return { start, end: edit.end === edit.start ? start : last, text: edit.text };
      });
    },
  };
}

function spanIn(places: readonly number[] | null, start: number, end: number): Span | null {
  const first = places?.[start];
  // The end of the last character, not the start of the next: between them may lie an indentation.
  const last = places?.[end - 1];
  return first === undefined || last === undefined ? null : { start: first, end: last + 1 };
}

/**
 * A replacement that only doubles braces is made of insertions, so that line breaks and indentation of a block
 * between them stay; any other is one edit.
 */
function smallEdits(from: string, to: string): SpanEdit[] {
  const edits: SpanEdit[] = [];
  let read = 0;
  for (const character of to) {
    if (from.startsWith(character, read)) read += character.length;
    else if (character === '{' || character === '}') edits.push({ start: read, end: read, text: character });
    else return [{ start: 0, end: from.length, text: to }];
  }
  return read === from.length ? edits : [{ start: 0, end: from.length, text: to }];
}
