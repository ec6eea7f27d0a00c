import { z } from 'zod';
import { engineNames, type EngineName } from '@/lib/llm/engines';
import type { ModelPrice } from '@/lib/llm/price';
import type { Model } from '@/prisma/generated/client';
import type { Database } from './database';
import { execute, queryOne, sql } from './sql';

/** A model's name on an endpoint, with the price that a person set, if any. */
export type ModelRecord = {
  readonly id: number;
  readonly engine: EngineName;
  /** As `normalizeBaseUrl` leaves it. */
  readonly baseUrl: string;
  readonly name: string;
  readonly price: SetPrice | null;
};

/** A price that a person set, where they have it from and of which day it is (YYYY-MM-DD), as far as they said. */
export type SetPrice = ModelPrice & { readonly from: string | null; readonly date: string | null };

/** Remembers models of an endpoint; known ones stay as they are. */
export async function rememberModels(
  db: Database,
  models: readonly { engine: EngineName; baseUrl: string; name: string }[],
  nowMs: number,
): Promise<void> {
  if (models.length === 0) return;
  const values = JSON.stringify(models.map(({ engine, baseUrl, name }) => [engine, baseUrl, name]));
  await execute(
    db,
    sql`INSERT INTO models (engine, base_url, name, created_at)
        SELECT value ->> 0, value ->> 1, value ->> 2, ${nowMs} FROM json_each(${values}) WHERE TRUE
        ON CONFLICT DO NOTHING`,
  );
}

/** All known models, the first remembered first. */
export async function listModels(db: Database): Promise<ModelRecord[]> {
  const found = await db.prisma.model.findMany({ orderBy: { id: 'asc' } });
  return found.map(modelRecord);
}

/** Sets a price, or with null forgets it; null when there is no such model. */
export async function setModelPrice(
  db: Database,
  id: number,
  price: SetPrice | null,
): Promise<ModelRecord | null> {
  await db.prisma.model.updateMany({
    where: { id },
    data: {
      inputUsdPerMillion: price?.inputUsdPerMillion ?? null,
      outputUsdPerMillion: price?.outputUsdPerMillion ?? null,
      priceFrom: price?.from ?? null,
      priceDate: price?.date ?? null,
    },
  });
  const found = await db.prisma.model.findUnique({ where: { id } });
  return found && modelRecord(found);
}

/** The price that a person set for a model of an endpoint, or null. */
export async function findModelPrice(
  db: Database,
  baseUrl: string,
  name: string,
): Promise<ModelPrice | null> {
  const price = z.number().nullable();
  // Not by Prisma's own query, whose first one loads its compiler: a command waits for this one.
  const found = await queryOne(
    db,
    z.object({ input_usd_per_million: price, output_usd_per_million: price }),
    sql`SELECT input_usd_per_million, output_usd_per_million FROM models
        WHERE base_url = ${baseUrl} AND name = ${name}`,
  );
  const { input_usd_per_million: input = null, output_usd_per_million: output = null } = found ?? {};
  return input === null || output === null
    ? null
    : { inputUsdPerMillion: input, outputUsdPerMillion: output };
}

const engineName = z.enum(engineNames as [EngineName, ...EngineName[]]);

function modelRecord(model: Model): ModelRecord {
  const { id, engine, baseUrl, name, inputUsdPerMillion, outputUsdPerMillion, priceFrom, priceDate } = model;
  const price =
    inputUsdPerMillion === null || outputUsdPerMillion === null
      ? null
      : { inputUsdPerMillion, outputUsdPerMillion, from: priceFrom, date: priceDate };
  return { id, engine: engineName.parse(engine), baseUrl, name, price };
}
