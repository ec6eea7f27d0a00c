import type { CallModel } from '@/lib/llm/model-call';
import { recordKeyRefusal, type UsedKey } from '@/lib/store/providers';
import type { Context } from '../context';
import { maskSecrets } from '../log';
import { systemClock } from '../system-clock';

/** Calls a model and remembers how its key fared, for the provider that has the key. */
export type WatchedKey = {
  readonly callModel: CallModel;
  /** Writes it down; what can't be written is only logged, since a run has other things to lose. */
  readonly record: (run: { id: number; name: string }) => Promise<void>;
};

/** Watches the calls that are made with a stored key. */
export function watchKey(
  { db, log }: Pick<Context, 'db' | 'log'>,
  call: CallModel,
  usedKey: UsedKey | undefined,
): WatchedKey {
  let seen: { message: string } | 'accepted' | null = null;
  return {
    async callModel(question, options) {
      const answer = await call(question, options);
      if (answer.ok) seen = 'accepted';
      else if (answer.code === 'key-refused') seen = { message: answer.message };
      return answer;
    },
    async record({ id, name }) {
      if (usedKey === undefined || seen === null) return;
      const refusal =
        seen === 'accepted'
          ? null
          : {
              at: new Date(systemClock.now()).toISOString(),
              run_id: id,
              run_name: name,
              message: maskSecrets(seen.message),
            };
      try {
        await recordKeyRefusal(db, usedKey, refusal);
      } catch (error) {
        log.warn({ err: error, run: id }, 'how a key fared could not be written');
      }
    },
  };
}
