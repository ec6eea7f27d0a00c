import { listProviders } from '@/lib/store/providers';
import type { Context } from '../context';

const usualHub = 'https://huggingface.co';

/** A dataset's repository on the Hugging Face hub, as its client is called with it. */
export type Hub = {
  /** `owner/name` */
  repo: string;
  /** Where the hub is, without a slash at its end. */
  url: string;
  call: { repo: { type: 'dataset'; name: string }; hubUrl: string; accessToken?: string };
};

/**
 * A repository with the key that opens it: the given one, else `HF_TOKEN`, else that of a provider at the hub's own
 * host. `HF_ENDPOINT` names another hub. Asks nothing yet.
 */
export async function openHub({ config, db, box }: Context, repo: string, token?: string): Promise<Hub> {
  const url = (config.environment('HF_ENDPOINT') ?? usualHub).replace(/\/+$/, '');
  const accessToken = token ?? config.environment('HF_TOKEN') ?? (await tokenOfProvider());
  const call = { repo: { type: 'dataset' as const, name: repo }, hubUrl: url };
  return { repo, url, call: accessToken === undefined ? call : { ...call, accessToken } };

  /** The key of a provider at the hub's own host, or one below it, is a key of the hub. */
  async function tokenOfProvider(): Promise<string | undefined> {
    const { host, protocol } = new URL(url);
    const holder = (await listProviders(db)).find(({ baseUrl, sealedKey }) => {
      if (sealedKey === null || !URL.canParse(baseUrl)) return false;
      const own = new URL(baseUrl);
      return own.protocol === protocol && (own.host === host || own.host.endsWith(`.${host}`));
    });
    return holder?.sealedKey == null ? undefined : box.open(holder.sealedKey);
  }
}

/** Why the hub gave no answer at all, in words. */
export function wordsOfSilence(error: unknown, { url }: Hub): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const reason = error instanceof Error ? error.message : String(error);
  return `${url} doesn't answer (${cause === '' || cause === reason ? reason : `${reason}, ${cause}`})`;
}
