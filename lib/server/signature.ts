import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '@/lib/runtime/secrets';
import { settingOr } from '@/lib/store/api-keys';
import type { Database } from '@/lib/store/database';

/** Signs what this server has to recognise later: session cookies, addresses of downloads. */
export type Signer = {
  /** `text` with an expiry, as a token for an address or a cookie. */
  sign(text: string, expiresAtMs: number): string;
  /** Tells whether a token is ours, for this text, and not expired. */
  verify(text: string, token: string, nowMs: number): boolean;
};

/** Opens the signer of a database. Its key is made once and stored sealed, so all processes share it. */
export async function openSigner(db: Database, box: SecretBox): Promise<Signer> {
  const fresh = box.seal(randomBytes(32).toString('base64'));
  const key = Buffer.from(box.open(await settingOr(db, 'signing-key', fresh)), 'base64');
  const signature = (text: string, expires: string) =>
    createHmac('sha256', key).update(`${expires}\n${text}`).digest('base64url');
  return {
    sign(text, expiresAtMs) {
      const expires = expiresAtMs.toString(36);
      return `${expires}.${signature(text, expires)}`;
    },
    verify(text, token, nowMs) {
      const [expires = '', given = ''] = token.split('.');
      if (!(Number.parseInt(expires, 36) > nowMs)) return false;
      const expected = Buffer.from(signature(text, expires));
      const actual = Buffer.from(given);
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}
