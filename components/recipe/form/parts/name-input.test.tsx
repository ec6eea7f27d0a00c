import { act, useState } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { NameInput } from './name-input';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('a name that can’t be had stays as it was typed, with what is wrong, until it is mended or taken back', () => {
  const { place, input, press, type } = drawName();
  type('taken');
  press('Enter');
  act(() => void input.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  expect(input.value).toBe('taken');
  expect(place.querySelector('[role=alert]')?.textContent).toBe('taken is taken');
  press('Escape');
  expect(input.value).toBe('topic');
  expect(place.querySelector('[role=alert]')).toBeNull();
  type(' free ');
  press('Enter');
  expect(place.querySelector('output')?.textContent).toBe('free');
  expect(input.value).toBe('free');
});

test('what was typed over a name that has changed since is gone with it', () => {
  const { place, input, type } = drawName();
  type('taken');
  act(() => place.querySelector('button')?.click());
  expect(input.value).toBe('changed');
});

function Named() {
  const [name, setName] = useState('topic');
  return (
    <>
      <NameInput
        name={name}
        troubleOf={(wanted) => (wanted === 'taken' ? 'taken is taken' : undefined)}
        onRename={setName}
      />
      <output>{name}</output>
      <button type="button" onClick={() => setName('changed')} />
    </>
  );
}

function drawName() {
  const place = draw(<Named />);
  const input = place.querySelector('input');
  if (input === null) throw new Error('nothing is drawn');
  return {
    place,
    input,
    press: (key: string) =>
      act(() => void input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))),
    type: (text: string) =>
      act(() => {
        // React listens for what a person does, and passes over what a script set.
        Reflect.set(HTMLInputElement.prototype, 'value', text, input);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }),
  };
}
