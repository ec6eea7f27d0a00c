import { afterEach, expect, test, vi } from 'vitest';
import { copiesOf, deviceDraftCopy, findLeftTexts } from './draft-copy';
import { tabName } from './this-tab';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

test('a copy is read again, and cleared, by its own tab', () => {
  const copy = deviceDraftCopy(7, localStorage);
  copy.write({ yaml: 'mine', revision: 3, sent: ['a'] });
  expect(deviceDraftCopy(7, localStorage).read()).toMatchObject({ yaml: 'mine', revision: 3, sent: ['a'] });
  expect(deviceDraftCopy(71, localStorage).read()).toBeNull();
  leave(7, 'other', { yaml: 'theirs', at: time(1) });
  copy.clear();
  expect(copy.read()).toBeNull();
  expect(localStorage).toHaveLength(1);
});

test('texts of tabs that are gone are found, the newest first; those of open tabs are theirs', async () => {
  tabsAre(['open']);
  deviceDraftCopy(7, localStorage).write({ yaml: 'mine', revision: 3, sent: [] });
  leave(7, 'open', { yaml: 'being typed', at: time(5) });
  leave(7, 'gone', { yaml: 'older', at: time(1) });
  leave(7, 'gone-too', { yaml: 'newer', at: time(2) });
  leave(71, 'gone', { yaml: 'of another recipe', at: time(3) });
  localStorage.setItem(copiesOf(7) + 'broken', '{');
  const left = await findLeftTexts(7, localStorage);
  expect(left.map(({ yaml }) => yaml)).toEqual(['newer', 'older']);
});

test('where the open tabs are not known, a text is left when nobody has written it for a minute', async () => {
  vi.stubGlobal('navigator', {});
  leave(7, 'a', { yaml: 'just now', at: time(Date.now()) });
  leave(7, 'b', { yaml: 'long ago', at: time(Date.now() - 61_000) });
  const left = await findLeftTexts(7, localStorage);
  expect(left.map(({ yaml }) => yaml)).toEqual(['long ago']);
});

const time = (ms: number) => new Date(ms).toISOString();

function tabsAre(names: readonly string[]) {
  const held = [...names, tabName()].map((name) => ({ name: `seedloom:tab:${name}` }));
  vi.stubGlobal('navigator', { locks: { query: async () => ({ held }), request: async () => undefined } });
}

function leave(recipeId: number, tab: string, text: { yaml: string; at: string }) {
  localStorage.setItem(copiesOf(recipeId) + tab, JSON.stringify({ revision: 1, sent: [], ...text }));
}
