import { expect, test } from 'vitest';
import { chosenParts } from './chosen-parts';

const known = ['W1', 'W2', 'W6 untold'];

test.each([
  [[], known],
  [['W2'], ['W2']],
  [['W1,W6 untold'], ['W1', 'W6 untold']],
  [
    ['W1', ' W2 , W6 untold'],
    ['W1', 'W2', 'W6 untold'],
  ],
])('--only %j chooses %j', (only, parts) => {
  expect([...chosenParts(only, known)]).toEqual(parts);
});

test.each([[['W9']], [['W1,']], [['W1', 'w2']]])('--only %j is refused with the names', (only) => {
  expect(() => chosenParts(only, known)).toThrow('there are W1, W2, W6 untold.');
});
