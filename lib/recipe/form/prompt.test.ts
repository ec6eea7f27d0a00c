import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namesOf } from '../checks/names';
import type { DraftRecipe } from '../draft';
import { dropPlaceholderBefore, openPlaceholder, putPlaceholder } from './prompt-caret';
import { placeholderAt, promptPieces } from './prompt-pieces';
import { usableValues } from './usable-values';

const draft: DraftRecipe = {
  strategy_params: {
    sampled_attributes: [
      {
        id: 'tone',
        name: 'Tone',
        description: 'How it sounds',
        possible_values: [{ id: 'calm', name: 'Calm', description: 'quiet' }],
      },
    ],
    generated_attributes: [
      { id: 'question', postprocessing_params: { id: 'clean', keep_original_text_attribute: false } },
      { id: 'answer' },
    ],
    transformed_attributes: [{ id: 'chat' }, { id: 'note' }],
  },
};
const names = namesOf(draft);
const kindsIn = (text: string, index: number) =>
  promptPieces(text, { names, owner: { kind: 'generated', index } }).map(({ kind }) => kind);

test.each<[string, string, number, string[]]>([
  ['a sampled value', 'a {tone.description} b', 0, ['text', 'sampled', 'text']],
  ['an answer that is there', '{clean}', 1, ['generated']],
  ['an answer that is not there yet', '{clean}', 0, ['broken']],
  ['an answer that is not kept', '{question}', 1, ['broken']],
  ['a property that nothing has', '{tone.volume}', 0, ['broken']],
  ['an unknown name', '{ton}', 0, ['broken']],
  ['a transform in a prompt', '{chat}', 1, ['broken']],
  ['doubled braces', '{{tone}}', 0, ['brace', 'text', 'brace']],
  ['a brace alone', 'a { b', 0, ['text', 'broken', 'text']],
  ['JSON', '{"a": 1}', 0, ['broken']],
])('pieces of a prompt: %s', (_, text, index, kinds) => {
  expect(kindsIn(text, index)).toEqual(kinds);
});

test.each([
  ['a {to|ne.id} b', 'tone'],
  ['a {|tone} b', 'tone'],
  ['a |{tone} b', undefined],
  ['a {tone}| b', undefined],
  ['{tone}{cl|ean}', 'clean'],
  ['a {to|n} b', undefined],
  ['a {{to|ne}} b', undefined],
])('the value that a caret is inside of: %s', (marked, name) => {
  const offset = marked.indexOf('|');
  const pieces = promptPieces(marked.replace('|', ''), { names, owner: { kind: 'generated', index: 1 } });
  expect(placeholderAt(pieces, offset)?.name).toBe(name);
});

const braces = fc.string({
  unit: fc.constantFrom('{', '}', 'a', '.', '\n', ' ', 'tone', '🎲'),
  maxLength: 20,
});

test('the pieces of any text are the text', () => {
  fc.assert(
    fc.property(braces, (text) => {
      const pieces = promptPieces(text, { names, owner: { kind: 'generated', index: 0 } });
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) expect(text.startsWith(piece.text, piece.start)).toBe(true);
    }),
  );
});

test.each([
  ['after a brace', 'a {|', ''],
  ['in a name', 'a {to|ne} b', 'to'],
  ['in a property', '{tone.de|', 'tone.de'],
  ['after doubled braces', '{{to|', null],
  ['a brace after doubled ones', '{{{to|', 'to'],
  ['behind a placeholder', '{tone}|', null],
  ['after a space', '{to |', null],
])('typing at | %s', (_, marked, typed) => {
  const caret = marked.indexOf('|');
  expect(openPlaceholder(marked.replace('|', ''), caret)?.typed ?? null).toBe(typed);
});

test.each([
  ['a {|', 'a {tone}|'],
  ['a {to| b', 'a {tone}| b'],
  ['a {to|ne.x} b', 'a {tone}| b'],
  ['a | b', 'a {tone}| b'],
  ['{"a": |}', '{"a": {tone}|}'],
])('a value put in at %s', (marked, expected) => {
  const caret = marked.indexOf('|');
  const put = putPlaceholder(marked.replace('|', ''), caret, 'tone');
  expect(`${put.text.slice(0, put.caret)}|${put.text.slice(put.caret)}`).toBe(expected);
});

test.each([
  ['a {tone}| b', 'a | b'],
  ['{tone.description}|', '|'],
  ['{{tone}}|', null],
  ['{tone|}', null],
  ['{}|', null],
])('backspace at %s', (marked, expected) => {
  const caret = marked.indexOf('|');
  const left = dropPlaceholderBefore(marked.replace('|', ''), caret);
  expect(left === null ? null : `${left.text.slice(0, left.caret)}|${left.text.slice(left.caret)}`).toBe(
    expected,
  );
});

test('only what is known at a place is offered there', () => {
  const at = (index: number) => usableValues(draft, { kind: 'generated', index }).map(({ text }) => text);
  const tone = ['tone', 'tone.description', 'tone.id', 'tone.parent.name', 'tone.parent.description'];
  expect(at(0)).toEqual(tone);
  expect(at(1)).toEqual([...tone, 'clean']);
  const later = usableValues(draft, { kind: 'transformed', index: 1 }).map(({ text }) => text);
  expect(later).toEqual([...tone, 'clean', 'answer', 'chat']);
});
