import { z } from 'zod';
import { putSecrets, readSecrets, type SecretOwner } from '@/lib/store/secrets';
import type { Context } from '../context';
import { parseJson } from '../calls/parse-json';
import type { RecipeSecret, RecipeSecrets } from './recipe-secret';
import { targetOrigin } from '../resolve-model';
import { systemClock } from '../system-clock';

/** What a key is bound to when its text doesn't say where it goes: no address is equal to it. */
const nowhere = 'no address';

/**
 * Binds keys that were taken out of a text to the origin that the text names; a later text with
 * another address doesn't get them.
 */
export async function bindSecrets(
  context: Context,
  text: string,
  secrets: readonly { path: string; value: string }[],
): Promise<RecipeSecrets> {
  if (secrets.length === 0) return new Map();
  const origin = (await targetOrigin(context, text)) ?? nowhere;
  return new Map(secrets.map(({ path, value }) => [path, { value, origin }]));
}

/** Stores keys sealed, with what they are bound to. */
export async function keepSecrets(
  context: Context,
  owner: SecretOwner,
  secrets: RecipeSecrets,
): Promise<void> {
  if (secrets.size === 0) return;
  const sealed = [...secrets].map(([path, secret]): [string, string] => [
    path,
    context.box.seal(JSON.stringify(secret)),
  ]);
  await putSecrets(context.db, owner, sealed, systemClock.now());
}

const secretSchema = z.object({ value: z.string(), origin: z.string().optional() });

/** The keys of the first owner that has one for a path. */
export async function openSecrets(context: Context, owners: readonly SecretOwner[]): Promise<RecipeSecrets> {
  const found = new Map<string, RecipeSecret>();
  for (const owner of owners) {
    for (const [path, sealed] of await readSecrets(context.db, owner)) {
      if (found.has(path)) continue;
      const text = context.box.open(sealed);
      found.set(path, secretSchema.safeParse(parseJson(text)).data ?? { value: text });
    }
  }
  return found;
}

/** How long after a run or trial was stored its keys may still be on their way, in milliseconds. */
const arrivalMs = 1000;
const lookEveryMs = 20;

/**
 * The keys of a run or trial. Their row is stored before them, and a quick worker may come in
 * between: where keys are to be expected and none is there yet, they are awaited for a moment.
 */
export async function openJobSecrets(
  context: Context,
  job: { text: string; owners: readonly SecretOwner[]; createdAtMs: number; areExpected?: boolean },
): Promise<RecipeSecrets> {
  const areExpected = job.areExpected ?? /api_keys?["']?\s*:/.test(job.text);
  for (;;) {
    const secrets = await openSecrets(context, job.owners);
    const isLate = systemClock.now() > job.createdAtMs + arrivalMs;
    if (secrets.size > 0 || !areExpected || isLate) return secrets;
    await systemClock.sleep(lookEveryMs, new AbortController().signal);
  }
}
