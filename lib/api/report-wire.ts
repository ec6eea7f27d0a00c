import { z } from 'zod';
import { count, time } from './common';

const share = z.number();

/** What was wanted of a value and what came. `bound` is how far `got` may be off by chance alone. */
const balanceEntry = {
  wanted: share,
  /** Share among accepted rows. */
  got: share,
  count,
  bound: share,
  within_chance: z.boolean(),
};

const valueBalance = z.object({
  id: z.string(),
  name: z.string(),
  /** As rows hold it; of numbers only where the range begins. */
  cell: z.union([z.string(), z.boolean()]),
  /** Of numbers that a sampler makes: the least and the greatest that the value stands for; null: no end. */
  range: z.object({ from: z.number().nullable(), to: z.number().nullable() }).nullable(),
  ...balanceEntry,
  /** Rows of any fate with this value, and those of them that were lost. */
  tried: count,
  rejected: count,
  failed: count,
});
export type WireValueBalance = z.infer<typeof valueBalance>;

const combinationBalance = z.object({
  pairs: z.array(z.object({ attribute_id: z.string(), value: z.string(), name: z.string() })),
  ...balanceEntry,
});
export type WireCombinationBalance = z.infer<typeof combinationBalance>;

const extreme = z.object({ row: count, length: count });

const textLengths = z.object({
  column: z.string(),
  rows: count,
  mean: z.number(),
  median: z.number(),
  shortest: extreme,
  longest: extreme,
  /** `to` is exclusive; null: the bar holds all that is longer. */
  bins: z.array(z.object({ from: z.number(), to: z.number().nullable(), count })),
  by: z.array(
    z.object({
      attribute_id: z.string(),
      values: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          rows: count,
          mean: z.number(),
          /** In the bins of the column. */
          counts: z.array(count),
        }),
      ),
    }),
  ),
});
export type WireTextLengths = z.infer<typeof textLengths>;

const costs = {
  calls: count,
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  cost_usd: z.number(),
};

const report = z.object({
  rows: z.object({ accepted: count, rejected: count, failed: count, spare: count }),
  /** By sampled attribute; values with the largest deviation first, stretches of numbers in their order. */
  balance: z.array(
    z.object({ attribute_id: z.string(), name: z.string(), rows: count, values: z.array(valueBalance) }),
  ),
  combinations: z.array(combinationBalance),
  lengths: z.array(textLengths),
  /** Near-duplicates among the accepted rows, in the first column that a model wrote. */
  near_duplicates: z
    .object({
      column: z.string(),
      /** From this likeness on: the share of five-letter pieces in common. */
      threshold: z.number(),
      compared: count,
      /** Rows that are like an earlier one. */
      rows: count,
      clusters: z.array(
        z.object({
          size: count,
          /** The first ten. */
          rows: z.array(count),
          /** Of the two examples. */
          likeness: z.number(),
          examples: z.array(z.object({ row: count, text: z.string() })),
        }),
      ),
    })
    .nullable(),
  causes: z.array(
    z.object({ status: z.enum(['rejected', 'failed']), code: z.string(), count, first_row: count }),
  ),
  /** Rows that people marked, counted as they are now. */
  marks: z.object({
    good: count,
    bad: count,
    edited: count,
    accepted_by_hand: count,
    rejected_by_hand: count,
  }),
  costs: z.object({
    /** Paid by this run. */
    own: z.object(costs),
    /** Answers of earlier runs and trials, at what they cost then. */
    reused: z.object(costs),
    by_status: z.object({
      accepted: z.object(costs),
      rejected: z.object(costs),
      failed: z.object(costs),
      spare: z.object(costs),
    }),
    /** All answers behind accepted rows. */
    by_attribute: z.array(z.object({ attribute_id: z.string(), ...costs })),
  }),
});
export type WireReport = z.infer<typeof report>;

/** `report` is the newest that is finished; while another is made, `working` tells how far it is. */
export const reportAnswer = z.object({
  report: report.nullable(),
  /** The moment that `report` shows. */
  at: time.nullable(),
  stale: z
    .boolean()
    .describe('Rows have changed since, by their run or by hand, and the next report is not begun yet.'),
  working: z.object({ rows: count, of: count }).nullable(),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;
