import type { Virtualizer } from '@tanstack/react-virtual';
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { useDrawnPart, type Drawn } from './use-drawn-part';

const rowPx = 32;
const screenPx = 20 * rowPx;
const spareRows = 8;

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
  return () => vi.useRealTimers();
});

/** A grid of twenty rows, and how somebody scrolls it. */
function scrolledGrid() {
  const place = {
    scrollElement: document.createElement('div'),
    scrollOffset: 0,
    scrollRect: { width: 1200, height: screenPx },
  };
  let drawn: Drawn | undefined;
  function Grid() {
    drawn = useDrawnPart(place as unknown as Virtualizer<HTMLDivElement, Element>, { isScaled: true, rowPx });
    return null;
  }
  draw(<Grid />);
  return {
    scrollBy: (screens: number) =>
      act(() => {
        place.scrollOffset += screens * screenPx;
        place.scrollElement.dispatchEvent(new Event('scroll'));
      }),
    pass: (ms: number) =>
      act(() => {
        vi.advanceTimersByTime(ms);
      }),
    /** Which screens are drawn, and how many rows around the one that is seen. */
    drawn: () => {
      if (drawn === undefined) throw new Error('Nothing was drawn.');
      return {
        isFlying: drawn.isFlying,
        spare: Math.round((place.scrollOffset - drawn.from) / rowPx),
        isSeen: drawn.from <= place.scrollOffset && drawn.to >= place.scrollOffset + screenPx,
      };
    },
  };
}

test('what is on screen is drawn with rows around it, wherever one scrolls to', () => {
  const grid = scrolledGrid();
  expect(grid.drawn()).toEqual({ isFlying: false, spare: 0, isSeen: true });
  grid.pass(20);
  expect(grid.drawn()).toEqual({ isFlying: false, spare: spareRows, isSeen: true });
  for (const screens of [0.1, 0.9, 1, -0.5, -1]) {
    grid.scrollBy(screens);
    expect(grid.drawn()).toEqual({ isFlying: false, spare: spareRows, isSeen: true });
  }
});

test('one jump is no flight: the screen comes at once, and what is around it a little later', () => {
  const grid = scrolledGrid();
  grid.scrollBy(1000);
  expect(grid.drawn()).toEqual({ isFlying: false, spare: 0, isSeen: true });
  grid.pass(200);
  expect(grid.drawn()).toEqual({ isFlying: false, spare: spareRows, isSeen: true });
  grid.scrollBy(-1000);
  expect(grid.drawn().isFlying).toBe(false);
});

test('rows fly as long as each event leads further than a screen, and land where it ends', () => {
  const grid = scrolledGrid();
  for (let event = 0; event < 5; event++) {
    grid.scrollBy(event % 2 === 0 ? 3 : 1.1);
    expect(grid.drawn()).toEqual({ isFlying: event > 0, spare: 0, isSeen: true });
    grid.pass(60);
  }
  grid.pass(60);
  expect(grid.drawn()).toEqual({ isFlying: false, spare: 0, isSeen: true });
  grid.pass(20);
  expect(grid.drawn()).toEqual({ isFlying: false, spare: spareRows, isSeen: true });
});

test('a flight that gets slower ends without a rest', () => {
  const grid = scrolledGrid();
  for (const screens of [4, 2]) grid.scrollBy(screens);
  expect(grid.drawn().isFlying).toBe(true);
  grid.scrollBy(0.8);
  expect(grid.drawn()).toEqual({ isFlying: false, spare: spareRows, isSeen: true });
});
