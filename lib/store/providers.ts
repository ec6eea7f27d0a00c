import { z } from 'zod';
import { engineNames, type EngineName } from '@/lib/llm/engines';
import type { Provider } from '@/prisma/generated/client';
import type { Database } from './database';

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
};

export type NewProvider = Omit<ProviderRecord, 'id'>;

export async function insertProvider(db: Database, provider: NewProvider): Promise<ProviderRecord> {
  const { createdAtMs, ...values } = provider;
  return providerRecord(
    await db.prisma.provider.create({ data: { ...values, createdAt: BigInt(createdAtMs) } }),
  );
}

/** Changes what is given; null when there is no such provider. */
export async function updateProvider(
  db: Database,
  id: number,
  change: Partial<Omit<NewProvider, 'createdAtMs'>>,
): Promise<ProviderRecord | null> {
  await db.prisma.provider.updateMany({ where: { id }, data: change });
  return readProvider(db, id);
}

/** A provider, or null. */
export async function readProvider(db: Database, id: number): Promise<ProviderRecord | null> {
  const found = await db.prisma.provider.findUnique({ where: { id } });
  return found && providerRecord(found);
}

/** All stored providers, the oldest first: there are few. */
export async function listProviders(db: Database): Promise<ProviderRecord[]> {
  const found = await db.prisma.provider.findMany({ orderBy: { id: 'asc' } });
  return found.map(providerRecord);
}

/** Forgets a provider and its key; false when there was none. */
export async function deleteProvider(db: Database, id: number): Promise<boolean> {
  const { count } = await db.prisma.provider.deleteMany({ where: { id } });
  return count === 1;
}

const engineName = z.enum(engineNames as [EngineName, ...EngineName[]]);

function providerRecord({ createdAt, engine, ...values }: Provider): ProviderRecord {
  return { ...values, engine: engineName.parse(engine), createdAtMs: Number(createdAt) };
}
