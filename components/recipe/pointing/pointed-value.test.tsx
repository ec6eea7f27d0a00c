import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { namesOf } from '@/lib/recipe/checks/names';
import { PromptText } from '../form/prompt/prompt-text';
import { PromptMessages } from '../preview/prompt-messages';
import { PointingContext, useNewPointing, valueOf, type Pointing } from './pointed-value';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('a value under the pointer of a prompt that is written lights up in the rendered one too', () => {
  const { field, chip, lit } = openPanes('Be {tone.description} to {name}.');
  laidOut(chip('tone'), new DOMRect(10, 10, 50, 20));
  act(() => pointer(field, 'pointermove', { clientX: 20, clientY: 15 }));
  expect(lit()).toEqual(['{tone.description}', 'tone.description, sampled: kind']);
  act(() => pointer(field, 'pointermove', { clientX: 200, clientY: 15 }));
  expect(lit()).toEqual([]);
});

test('a mark of a rendered prompt lights up its placeholder', () => {
  const { marks, lit, pointing } = openPanes('Be {tone.description} to {name}.');
  const value = valueOf(marks[1] ?? null, 0);
  act(() => pointing.store.setState(value && { ...value, how: 'hover' }, true));
  expect(lit()).toEqual(['{name}', 'name, sampled: Ada']);
});

test('a caret inside a placeholder points at its value until it leaves', () => {
  const { field, lit } = openPanes('Be {tone.description} to {name}.');
  act(() => caretAt(field, 6));
  expect(lit()).toEqual(['{tone.description}', 'tone.description, sampled: kind']);
  act(() => caretAt(field, 1));
  expect(lit()).toEqual([]);
  act(() => caretAt(field, 27));
  expect(lit()).toEqual(['{name}', 'name, sampled: Ada']);
  act(() => field.blur());
  expect(lit()).toEqual([]);
});

test('Ctrl press and Alt Enter lead to a value, a plain press writes', () => {
  const { field, chip, goTo } = openPanes('Be {tone.description} to {name}.');
  laidOut(chip('tone'), new DOMRect(10, 10, 50, 20));
  act(() => pointer(field, 'click', { clientX: 20, clientY: 15 }));
  expect(goTo).not.toHaveBeenCalled();
  act(() => pointer(field, 'click', { clientX: 20, clientY: 15, ctrlKey: true }));
  expect(goTo).toHaveBeenLastCalledWith('tone');
  act(() => caretAt(field, 27));
  act(() => {
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', altKey: true, bubbles: true }));
  });
  expect(goTo).toHaveBeenLastCalledWith('name');
});

function openPanes(text: string) {
  const goTo = vi.fn();
  let given: Pointing | undefined;
  const place = draw(<Panes text={text} goTo={goTo} give={(pointing) => (given = pointing)} />);
  const field = place.querySelector('textarea');
  if (field === null || given === undefined) throw new Error('nothing is drawn');
  return {
    goTo,
    field,
    marks: [...place.querySelectorAll('mark')],
    chip: (name: string) => place.querySelector(`.in-prompt[data-value=${name}]`),
    lit: () => [...place.querySelectorAll('[data-twin]')].map(({ textContent }) => textContent),
    pointing: given,
  };
}

const draft = { strategy_params: { sampled_attributes: [attribute('tone'), attribute('name')] } };

function Panes({
  text,
  goTo,
  give,
}: {
  text: string;
  goTo: (name: string) => void;
  give: (pointing: Pointing) => void;
}) {
  const pointing = useNewPointing(goTo);
  give(pointing);
  return (
    <PointingContext value={pointing}>
      <PromptText
        value={text}
        label="Message 1"
        scope={{ names: namesOf(draft), owner: { kind: 'generated', index: 0 } }}
        values={[]}
        onChange={() => undefined}
        onUndo={() => undefined}
        onRedo={() => undefined}
      />
      <PromptMessages
        index={0}
        marks={{ unknownFields: [] }}
        prompt={{
          attributeId: 'letter',
          kind: 'generated',
          step: 'answer',
          pending: [],
          messages: [
            {
              role: 'user',
              segments: [
                { type: 'value', kind: 'sampled', name: 'tone', field: 'tone.description', text: 'kind' },
                { type: 'value', kind: 'sampled', name: 'name', field: 'name', text: 'Ada' },
              ],
            },
          ],
        }}
      />
    </PointingContext>
  );
}

function attribute(id: string) {
  return { id, name: id, description: id, possible_values: [{ id: 'a', name: 'A', description: 'a' }] };
}

/** There is no layout here: one box, where the test says. */
function laidOut(element: Element | null, box: DOMRect) {
  if (element === null) throw new Error('there is no chip');
  element.getClientRects = () => [box] as unknown as DOMRectList;
}

function pointer(field: Element, type: string, at: MouseEventInit) {
  field.dispatchEvent(new PointerEvent(type, { bubbles: true, ...at }));
}

function caretAt(field: HTMLTextAreaElement, offset: number) {
  field.focus();
  field.setSelectionRange(offset, offset);
  field.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowLeft', bubbles: true }));
}
