import { act } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { EditorContext } from '../../editor/editor-context';
import { openStore } from '../../editor/testing/open-store';
import { FormNumber } from './form-fields';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test.each([
  ['num_samples', '1.240', 'num_samples: 1240\n'],
  ['num_samples', '2 000', 'num_samples: 2000\n'],
  ['num_samples', '1e3', 'num_samples: 1000\n'],
  ['num_samples', '12 rows', 'num_samples: 12 rows\n'],
  ['seed', '-4', 'num_samples: 5\nseed: -4\n'],
])('%s typed as %j', (key, typed, text) => {
  const { store, input } = openField([key]);
  act(() => type(input, typed));
  expect(store.getState().text).toBe(text);
});

test('a small amount may be typed with an exponent, and shares with either mark', () => {
  const path = ['inference_config', 'generation', 'temperature'];
  const { store, input } = openField(path);
  for (const [typed, written] of [
    ['1.200', '1.2'],
    ['0,25', '0.25'],
    ['5e-2', '0.05'],
  ] as const) {
    act(() => type(input, typed));
    expect(store.getState().text).toContain(`temperature: ${written}\n`);
  }
});

function openField(path: string[]) {
  const store = openStore('num_samples: 5\n');
  const place = draw(
    <EditorContext value={store}>
      <FormNumber path={path} label="Number" />
    </EditorContext>,
  );
  const input = place.querySelector('input');
  if (input === null) throw new Error('nothing is drawn');
  return { store, input };
}

function type(input: HTMLInputElement, text: string) {
  // React listens for what a person does, and passes over what a script set.
  Reflect.set(HTMLInputElement.prototype, 'value', text, input);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
