import { expect, test } from 'vitest';
import { lateLibrary, LibraryMissing } from './late-library';

test('a late library is missing until it is fetched, which is done once', async () => {
  let fetched = 0;
  const library = lateLibrary(() => Promise.resolve(`library ${++fetched}`));
  expect(library.isThere()).toBe(false);
  expect(() => library.get()).toThrow(LibraryMissing);
  await Promise.all([library.load(), library.load()]);
  expect(library.get()).toBe('library 1');
});

test('one that could not be fetched is fetched anew by what the error brings', async () => {
  let isAway = true;
  const library = lateLibrary(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve('there')));
  await expect(library.load()).rejects.toThrow('away');
  isAway = false;
  try {
    library.get();
  } catch (error) {
    if (error instanceof LibraryMissing) await error.load();
  }
  expect(library.get()).toBe('there');
});
