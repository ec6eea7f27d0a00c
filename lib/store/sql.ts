import type { Sql } from '@prisma/client/runtime/client';
import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { Database } from './database';

export const { sql, join: joinSql, empty: emptySql } = Prisma;
export type { Sql };

/** Runs a query and reads its rows by a schema, the border between SQL and the domain. */
export async function query<Row extends z.ZodType>(
  db: Database,
  row: Row,
  statement: Sql,
): Promise<z.output<Row>[]> {
  const rows = await db.prisma.$queryRaw<Record<string, unknown>[]>(statement);
  return rows.map((values) => row.parse(withoutBigInt(values)));
}

/** Like `query`, for the first row or null. */
export async function queryOne<Row extends z.ZodType>(
  db: Database,
  row: Row,
  statement: Sql,
): Promise<z.output<Row> | null> {
  const [first] = await query(db, row, statement);
  return first ?? null;
}

/** Runs a statement; the number is how many rows it changed. */
export function execute(db: Database, statement: Sql): Promise<number> {
  return db.prisma.$executeRaw(statement);
}

/** A TEXT column that holds JSON. */
export function jsonColumn<Value extends z.ZodType>(value: Value) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(value);
}

/** The driver gives BigInt for whatever might be large; everything we store fits a number. */
function withoutBigInt(values: Record<string, unknown>): Record<string, unknown> {
  for (const name in values) {
    const value = values[name];
    if (typeof value === 'bigint') values[name] = Number(value);
  }
  return values;
}
