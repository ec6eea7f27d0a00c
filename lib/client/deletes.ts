import { z } from 'zod';
import { keepOnDevice, readFromDevice } from './device-storage';

/** For so long the server takes a delete back, in ms. */
const undoMs = 10_000;

/** Something that was deleted, in words, and until when that can be taken back, in ms since the epoch. */
const deleted = z.object({
  kind: z.enum(['recipe', 'run', 'provider']),
  id: z.number(),
  text: z.string(),
  untilMs: z.number(),
});
export type Deleted = z.infer<typeof deleted>;

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
    return z.array(deleted).safeParse(JSON.parse(readFromDevice(place) ?? '[]')).data ?? [];
  } catch {
    // What nobody can read can't be offered either.
    return [];
  }
}
