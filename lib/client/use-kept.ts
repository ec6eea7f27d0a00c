import { useState, useSyncExternalStore } from 'react';
import type { z } from 'zod';
import { keepOnDevice, readFromDevice } from './device-storage';

/**
 * What is being typed, kept on this device under a name until it is null: a reload or a closed dialog loses nothing.
 * Anything that doesn't fit the schema counts as nothing. No secret may be kept so.
 */
export function useKept<Kept>(place: string, schema: z.ZodType<Kept>) {
  // The server knows nothing of it: the first drawing is without, the next one has it.
  const stored = useSyncExternalStore(
    listenToNobody,
    () => readFromDevice(place),
    () => null,
  );
  const [changed, setChanged] = useState<{ to: Kept | null } | null>(null);
  const keep = (next: Kept | null) => {
    setChanged({ to: next });
    keepOnDevice(place, next && JSON.stringify(next));
  };
  return [changed === null ? readKept(stored, schema) : changed.to, keep] as const;
}

const listenToNobody = () => () => undefined;

function readKept<Kept>(text: string | null, schema: z.ZodType<Kept>): Kept | null {
  try {
    return schema.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
