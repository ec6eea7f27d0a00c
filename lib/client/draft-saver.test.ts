import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createDraftSaver,
  openDraft,
  type DraftCopy,
  type DraftState,
  type DraftText,
  type KeptText,
  type SaveAnswer,
} from './draft-saver';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a text is saved once, after 600 ms of rest, as its newest self', async () => {
  const desk = openDesk([{ kind: 'saved', revision: 2 }]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(500);
  desk.saver.change('ab');
  await vi.advanceTimersByTimeAsync(599);
  expect(desk.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(desk.sent).toEqual([{ yaml: 'ab', revision: 1 }]);
  expect(desk.states.map(({ kind }) => kind)).toEqual(['saving', 'saved']);
});

test('what is typed while a save is on the way is saved after it, on its revision', async () => {
  const desk = openDesk([
    { kind: 'saved', revision: 2 },
    { kind: 'saved', revision: 3 },
  ]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(600);
  desk.saver.change('b');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.sent).toEqual([
    { yaml: 'a', revision: 1 },
    { yaml: 'b', revision: 2 },
  ]);
});

test('without a server the text is kept on the device and sent when the server is back', async () => {
  const desk = openDesk([{ kind: 'unreachable' }, { kind: 'unreachable' }, { kind: 'saved', revision: 2 }]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.states.at(-1)).toMatchObject({ kind: 'kept', why: 'unreachable' });
  expect(desk.copy.read()).toMatchObject({ yaml: 'a', revision: 1 });
  desk.saver.change('ab');
  await vi.advanceTimersByTimeAsync(200);
  expect(desk.copy.read()).toMatchObject({ yaml: 'ab', revision: 1 });
  await vi.advanceTimersByTimeAsync(1000 + 2000);
  expect(desk.sent.at(-1)).toEqual({ yaml: 'ab', revision: 1 });
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
  expect(desk.copy.read()).toBeNull();
});

test('a text saved elsewhere is never overwritten unasked', async () => {
  const theirs = { yaml: 'theirs', revision: 5, newVersion: null };
  const desk = openDesk([
    { kind: 'stale', theirs },
    { kind: 'saved', revision: 6 },
  ]);
  desk.saver.change('mine');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.states.at(-1)).toEqual({ kind: 'conflict', theirs });
  desk.saver.change('mine, more');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(desk.sent).toHaveLength(1);
  desk.saver.keepMine();
  await vi.advanceTimersByTimeAsync(0);
  expect(desk.sent.at(-1)).toEqual({ yaml: 'mine, more', revision: 5 });
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
});

test('taking the other text ends the conflict and goes on from its revision', async () => {
  const desk = openDesk([
    { kind: 'stale', theirs: { yaml: 'theirs', revision: 5, newVersion: null } },
    { kind: 'saved', revision: 6 },
  ]);
  desk.saver.change('mine');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.saver.takeTheirs()).toBe('theirs');
  desk.saver.change('theirs and mine');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.sent.at(-1)).toEqual({ yaml: 'theirs and mine', revision: 5 });
});

test('the same text saved by another tab is no conflict', async () => {
  const desk = openDesk([{ kind: 'stale', theirs: { yaml: 'a', revision: 4, newVersion: null } }]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
});

test('a text that the server stored without its keys takes the place of the typed one', async () => {
  const desk = openDesk([
    { kind: 'saved', revision: 2, changedTo: 'api_key: null' },
    { kind: 'saved', revision: 3 },
  ]);
  desk.saver.change('api_key: secret');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.changes).toEqual(['api_key: null']);
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
  desk.saver.change('api_key: null');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.sent).toHaveLength(1);
});

test('flush saves at once and tells how it ended', async () => {
  const desk = openDesk([{ kind: 'saved', revision: 2 }]);
  desk.saver.change('a');
  expect(await desk.saver.flush()).toEqual({ kind: 'saved' });
  expect(desk.sent).toHaveLength(1);
});

test('a refused text is kept and not sent again until it changes', async () => {
  const desk = openDesk([
    { kind: 'refused', message: 'too large' },
    { kind: 'saved', revision: 2 },
  ]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(desk.sent).toHaveLength(1);
  desk.saver.change('b');
  await vi.advanceTimersByTimeAsync(600);
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
});

test('leaving the page keeps what was not saved, and the next visit saves it', async () => {
  const desk = openDesk([]);
  desk.saver.change('unsaved');
  desk.saver.close();
  const opened = openDraft({ yaml: 'start', revision: 1 }, desk.copy);
  expect(opened).toMatchObject({ yaml: 'unsaved', base: 1 });
  const next = openDesk([{ kind: 'saved', revision: 2 }], desk.copy);
  await vi.advanceTimersByTimeAsync(0);
  expect(next.sent).toEqual([{ yaml: 'unsaved', revision: 1 }]);
});

test('a kept copy of an older revision is a conflict, not a victory', async () => {
  const copy = memoryCopy();
  copy.write({ yaml: 'mine', revision: 1, sent: [] });
  const desk = openDesk([], copy, { yaml: 'theirs', revision: 3 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(desk.sent).toEqual([]);
  expect(desk.states.at(-1)).toMatchObject({ kind: 'conflict', theirs: { yaml: 'theirs' } });
});

test.each<[string, (desk: Desk) => Promise<unknown>]>([
  ['told by a refused save', () => vi.advanceTimersByTimeAsync(600)],
  [
    'seen on the server',
    async ({ saver }) => saver.seeTheirs({ yaml: 'theirs', revision: 5, newVersion: null }),
  ],
])('a conflict that is %s is still one after the page was left', async (_, meet) => {
  const theirs = { yaml: 'theirs', revision: 5, newVersion: null };
  const desk = openDesk([{ kind: 'stale', theirs }]);
  desk.saver.change('mine');
  await meet(desk);
  desk.saver.close();
  const next = openDesk([], desk.copy, theirs);
  expect(next.states).toEqual([{ kind: 'conflict', theirs }]);
});

test('the own text once kept against another is no conflict after the page was left', async () => {
  const theirs = { yaml: 'theirs', revision: 5, newVersion: null };
  const desk = openDesk([{ kind: 'stale', theirs }]);
  desk.saver.change('mine');
  await vi.advanceTimersByTimeAsync(600);
  desk.saver.keepMine();
  expect(desk.states.at(-1)).toEqual({ kind: 'saving' });
  desk.saver.close();
  expect(openDraft(theirs, desk.copy)).toMatchObject({ yaml: 'mine', base: 5 });
});

test('a newer text of the server is taken where nothing was typed, and contested where something was', () => {
  const theirs = { yaml: 'theirs', revision: 2, newVersion: null };
  const unedited = openDesk([]);
  unedited.saver.seeTheirs(theirs);
  expect(unedited.taken).toEqual(['theirs']);
  expect(unedited.states).toEqual([]);
  const edited = openDesk([]);
  edited.saver.change('mine');
  edited.saver.seeTheirs(theirs);
  expect(edited.taken).toEqual([]);
  expect(edited.states.at(-1)).toEqual({ kind: 'conflict', theirs });
});

test('a new version of the server is news even if it follows the same draft', () => {
  const desk = openDesk([]);
  desk.saver.seeTheirs({ yaml: 'other', revision: 1, newVersion: null });
  expect(desk.taken).toEqual([]);
  desk.saver.seeTheirs({ yaml: 'other', revision: 1, newVersion: 2 });
  expect(desk.taken).toEqual(['other']);
});

test('the own text made a version elsewhere is no conflict for what was typed since', async () => {
  const version = { yaml: 'start', revision: 2, newVersion: 2 };
  const desk = openDesk([
    { kind: 'stale', theirs: version },
    { kind: 'saved', revision: 3 },
  ]);
  desk.saver.change('more');
  await vi.advanceTimersByTimeAsync(600 + 600);
  expect(desk.sent.at(-1)).toEqual({ yaml: 'more', revision: 2 });
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
});

test('typing without a rest is saved after 3 s, and kept on the device all along', async () => {
  const desk = openDesk([{ kind: 'saved', revision: 2 }]);
  for (let key = 1; key <= 30; key++) {
    desk.saver.change('a'.repeat(key));
    await vi.advanceTimersByTimeAsync(100);
    if (key === 2) expect(desk.copy.read()?.yaml).toBe('aa');
  }
  expect(desk.sent).toEqual([{ yaml: 'a'.repeat(30), revision: 1 }]);
});

test('a save that hangs is given up, and what arrived of it is known as the own text', async () => {
  const desk = openDesk([
    'hangs',
    { kind: 'stale', theirs: { yaml: 'a', revision: 2, newVersion: null } },
    { kind: 'saved', revision: 3 },
  ]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(600);
  desk.saver.change('ab');
  await vi.advanceTimersByTimeAsync(15_000);
  expect(desk.states.at(-1)).toMatchObject({ kind: 'kept', why: 'unreachable' });
  await vi.advanceTimersByTimeAsync(1000 + 600);
  expect(desk.sent.at(-1)).toEqual({ yaml: 'ab', revision: 2 });
  expect(desk.states.map(({ kind }) => kind)).not.toContain('conflict');
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
});

test('a page that is left while a save is on the way meets no conflict with itself', async () => {
  const desk = openDesk(['hangs']);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(600);
  desk.saver.change('ab');
  desk.saver.close();
  expect(openDraft({ yaml: 'a', revision: 2 }, desk.copy)).toMatchObject({ yaml: 'ab', base: 2 });
  expect(openDraft({ yaml: 'theirs', revision: 2 }, desk.copy)).toMatchObject({ yaml: 'ab', base: 1 });
});

test('what is said of a server that is away stands while it is asked again', async () => {
  const desk = openDesk([{ kind: 'unreachable' }, { kind: 'unreachable' }, { kind: 'saved', revision: 2 }]);
  desk.saver.change('a');
  await vi.advanceTimersByTimeAsync(600 + 1000 + 2000);
  expect(desk.states.map(({ kind }) => kind)).toEqual(['saving', 'kept', 'kept', 'kept', 'kept', 'saved']);
});

type Desk = ReturnType<typeof openDesk>;

function openDesk(
  answers: (SaveAnswer | 'hangs')[],
  copy = memoryCopy(),
  server: DraftText = { yaml: 'start', revision: 1 },
) {
  const sent: DraftText[] = [];
  const states: DraftState[] = [];
  const changes: string[] = [];
  const taken: string[] = [];
  const saver = createDraftSaver({
    opened: openDraft(server, copy),
    save: async (text, signal) => {
      sent.push(text);
      const answer = answers[sent.length - 1] ?? { kind: 'unreachable' };
      if (answer !== 'hangs') return answer;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { kind: 'unreachable' };
    },
    copy,
    onState: (state) => states.push(state),
    onChanged: (yaml) => changes.push(yaml),
    onTaken: (yaml) => taken.push(yaml),
  });
  saver.open();
  return { saver, sent, states, changes, taken, copy };
}

function memoryCopy(): DraftCopy {
  let kept: KeptText | null = null;
  return { read: () => kept, write: (text) => (kept = text), clear: () => (kept = null) };
}
