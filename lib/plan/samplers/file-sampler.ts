import { createDraw, drawInt } from '@/lib/random/draw';
import { cumulate, pick } from '@/lib/recipe/chance/weights';
import type { Sampler } from '@/lib/recipe/sampler-schema';
import { samplerSpec } from '@/lib/recipe/sources/source-spec';
import { BadRecord, RecordError, type SourceTable, type SourceTables } from '@/lib/sources/source-table';
import { Float, type Value } from '@/lib/util/value';
import type { CompiledSampler } from './compiled-sampler';

/** Weights are looked at together: more records than this would hold up the first row. */
const mostWeighted = 5000;

/** Values of a column of a file: all records as often, or by the weights of another column. */
export function fileSampler(
  id: string,
  sampler: Sampler,
  tables: SourceTables,
): Pick<CompiledSampler, 'open'> {
  const { column = '', weight_column: weights, path = '' } = sampler;
  const spec = samplerSpec(sampler);
  const table = spec && tables(spec, weights === undefined ? [column] : [column, weights]);
  if (table === null) return { open: () => () => undefined };
  const valueAt = (index: number): Value | undefined => {
    if (table.count === 0) throw new RecordError(`${id}: ${path} has no record to draw from`);
    const record = table.at(index);
    if (record instanceof BadRecord) throw new RecordError(record.reason);
    return record === undefined ? undefined : (record.get(column) ?? null);
  };
  if (weights === undefined) {
    return {
      open(seed) {
        const draw = createDraw(seed, id, 'value');
        return (row) => valueAt(drawInt(draw, row, 0, table.count));
      },
    };
  }
  const sums = weightSums({ id, path, column: weights, table });
  return {
    open(seed) {
      const draw = createDraw(seed, id, 'value');
      return (row) => {
        const known = sums();
        return known === null ? undefined : valueAt(pick(known, draw(row)));
      };
    },
  };
}

type Weighted = { id: string; path: string; column: string; table: SourceTable };

/** The running sums of all weights, worked out once they are all there; null while some are on their way. */
function weightSums({ id, path, column, table }: Weighted): () => Float64Array | null {
  let sums: Float64Array | null = null;
  return () => {
    if (sums !== null) return sums;
    if (table.count > mostWeighted) {
      const [count, most] = [table.count, mostWeighted].map((number) => number.toLocaleString('en'));
      throw new RecordError(
        `${id}: ${path} has ${count} records, but at most ${most} can have weights. Shorten the file, or leave out weight_column`,
      );
    }
    const records = Array.from({ length: table.count }, (_, index) => table.at(index));
    const weights: number[] = [];
    for (const [index, record] of records.entries()) {
      if (record === undefined) return null;
      if (record instanceof BadRecord) {
        // What can't be read has no weight: it is never drawn.
        weights.push(0);
        continue;
      }
      weights.push(weightOf(record.get(column), { id, path, column, record: index + 1 }));
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0 && Number.isFinite(total))) {
      throw new RecordError(`${id}: the weights in ${column} of ${path} add up to ${total}`);
    }
    sums = cumulate(weights.map((weight) => weight / total));
    return sums;
  };
}

function weightOf(
  value: Value | undefined,
  place: { id: string; path: string; column: string; record: number },
): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : numberOf(value);
  if (number >= 0 && Number.isFinite(number)) return number;
  const shown = typeof value === 'string' ? `"${value.slice(0, 40)}"` : 'no number';
  throw new RecordError(
    `${place.id}: record ${place.record} of ${place.path} has ${shown} in ${place.column}: a weight is a number of at least 0`,
  );
}

function numberOf(value: Value | undefined): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return value instanceof Float ? value.value : NaN;
}
