import type { KeyScope } from '@/lib/api/key-scope';
import { exitCodes, type ExitCode } from '../exit-codes';
import { print, printJson, tell } from '../print/print';
import { printList } from '../print/print-list';
import { timeText } from '../print/time-text';
import { findId, firstOf } from '../studio/find-one';
import type { Studio } from '../studio/studio';

type Json = { json?: boolean };

/** Lists the keys of the API: their ends and when they were last used. */
export async function listKeys({ api }: Studio, { json }: Json): Promise<ExitCode> {
  const keys = await firstOf(() => api.keys.list());
  if (json) printJson(keys);
  else {
    printList('keys', keys, [
      { head: 'ID', text: ({ id }) => String(id), side: 'right' },
      { head: 'NAME', text: ({ name }) => name, isLong: true },
      { head: 'SCOPE', text: ({ scope }) => scope },
      { head: 'KEY', text: ({ hint }) => `…${hint}` },
      { head: 'MADE', text: ({ created_at }) => timeText(created_at) },
      { head: 'LAST USED', text: ({ last_used_at: at }) => (at === null ? 'never' : timeText(at)) },
    ]);
  }
  return exitCodes.done;
}

/** Makes a key and prints it this once, alone on standard output. */
export async function createKey(
  { api }: Studio,
  name: string | undefined,
  { scope, json }: Json & { scope: KeyScope },
): Promise<ExitCode> {
  const made = await api.keys.create({ scope, ...(name !== undefined && { name }) });
  if (json) printJson(made);
  else {
    print(made.key);
    tell(`Key ${made.id}, "${made.name}". It is shown this once; from now on the API asks for a key.`);
  }
  return exitCodes.done;
}

/** Revokes a key at once. */
export async function revokeKey({ api }: Studio, word: string, { json }: Json): Promise<ExitCode> {
  const { id } = await api.keys.remove(await findId('key', word, () => api.keys.list()));
  if (json) printJson({ id });
  else print(`Key ${id} is revoked.`);
  return exitCodes.done;
}
