import { expect, test } from 'vitest';
import { isDict, isList } from '@/lib/util/value';

test('lists and dicts are told apart', () => {
  expect([isList([]), isDict(new Map()), isList(new Map()), isDict({})]).toEqual([true, true, false, false]);
});
