import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { AppError } from '@/lib/util/app-error';
import { hideFromLog } from './log';
import { makeDataDir } from './data-dir';

/** Encrypts what the database must not hold in clear. A sealed text opens only with the key file it was made with. */
export type SecretBox = {
  seal(text: string): string;
  /** Throws AppError `secret-unreadable` when the text was sealed with another key or was changed. */
  open(sealed: string): string;
};

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const version = 'v1.';

/**
 * Opens the box of a data directory; the first process to come makes the key file (mode 600), and
 * all that start at once end with the same key. A key file of the wrong size is never replaced:
 * what it sealed could not be read any more.
 */
export function openSecretBox(dataDir: string): SecretBox {
  const key = readOrMakeKey(makeDataDir(dataDir).secretKey);
  return {
    seal(text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return version + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed) {
      const text = decrypt(key, sealed);
      if (text === undefined) {
        throw new AppError(
          'secret-unreadable',
          'A stored key can not be read: secret.key in the data directory is not the one it was stored with. Enter the key again under Models.',
        );
      }
      hideFromLog(text);
      return text;
    },
  };
}

function decrypt(key: Buffer, sealed: string): string | undefined {
  if (!sealed.startsWith(version)) return undefined;
  const bytes = Buffer.from(sealed.slice(version.length), 'base64');
  if (bytes.length < ivBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // The tag doesn't fit: another key, or a changed text. That is an answer, not an accident.
    return undefined;
  }
}

function readOrMakeKey(path: string): Buffer {
  const key = readKey(path) ?? makeKey(path);
  if (key.length !== keyBytes) {
    throw new AppError(
      'secret-key-damaged',
      `${path} has ${key.length} bytes, but must have ${keyBytes}. Put the right file back; or remove it, and enter all keys of providers again.`,
    );
  }
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return key;
}

/**
 * The file gets its name only when it is whole and on disk: `link` fails if another process was
 * first, and then its key is ours too.
 */
function makeKey(path: string): Buffer {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(keyBytes));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(path);
}

function readKey(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
