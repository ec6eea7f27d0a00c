import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { useReturnFocus } from './use-return-focus';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

function Frame({ page }: { page: 'report' | 'rows' }) {
  useReturnFocus();
  return (
    <main id="content" tabIndex={-1}>
      {page === 'report' ? (
        <>
          <a href="#first">12</a>
          <a href="#second">12</a>
        </>
      ) : (
        <button type="button">Filter</button>
      )}
    </main>
  );
}

let show: (page: 'report' | 'rows') => void;

beforeEach(() => {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  show = (page) => act(() => root.render(<Frame page={page} />));
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
    vi.useRealTimers();
  });
});

test('who goes back is where the link was pressed, also when it is drawn later', async () => {
  goTo('/report');
  show('report');
  const link = document.querySelector<HTMLElement>('[href="#second"]');
  link?.addEventListener('click', (event) => event.preventDefault());
  link?.click();
  goTo('/rows');
  show('rows');
  goBackTo('/report');
  show('report');
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('href')).toBe('#second'));
});

test('where what was pressed is no more, the content has the focus; who has gone on is left alone', () => {
  vi.useFakeTimers();
  show('rows');
  goTo('/rows?filter');
  document.querySelector('button')?.click();
  goTo('/elsewhere');
  show('report');
  goBackTo('/rows?filter');
  vi.advanceTimersByTime(3100);
  expect(document.activeElement?.id).toBe('content');

  (document.activeElement as HTMLElement).blur();
  goBackTo('/rows?filter');
  document.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(3100);
  expect(document.activeElement).toBe(document.body);
});

function goTo(path: string): void {
  window.history.pushState(null, '', path);
}

function goBackTo(path: string): void {
  window.history.replaceState(null, '', path);
  window.dispatchEvent(new Event('popstate'));
}
