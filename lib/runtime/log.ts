import { pino, type Logger } from 'pino';
import type { Config } from './config';

export type Log = Logger;

const knownSecrets = new Set<string>();
let secretPattern: RegExp | undefined;

/** From now on this text appears in no log line of the process. Short texts are left alone: they are no keys. */
export function hideFromLog(secret: string): void {
  if (secret.length < 6 || knownSecrets.has(secret)) return;
  knownSecrets.add(secret);
  secretPattern = undefined;
}

/** Replaces every known secret, and whatever looks like a provider's key, by a mask. */
export function maskSecrets(text: string): string {
  secretPattern ??= new RegExp(
    [...[...knownSecrets].map(escapeForPattern), 'sk-[A-Za-z0-9_-]{12,}'].join('|'),
    'g',
  );
  return text.replace(secretPattern, '[secret]');
}

/** A logger on standard error whose lines never hold a key: by field name, and by value as a whole line. */
export function createLog(name: string, config: Pick<Config, 'logLevel'>): Log {
  return pino(
    {
      name,
      level: config.logLevel,
      redact: { paths: redactedPaths, censor: '[secret]' },
      hooks: { streamWrite: maskSecrets },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

const secretFields = ['api_key', 'apiKey', 'key', 'secret', 'authorization', 'x-api-key', 'password'];
const redactedPaths = secretFields.flatMap((field) => {
  const name = field.includes('-') ? `["${field}"]` : field;
  return field.includes('-') ? [name, `*${name}`, `*.*${name}`] : [name, `*.${name}`, `*.*.${name}`];
});

/** A secret with quotes or backslashes stands in a JSON line escaped. */
function escapeForPattern(secret: string): string {
  return JSON.stringify(secret)
    .slice(1, -1)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
