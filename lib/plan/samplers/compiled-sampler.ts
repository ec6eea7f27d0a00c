import type { Sampler } from '@/lib/recipe/sampler-schema';
import type { NumberRange } from '@/lib/recipe/samplers/number-range';
import type { Value } from '@/lib/util/value';

/** The value of a row; undefined while what it comes from is on its way. A pure function of the row. */
export type RowSampler = (row: number) => Value | undefined;

/** An attribute whose values are made, not chosen from a list. */
export type CompiledSampler = {
  id: string;
  sampler: Sampler;
  /** The values under a seed. */
  open(seed: number): RowSampler;
  /** The numbers that can come, where they are numbers. */
  range: NumberRange | null;
  /** A value that was read back, as prompts print it: of a person the name. */
  revive(value: Value): Value;
};
