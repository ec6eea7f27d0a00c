import { act } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { TooltipProvider } from '@/components/ui/tooltip';
import { EditorContext } from '../../editor/editor-context';
import { openStore } from '../../editor/testing/open-store';
import SampledForm from './sampled-form';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('weights that make room stand in the sheet before the text is read again', () => {
  const { store, cell } = openSheet([0.5, 0.5]);
  expect(cell('Weight of B').value).toBe('0.5');
  act(() => typeInto(cell('Weight of A'), '75 %'));
  // The frame after the key shows them already, and never the old ones again.
  expect([cell('Weight of A').value, cell('Weight of B').value]).toEqual(['0.75', '0.25']);
  expect(store.getState().read.text).toContain('sample_rate: 0.5');
  expect(store.getState().text).not.toContain('sample_rate: 0.5');
  act(() => store.actions.undo());
  expect([cell('Weight of A').value, cell('Weight of B').value]).toEqual(['0.5', '0.5']);
});

test('a row keeps up with its name, lock and mark', () => {
  const { store, cell, place } = openSheet([0.2, 0.3, 0.5]);
  act(() => place.querySelector<HTMLElement>('[aria-label="Keep the share of A"]')?.click());
  act(() => typeInto(cell('Weight of B'), '0,4'));
  expect(['A', 'B', 'C'].map((name) => cell(`Weight of ${name}`).value)).toEqual(['0.2', '0.4', '0.4']);
  act(() => typeInto(cell('Name of C'), 'Sea'));
  act(() => store.actions.edit([]));
  act(() => cell('Mark A').click());
  expect(cell('Mark A').checked).toBe(true);
  expect(store.getState().text).toContain('name: Sea');
});

test.each(['abc', '-1', '20'])(
  'a weight of %s is not taken: it stays as typed, with what is wrong',
  (text) => {
    const { store, cell, place } = openSheet([0.5, 0.5]);
    act(() => typeInto(cell('Weight of A'), text));
    const told = () => place.querySelector('[role=alert]')?.textContent;
    expect([cell('Weight of A').value, cell('Weight of A').getAttribute('aria-invalid')]).toEqual([
      text,
      'true',
    ]);
    expect(told()).toContain('from 0 to 1');
    expect(store.getState().text).toContain('sample_rate: 0.5');
    act(() => typeInto(cell('Weight of A'), '20 %'));
    expect([cell('Weight of A').value, told()]).toEqual(['0.2', undefined]);
  },
);

function openSheet(rates: number[]) {
  const values = rates.map((rate, at) => {
    const name = 'ABC'.charAt(at);
    return `        - { id: ${name.toLowerCase()}, name: ${name}, description: ${name}, sample_rate: ${rate} }\n`;
  });
  const store = openStore(
    `strategy_params:\n  sampled_attributes:\n    - id: tone\n      name: Tone\n      description: How\n      possible_values:\n${values.join('')}`,
  );
  const place = draw(
    <TooltipProvider>
      <EditorContext value={store}>
        <SampledForm path={['strategy_params', 'sampled_attributes', 0]} index={0} isNew={false} />
      </EditorContext>
    </TooltipProvider>,
  );
  const cell = (label: string) => {
    const input = place.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
    if (input === null) throw new Error(`there is no ${label}`);
    return input;
  };
  return { store, cell, place };
}

/** Writes into a cell and leaves it. */
function typeInto(input: HTMLInputElement, text: string) {
  // React listens for what a person does, and passes over what a script set.
  act(() => {
    input.focus();
    Reflect.set(HTMLInputElement.prototype, 'value', text, input);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  act(() => input.blur());
}
