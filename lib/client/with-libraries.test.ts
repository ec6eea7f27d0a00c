import { expect, test } from 'vitest';
import { lateLibrary } from '@/lib/util/late-library';
import { withLibraries } from './with-libraries';

test('a reading waits for each library that it comes to ask for', async () => {
  const patterns = lateLibrary(() => Promise.resolve('patterns'));
  const conditions = lateLibrary(() => Promise.resolve('conditions'));
  const read = () => `${patterns.get()} and ${conditions.get()}`;
  expect(await withLibraries(read)).toBe('patterns and conditions');
  expect(read()).toBe('patterns and conditions');
});

test('what is wrong with the reading itself, or with the way to a library, is told', async () => {
  const away = lateLibrary(() => Promise.reject(new Error('away')));
  await expect(withLibraries(() => away.get())).rejects.toThrow('away');
  await expect(
    withLibraries(() => {
      throw new TypeError('wrong');
    }),
  ).rejects.toThrow('wrong');
});
