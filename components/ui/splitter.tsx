'use client';

import type { KeyboardEvent, PointerEvent } from 'react';

const stepPx = 16;

/** The line between two panes. Drag it or move it with the arrows; the owner keeps and limits the width. */
export function Splitter({
  label,
  widthPx,
  minPx,
  maxPx,
  grows = 'left',
  onChange,
}: {
  label: string;
  /** The width of the pane that it sizes. */
  widthPx: number;
  minPx: number;
  maxPx: number;
  /** The side of the line on which that pane lies. */
  grows?: 'left' | 'right';
  onChange: (widthPx: number) => void;
}) {
  const sign = grows === 'left' ? 1 : -1;
  const set = (next: number) => onChange(Math.round(Math.min(maxPx, Math.max(minPx, next))));

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const line = event.currentTarget;
    const from = event.clientX;
    line.setPointerCapture(event.pointerId);
    line.dataset['dragging'] = '';
    const move = (at: globalThis.PointerEvent) => set(widthPx + sign * (at.clientX - from));
    const end = () => {
      delete line.dataset['dragging'];
      line.removeEventListener('pointermove', move);
    };
    line.addEventListener('pointermove', move);
    line.addEventListener('lostpointercapture', end, { once: true });
  };

  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: widthPx - sign * stepPx,
      ArrowRight: widthPx + sign * stepPx,
      Home: minPx,
      End: maxPx,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };

  return (
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={widthPx}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      onPointerDown={drag}
      onKeyDown={press}
    />
  );
}
