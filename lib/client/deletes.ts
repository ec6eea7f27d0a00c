import { keepOnDevice, readFromDevice } from './device-storage';

/** For so long the server takes a delete back, in ms. */
const undoMs = 10_000;

const kinds = ['recipe', 'run', 'provider'] as const;

/** Something that was deleted, in words, and until when that can be taken back, in ms since the epoch. */
export type Deleted = { kind: (typeof kinds)[number]; id: number; text: string; untilMs: number };

const place = 'seedloom-deleted';
const listeners = new Set<(thing: Deleted) => void>();

/**
 * Deletes something by `remove`, then tells those who offer to take it back; it is kept on the device until then, since a
 * page may be left or loaded anew meanwhile.
 */
export async function deleteWithUndo(
  thing: Omit<Deleted, 'untilMs'>,
  remove: () => Promise<unknown>,
): Promise<void> {
  // The server counts from when it hears of it, which is later.
  const untilMs = Date.now() + undoMs;
  await remove();
  const noted = { ...thing, untilMs };
  keep([...restorable(), noted]);
  for (const listener of listeners) listener(noted);
}

/** What can still be taken back. */
export function restorable(): Deleted[] {
  return readList().filter(({ untilMs }) => untilMs > Date.now());
}

/** It was taken back: nobody offers it again. */
export function forgetDeleted({ kind, id }: Deleted): void {
  keep(restorable().filter((other) => other.kind !== kind || other.id !== id));
}

/** Calls back whenever something is deleted; returns how to stop. */
export function onDeleted(listener: (thing: Deleted) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function keep(things: readonly Deleted[]): void {
  keepOnDevice(place, things.length === 0 ? null : JSON.stringify(things));
}

function readList(): Deleted[] {
  try {
    const kept: unknown = JSON.parse(readFromDevice(place) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isDeleted) : [];
  } catch {
    // What nobody can read can't be offered either.
    return [];
  }
}

/** By hand: the frame of every page asks for it, before the library of schemas is there. */
function isDeleted(kept: unknown): kept is Deleted {
  if (typeof kept !== 'object' || kept === null) return false;
  const { kind, id, text, untilMs } = kept as Partial<Record<keyof Deleted, unknown>>;
  return (
    kinds.some((known) => known === kind) &&
    typeof id === 'number' &&
    typeof text === 'string' &&
    typeof untilMs === 'number'
  );
}
