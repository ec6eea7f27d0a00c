import { beforeEach, expect, test, vi } from 'vitest';
import { deleteWithUndo, forgetDeleted, onDeleted, restorable } from './deletes';

beforeEach(() => localStorage.clear());

test('a delete is offered back for ten seconds, also to a page that is loaded meanwhile', async () => {
  vi.useFakeTimers({ now: 1000 });
  try {
    const told = vi.fn();
    const stop = onDeleted(told);
    const remove = vi.fn(() => Promise.resolve());
    await deleteWithUndo({ kind: 'recipe', id: 7, text: 'Deleted “Old”.' }, remove);
    const recipe = { kind: 'recipe', id: 7, text: 'Deleted “Old”.', untilMs: 11_000 } as const;
    expect(remove).toHaveBeenCalledTimes(1);
    expect(told).toHaveBeenCalledExactlyOnceWith(recipe);
    stop();
    vi.setSystemTime(4000);
    await deleteWithUndo({ kind: 'run', id: 7, text: 'Run 7 is deleted.' }, remove);
    expect(told).toHaveBeenCalledTimes(1);
    expect(restorable().map(({ kind }) => kind)).toEqual(['recipe', 'run']);
    vi.setSystemTime(11_000);
    expect(restorable().map(({ kind }) => kind)).toEqual(['run']);
    vi.setSystemTime(4000);
    forgetDeleted(recipe);
    expect(restorable().map(({ kind }) => kind)).toEqual(['run']);
  } finally {
    vi.useRealTimers();
  }
});

test('what could not be deleted is not offered back, and what nobody can read offers nothing', async () => {
  const refused = deleteWithUndo({ kind: 'provider', id: 1, text: 'Deleted “a” and its key.' }, () =>
    Promise.reject(new Error('It is in use.')),
  );
  await expect(refused).rejects.toThrow('It is in use.');
  expect(restorable()).toEqual([]);
  for (const text of ['{', '[{"kind":"planet"}]', '7']) {
    localStorage.setItem('seedloom-deleted', text);
    expect(restorable()).toEqual([]);
  }
});
