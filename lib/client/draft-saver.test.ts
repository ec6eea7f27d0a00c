import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createDraftSaver,
  openDraft,
  type DraftCopy,
  type DraftState,
  type DraftText,
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
  expect(desk.copy.read()).toEqual({ yaml: 'a', revision: 1 });
  desk.saver.change('ab');
  expect(desk.copy.read()).toEqual({ yaml: 'ab', revision: 1 });
  await vi.advanceTimersByTimeAsync(1000 + 2000);
  expect(desk.sent.at(-1)).toEqual({ yaml: 'ab', revision: 1 });
  expect(desk.states.at(-1)).toEqual({ kind: 'saved' });
  expect(desk.copy.read()).toBeNull();
});

test('a text saved elsewhere is never overwritten unasked', async () => {
  const theirs = { yaml: 'theirs', revision: 5 };
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
    { kind: 'stale', theirs: { yaml: 'theirs', revision: 5 } },
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
  const desk = openDesk([{ kind: 'stale', theirs: { yaml: 'a', revision: 4 } }]);
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
  expect(opened).toMatchObject({ yaml: 'unsaved', conflict: false });
  const next = openDesk([{ kind: 'saved', revision: 2 }], desk.copy);
  await vi.advanceTimersByTimeAsync(0);
  expect(next.sent).toEqual([{ yaml: 'unsaved', revision: 1 }]);
});

test('a kept copy of an older revision is a conflict, not a victory', () => {
  const copy = memoryCopy();
  copy.write({ yaml: 'mine', revision: 1 });
  expect(openDraft({ yaml: 'theirs', revision: 3 }, copy)).toEqual({
    yaml: 'mine',
    saved: { yaml: 'theirs', revision: 3 },
    conflict: true,
  });
});

function openDesk(answers: SaveAnswer[], copy = memoryCopy()) {
  const sent: DraftText[] = [];
  const states: DraftState[] = [];
  const changes: string[] = [];
  const saver = createDraftSaver({
    opened: openDraft({ yaml: 'start', revision: 1 }, copy),
    save: async (text) => {
      sent.push(text);
      return answers[sent.length - 1] ?? { kind: 'unreachable' };
    },
    copy,
    onState: (state) => states.push(state),
    onChanged: (yaml) => changes.push(yaml),
  });
  saver.open();
  return { saver, sent, states, changes, copy };
}

function memoryCopy(): DraftCopy {
  let kept: DraftText | null = null;
  return { read: () => kept, write: (text) => (kept = text), clear: () => (kept = null) };
}
