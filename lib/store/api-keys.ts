import type { ApiKey } from '@/prisma/generated/client';
import { keyScope, type KeyScope } from '@/lib/api/key-scope';
import { sha256Hex } from '@/lib/util/hash';
import type { Database } from './database';
import { execute, sql } from './sql';

/** A key of this server. The key itself is nowhere: only its hash is stored. */
export type ApiKeyRecord = {
  readonly id: number;
  readonly name: string;
  /** The key's last characters. */
  readonly hint: string;
  readonly scope: KeyScope;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
};

/**
 * Stores a key, for everything unless a scope is given. It must hold enough chance of its own that a plain hash
 * can't be guessed back.
 */
export async function insertApiKey(
  db: Database,
  key: { name: string; key: string; nowMs: number; scope?: KeyScope },
): Promise<ApiKeyRecord> {
  const data = {
    name: key.name,
    hash: sha256Hex(key.key),
    hint: key.key.slice(-4),
    scope: key.scope ?? 'admin',
    createdAt: BigInt(key.nowMs),
  };
  return apiKeyRecord(await db.prisma.apiKey.create({ data }));
}

/** The key that this text is, or null. */
export async function findApiKey(db: Database, key: string): Promise<ApiKeyRecord | null> {
  const found = await db.prisma.apiKey.findUnique({ where: { hash: sha256Hex(key) } });
  return found && apiKeyRecord(found);
}

/** A key by its id, or null. */
export async function readApiKey(db: Database, id: number): Promise<ApiKeyRecord | null> {
  const found = await db.prisma.apiKey.findUnique({ where: { id } });
  return found && apiKeyRecord(found);
}

/** All keys, the oldest first. */
export async function listApiKeys(db: Database): Promise<ApiKeyRecord[]> {
  const found = await db.prisma.apiKey.findMany({ orderBy: { id: 'asc' } });
  return found.map(apiKeyRecord);
}

/** Tells whether there is any key: from the first one on, every request needs one. */
export async function hasApiKeys(db: Database): Promise<boolean> {
  return (await db.prisma.apiKey.findFirst({ select: { id: true } })) !== null;
}

/** Notes the use of a key, to the minute: reading must not write each time. */
export async function touchApiKey(db: Database, id: number, nowMs: number): Promise<void> {
  await execute(
    db,
    sql`UPDATE api_keys SET last_used_at = ${nowMs}
        WHERE id = ${id} AND COALESCE(last_used_at, 0) < ${nowMs - 60_000}`,
  );
}

/**
 * Revokes a key; false when there was none, or when it is the only one that administers the server while others
 * are left: nobody could make or revoke keys any more.
 */
export async function deleteApiKey(db: Database, id: number): Promise<boolean> {
  const deleted = await execute(
    db,
    sql`DELETE FROM api_keys WHERE id = ${id} AND (
          scope <> 'admin'
          OR EXISTS (SELECT 1 FROM api_keys WHERE id <> ${id} AND scope = 'admin')
          OR NOT EXISTS (SELECT 1 FROM api_keys WHERE id <> ${id}))`,
  );
  return deleted === 1;
}

/** The value of a setting, which is `value` if nobody has set one before. */
export async function settingOr(db: Database, name: string, value: string): Promise<string> {
  await execute(
    db,
    sql`INSERT INTO settings (name, value) VALUES (${name}, ${value}) ON CONFLICT DO NOTHING`,
  );
  const found = await db.prisma.setting.findUnique({ where: { name } });
  return found?.value ?? value;
}

function apiKeyRecord({ id, name, hint, scope, createdAt, lastUsedAt }: ApiKey): ApiKeyRecord {
  return {
    id,
    name,
    hint,
    scope: keyScope.parse(scope),
    createdAtMs: Number(createdAt),
    lastUsedAtMs: lastUsedAt === null ? null : Number(lastUsedAt),
  };
}
