import { act, createElement, Fragment } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { SpokenTexts, useSpoken, useSpokenChange } from './spoken';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('what several tell stands in one region, until they are silent or gone', () => {
  const { show, heard } = openPage();
  show(<Speaker words="1 error" />, <Speaker words="3 values" />);
  expect(heard()).toEqual(['1 error', '3 values']);
  show(<Speaker words="" />, <Speaker words="2 values" />);
  expect(heard()).toEqual(['2 values']);
  show();
  expect(heard()).toEqual([]);
});

test('of words that stand on the page only a change is told', () => {
  const { show, heard } = openPage();
  show(<Changing words="Being read" />);
  expect(heard()).toEqual([]);
  show(<Changing words="340 rows" />);
  expect(heard()).toEqual(['340 rows']);
});

function Speaker({ words }: { words: string }) {
  useSpoken(words);
  return null;
}

function Changing({ words }: { words: string }) {
  useSpokenChange(words);
  return null;
}

function openPage() {
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const show = (...speakers: React.ReactNode[]) =>
    act(() =>
      // As arguments they are a fixed row of children, which needs no keys.
      root.render(createElement(Fragment, null, <SpokenTexts />, ...speakers)),
    );
  const heard = () => [...place.querySelectorAll('span')].map(({ textContent }) => textContent);
  return { show, heard };
}
