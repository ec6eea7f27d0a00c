import { useState, type FocusEvent, type KeyboardEvent } from 'react';

/** Bars that lead somewhere, line by line: of each line which places along the axis have one. */
export type BarLines = readonly { readonly line: string; readonly places: readonly number[] }[];

type Bar = { line: string; place: number };

/**
 * Many bars as one tab stop. Left and right go along a line, up and down to the nearest bar of another line, Home and End
 * to the ends of a line. Gives what their container takes, and what each bar takes.
 */
export function useBarKeys(lines: BarLines) {
  const [last, setLast] = useState<Bar | null>(null);
  const isThere = (bar: Bar | null): bar is Bar =>
    bar !== null && lines.some(({ line, places }) => line === bar.line && places.includes(bar.place));
  const stop = isThere(last) ? last : firstOf(lines);
  return {
    onFocus: (event: FocusEvent) => setLast(barOf(event.target)),
    onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const from = barOf(event.target);
      const next = from === null ? null : nextBar(lines, from, event.key);
      if (next === null) return;
      event.preventDefault();
      // Elsewhere on the page the same keys mean something else.
      event.stopPropagation();
      const bars = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bar-line]')];
      bars.find((bar) => isSame(barOf(bar), next))?.focus();
    },
    barProps: (line: string, place: number) => ({
      'data-bar-line': line,
      'data-bar-place': place,
      tabIndex: isSame(stop, { line, place }) ? 0 : -1,
    }),
  };
}

function barOf(target: EventTarget): Bar | null {
  if (!(target instanceof HTMLElement)) return null;
  const line = target.dataset['barLine'];
  return line === undefined ? null : { line, place: Number(target.dataset['barPlace']) };
}

function isSame(one: Bar | null, other: Bar | null): boolean {
  return one?.line === other?.line && one?.place === other?.place;
}

function firstOf(lines: BarLines): Bar | null {
  const first = lines.find(({ places }) => places.length > 0);
  return first === undefined ? null : barAt(first, first.places[0]);
}

/** The bar that a key leads to; null where the key has no say or there is none on that side. */
function nextBar(lines: BarLines, { line, place }: Bar, key: string): Bar | null {
  const filled = lines.filter(({ places }) => places.length > 0);
  const row = filled.findIndex((one) => one.line === line);
  const here = filled[row];
  if (here === undefined) return null;
  switch (key) {
    case 'ArrowRight':
      return barAt(
        here,
        here.places.find((other) => other > place),
      );
    case 'ArrowLeft':
      return barAt(
        here,
        here.places.findLast((other) => other < place),
      );
    case 'Home':
      return barAt(here, here.places[0]);
    case 'End':
      return barAt(here, here.places.at(-1));
    case 'ArrowDown':
    case 'ArrowUp': {
      const there = filled[row + (key === 'ArrowDown' ? 1 : -1)];
      if (there === undefined) return null;
      const away = (other: number) => Math.abs(other - place);
      return barAt(
        there,
        there.places.reduce((near, other) => (away(other) < away(near) ? other : near), Infinity),
      );
    }
    default:
      return null;
  }
}

function barAt({ line }: { line: string }, place: number | undefined): Bar | null {
  return place === undefined ? null : { line, place };
}
