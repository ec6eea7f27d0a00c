import { z } from 'zod';
import { keyRefusal, lastTest, type KeyRefusal, type LastTest } from '@/lib/api/model-wire';
import { engineNames, type EngineName } from '@/lib/llm/engines';
import type { Provider } from '@/prisma/generated/client';
import type { Database } from './database';
import { restorableMs } from './runs';
import { execute, jsonColumn, query, sql } from './sql';

/** A stored endpoint with its limits. The key is sealed; `keyHint` is what may be shown of it. */
export type ProviderRecord = {
  readonly id: number;
  readonly name: string;
  readonly engine: EngineName;
  readonly baseUrl: string;
  readonly sealedKey: string | null;
  readonly keyHint: string | null;
  readonly requestsPerMinute: number | null;
  readonly inputTokensPerMinute: number | null;
  readonly outputTokensPerMinute: number | null;
  readonly maxConcurrency: number | null;
  readonly timeoutMs: number | null;
  readonly createdAtMs: number;
  readonly lastTest: LastTest | null;
  readonly keyRefusal: KeyRefusal | null;
};

export type NewProvider = Omit<ProviderRecord, 'id' | 'lastTest' | 'keyRefusal'>;

export async function insertProvider(db: Database, provider: NewProvider): Promise<ProviderRecord> {
  const { createdAtMs, ...values } = provider;
  return providerRecord(
    await db.prisma.provider.create({ data: { ...values, createdAt: BigInt(createdAtMs) } }),
  );
}

/** Changes what is given; null when there is no such provider. What is known of its key goes with the key. */
export async function updateProvider(
  db: Database,
  id: number,
  change: Partial<Omit<NewProvider, 'createdAtMs'>>,
): Promise<ProviderRecord | null> {
  const forgotten = change.sealedKey === undefined ? {} : { lastTest: null, keyRefusal: null };
  await db.prisma.provider.updateMany({ where: { id, deletedAt: null }, data: { ...change, ...forgotten } });
  return readProvider(db, id);
}

/** The key of a provider as it was when it was used: what came of that says nothing of a later one. */
export type UsedKey = { readonly providerId: number; readonly sealedKey: string | null };

/** Keeps what a test told. A model that answers takes an earlier refusal back; a list may be given to anybody. */
export async function recordProviderTest(
  db: Database,
  { providerId, sealedKey }: UsedKey,
  test: LastTest,
): Promise<void> {
  const accepted = test.answer === undefined ? {} : { keyRefusal: null };
  await db.prisma.provider.updateMany({
    where: { id: providerId, sealedKey },
    data: { lastTest: JSON.stringify(test), ...accepted },
  });
}

/** Keeps that a run was refused with a key, or with null that it was accepted. */
export async function recordKeyRefusal(
  db: Database,
  { providerId, sealedKey }: UsedKey,
  refusal: KeyRefusal | null,
): Promise<void> {
  const text = refusal && JSON.stringify(refusal);
  await execute(
    db,
    sql`UPDATE providers SET key_refusal = ${text}
        WHERE id = ${providerId} AND sealed_key IS ${sealedKey} AND key_refusal IS NOT ${text}`,
  );
}

/** A provider, or null when there is none or it was deleted. */
export async function readProvider(db: Database, id: number): Promise<ProviderRecord | null> {
  const found = await db.prisma.provider.findFirst({ where: { id, deletedAt: null } });
  return found && providerRecord(found);
}

/**
 * All stored providers, the oldest first: there are few. Read by hand, since a command asks for them at its
 * start, and the first typed query of a process costs a tenth of a second.
 */
export function listProviders(db: Database): Promise<ProviderRecord[]> {
  return query(
    db,
    providerRow,
    sql`SELECT id, name, engine, base_url, sealed_key, key_hint, requests_per_minute, input_tokens_per_minute,
          output_tokens_per_minute, max_concurrency, timeout_ms, created_at, last_test, key_refusal
        FROM providers WHERE deleted_at IS NULL ORDER BY id`,
  );
}

/** Hides a provider: its key is used no more, and is gone with it when the delete can't be taken back; false when there is none. */
export async function deleteProvider(db: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE providers SET deleted_at = ${nowMs} WHERE id = ${id} AND deleted_at IS NULL`,
  );
  return changed === 1;
}

/** Takes a delete back, key included; null when it is too late or there was none. */
export async function restoreProvider(
  db: Database,
  id: number,
  nowMs: number,
): Promise<ProviderRecord | null> {
  const changed = await execute(
    db,
    sql`UPDATE providers SET deleted_at = NULL WHERE id = ${id} AND deleted_at >= ${nowMs - restorableMs}`,
  );
  return changed === 1 ? readProvider(db, id) : null;
}

const engineName = z.enum(engineNames as [EngineName, ...EngineName[]]);

const limit = z.number().nullable();

const providerRow = z
  .object({
    id: z.number(),
    name: z.string(),
    engine: engineName,
    base_url: z.string(),
    sealed_key: z.string().nullable(),
    key_hint: z.string().nullable(),
    requests_per_minute: limit,
    input_tokens_per_minute: limit,
    output_tokens_per_minute: limit,
    max_concurrency: limit,
    timeout_ms: limit,
    created_at: z.number(),
    last_test: jsonColumn(lastTest).nullable(),
    key_refusal: jsonColumn(keyRefusal).nullable(),
  })
  .transform((row): ProviderRecord => ({
    id: row.id,
    name: row.name,
    engine: row.engine,
    baseUrl: row.base_url,
    sealedKey: row.sealed_key,
    keyHint: row.key_hint,
    requestsPerMinute: row.requests_per_minute,
    inputTokensPerMinute: row.input_tokens_per_minute,
    outputTokensPerMinute: row.output_tokens_per_minute,
    maxConcurrency: row.max_concurrency,
    timeoutMs: row.timeout_ms,
    createdAtMs: row.created_at,
    lastTest: row.last_test,
    keyRefusal: row.key_refusal,
  }));

function providerRecord(provider: Provider): ProviderRecord {
  const { id, name, baseUrl, sealedKey, keyHint, maxConcurrency, timeoutMs } = provider;
  const { requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute } = provider;
  return {
    id,
    name,
    engine: engineName.parse(provider.engine),
    baseUrl,
    sealedKey,
    keyHint,
    requestsPerMinute,
    inputTokensPerMinute,
    outputTokensPerMinute,
    maxConcurrency,
    timeoutMs,
    createdAtMs: Number(provider.createdAt),
    lastTest: jsonColumn(lastTest).nullable().parse(provider.lastTest),
    keyRefusal: jsonColumn(keyRefusal).nullable().parse(provider.keyRefusal),
  };
}
