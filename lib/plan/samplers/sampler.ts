import { createDraw, createUuid, type Draw } from '@/lib/random/draw';
import type { Sampler } from '@/lib/recipe/sampler-schema';
import { dateRange, isDateProblem } from '@/lib/recipe/samplers/date-range';
import { isNumberProblem, numberRange } from '@/lib/recipe/samplers/number-range';
import { readTextPattern } from '@/lib/recipe/samplers/text-pattern';
import type { SourceTables } from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';
import type { CompiledSampler, RowSampler } from './compiled-sampler';
import { fakerSampler } from './faker-sampler';
import { fileSampler } from './file-sampler';

/** Makes the tables of a sampler once. Throws AppError `recipe-invalid` for what `readRecipe` refuses. */
export function compileSampler(id: string, sampler: Sampler, tables: SourceTables): CompiledSampler {
  const open = (seed: number, purpose = 'value') => createDraw(seed, id, purpose);
  const made = { id, sampler, range: null, revive: (value: Value) => value };
  switch (sampler.type) {
    case 'integer':
    case 'float': {
      const range = numberRange(sampler);
      if (isNumberProblem(range)) throw invalid(id, range.key, range.text);
      const at = sampler.type === 'integer' ? range.at : (draw: number) => floatOf(range.at(draw));
      return { ...made, range, open: (seed) => byDraw(open(seed), at) };
    }
    case 'boolean': {
      const { rate = 0.5 } = sampler;
      return { ...made, open: (seed) => byDraw(open(seed), (draw) => draw < rate) };
    }
    case 'datetime': {
      const range = dateRange(sampler);
      if (isDateProblem(range)) throw invalid(id, range.key, range.text);
      const { count, at } = range;
      return { ...made, open: (seed) => byDraw(open(seed), (draw) => at(Math.floor(draw * count))) };
    }
    case 'uuid':
      return { ...made, open: (seed) => createUuid(seed, id, 'uuid') };
    case 'pattern': {
      const read = readTextPattern(sampler.pattern ?? '');
      if (!read.ok) throw invalid(id, 'pattern', read.message);
      return { ...made, open: (seed) => texts(open(seed), read.pattern.make) };
    }
    case 'person':
    case 'email':
    case 'phone':
    case 'address':
    case 'faker':
      return { ...made, ...fakerSampler(id, sampler) };
    case 'file':
      return { ...made, ...fileSampler(id, sampler, tables) };
  }
}

function byDraw(draw: Draw, valueOf: (draw: number) => Value): RowSampler {
  return (row) => valueOf(draw(row));
}

/** Draws as many numbers for a row as its text needs. */
function texts(draw: Draw, make: (next: () => number) => string): RowSampler {
  let row = 0;
  let count = 0;
  const next = () => draw(row, count++);
  return (of) => {
    row = of;
    count = 0;
    return make(next);
  };
}

/** A float stays one where it is integral: 5.0 prints as 5.0. */
function floatOf(value: number): Value {
  return Number.isInteger(value) ? new Float(value) : value;
}

function invalid(id: string, key: string, text: string): AppError {
  return new AppError('recipe-invalid', `${id}: sampler.${key}: ${text}`);
}
