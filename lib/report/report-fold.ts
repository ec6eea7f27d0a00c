import type { RowStatus } from '@/lib/dataset/row-status';
import { characterCount } from '@/lib/util/character-count';
import { chanceBound } from './chance-bound';
import {
  countsInBins,
  createLengthCounts,
  lengthBins,
  quantile,
  type LengthBin,
  type LengthCounts,
} from './length-counts';
import { binOf, type NumberBin } from './number-bins';
import type { ReportPlan } from './report-plan';

/** A row as a report reads it. Cells stand in the order of the run's columns. */
export type ReportRow = {
  readonly index: number;
  readonly status: RowStatus;
  readonly cells: readonly unknown[];
  /** The rule that rejected it, or the code it failed with. */
  readonly code: string | null;
};

/** What was wanted of a value, what came, and whether chance alone explains the difference. */
export type BalanceEntry = {
  readonly wanted: number;
  /** Share among accepted rows. */
  readonly got: number;
  readonly count: number;
  /** How far `got` may be from `wanted` by chance. */
  readonly bound: number;
  readonly isWithinChance: boolean;
};

export type ValueBalance = BalanceEntry & {
  readonly id: string;
  readonly name: string;
  /** As rows hold it; numbers have a range instead. */
  readonly cell: string | boolean;
  /** Of numbers: which ones it stands for. */
  readonly range: Pick<NumberBin, 'from' | 'to'> | null;
  /** Rows of any status with this value. */
  readonly tried: number;
  readonly rejected: number;
  readonly failed: number;
};

export type AttributeBalance = {
  readonly id: string;
  readonly name: string;
  /** Accepted rows that have a value of it. */
  readonly rows: number;
  /** The largest deviation first; bins of numbers in their order. */
  readonly values: readonly ValueBalance[];
};

export type CombinationBalance = BalanceEntry & {
  readonly pairs: readonly { readonly attribute: string; readonly value: string; readonly name: string }[];
};

export type TextLengths = {
  readonly column: string;
  readonly rows: number;
  readonly mean: number;
  readonly median: number;
  readonly shortest: { readonly row: number; readonly length: number };
  readonly longest: { readonly row: number; readonly length: number };
  readonly bins: readonly LengthBin[];
  readonly by: readonly {
    readonly attribute: string;
    readonly values: readonly {
      readonly id: string;
      readonly name: string;
      readonly rows: number;
      readonly mean: number;
      /** In the bins of the column. */
      readonly counts: readonly number[];
    }[];
  }[];
};

export type CauseCount = {
  readonly status: 'rejected' | 'failed';
  readonly code: string;
  readonly count: number;
  readonly firstRow: number;
};

/** What a report tells of the rows alone. */
export type RowFacts = {
  readonly counts: Readonly<Record<RowStatus, number>>;
  readonly balance: readonly AttributeBalance[];
  readonly combinations: readonly CombinationBalance[];
  readonly lengths: readonly TextLengths[];
  readonly causes: readonly CauseCount[];
};

/** Attributes with more values than this have no lengths by value. */
export const mostValuesWithLengths = 200;

/** Folds rows, in any order, into what a report tells of them. Memory doesn't grow with the rows. */
export function createReportFold(plan: ReportPlan): { add(row: ReportRow): void; facts(): RowFacts } {
  const counts: Record<RowStatus, number> = { accepted: 0, rejected: 0, failed: 0, spare: 0 };
  const attributes = plan.attributes.map((attribute) => ({
    ...attribute,
    positions: new Map(attribute.values.map(({ id }, at) => [id, at])),
    byStatus: {
      accepted: new Uint32Array(attribute.values.length),
      rejected: new Uint32Array(attribute.values.length),
      failed: new Uint32Array(attribute.values.length),
      spare: new Uint32Array(attribute.values.length),
    },
  }));
  const met = new Uint32Array(plan.combinations.length);
  const texts = plan.texts.map(({ name, column }) => createTextFold(name, column, plan));
  const causes = new Map<
    string,
    { status: 'rejected' | 'failed'; code: string; count: number; firstRow: number }
  >();

  return {
    add({ index, status, cells, code }) {
      counts[status] += 1;
      const positions = attributes.map(({ column, bins, positions: known }) =>
        bins === null ? (known.get(String(cells[column])) ?? -1) : binOf(bins, cells[column]),
      );
      for (const [at, { byStatus }] of attributes.entries()) {
        const position = positions[at] ?? -1;
        if (position >= 0) byStatus[status][position] = (byStatus[status][position] ?? 0) + 1;
      }
      if (status === 'rejected' || status === 'failed') addCause(status, code ?? 'unknown', index);
      if (status !== 'accepted') return;
      for (const [at, { pairs }] of plan.combinations.entries()) {
        if (pairs.every(({ attribute, value }) => positions[attribute] === value))
          met[at] = (met[at] ?? 0) + 1;
      }
      for (const text of texts) text.add(index, cells, positions);
    },
    facts: () => ({
      counts: { ...counts },
      balance: attributes.map(balanceOf),
      combinations: plan.combinations.map(({ pairs, wanted }, at) => ({
        pairs: pairs.map(({ attribute, value }) => ({
          attribute: plan.attributes[attribute]?.id ?? '',
          value: plan.attributes[attribute]?.values[value]?.id ?? '',
          name: plan.attributes[attribute]?.values[value]?.name ?? '',
        })),
        ...compare(wanted, met[at] ?? 0, counts.accepted, plan.combinations.length),
      })),
      lengths: texts.flatMap((text) => text.facts() ?? []),
      causes: [...causes.values()].sort((a, b) => b.count - a.count || a.firstRow - b.firstRow),
    }),
  };

  function addCause(status: 'rejected' | 'failed', code: string, index: number): void {
    const key = `${status} ${code}`;
    const cause = causes.get(key);
    if (cause === undefined) causes.set(key, { status, code, count: 1, firstRow: index });
    else {
      cause.count += 1;
      cause.firstRow = Math.min(cause.firstRow, index);
    }
  }

  function balanceOf({ id, name, values, bins, byStatus }: (typeof attributes)[number]): AttributeBalance {
    const rows = byStatus.accepted.reduce((sum, count) => sum + count, 0);
    const at = (status: RowStatus, value: number) => byStatus[status][value] ?? 0;
    return {
      id,
      name,
      rows,
      values: values
        .map((value, position) => ({
          id: value.id,
          name: value.name,
          cell: value.cell ?? value.id,
          range: bins?.[position] ?? null,
          ...compare(value.wanted, at('accepted', position), rows, values.length),
          tried:
            at('accepted', position) +
            at('rejected', position) +
            at('failed', position) +
            at('spare', position),
          rejected: at('rejected', position),
          failed: at('failed', position),
        }))
        .sort((a, b) => (bins === null ? Math.abs(b.got - b.wanted) - Math.abs(a.got - a.wanted) : 0)),
    };
  }
}

function compare(wanted: number, count: number, rows: number, compared: number): BalanceEntry {
  const got = rows === 0 ? 0 : count / rows;
  const bound = chanceBound(wanted, rows, compared);
  return { wanted, got, count, bound, isWithinChance: Math.abs(got - wanted) <= bound };
}

function createTextFold(name: string, column: number, plan: ReportPlan) {
  const all = createLengthCounts();
  const by = plan.attributes.map(({ id, values }) => ({
    id,
    values: values.length > mostValuesWithLengths ? [] : values.map(() => createValueLengths()),
  }));
  let rows = 0;
  let sum = 0;
  let shortest = { row: -1, length: Infinity };
  let longest = { row: -1, length: -1 };

  return {
    add(row: number, cells: readonly unknown[], positions: readonly number[]) {
      const length = textLength(cells[column]);
      if (length === null) return;
      rows += 1;
      sum += length;
      all.add(length);
      if (length < shortest.length) shortest = { row, length };
      if (length > longest.length) longest = { row, length };
      for (const [at, { values }] of by.entries()) {
        const own = values[positions[at] ?? -1];
        if (own === undefined) continue;
        own.rows += 1;
        own.sum += length;
        own.lengths.add(length);
      }
    },
    facts(): TextLengths | null {
      if (rows === 0) return null;
      const classes = all.classes();
      const bins = lengthBins(classes);
      return {
        column: name,
        rows,
        mean: sum / rows,
        median: quantile(classes, 0.5),
        shortest,
        longest,
        bins,
        by: by.flatMap(({ id, values }, at) =>
          values.length === 0
            ? []
            : [
                {
                  attribute: id,
                  values: values.flatMap((own, value) => {
                    const known = plan.attributes[at]?.values[value];
                    if (known === undefined || own.rows === 0) return [];
                    return {
                      id: known.id,
                      name: known.name,
                      rows: own.rows,
                      mean: own.sum / own.rows,
                      counts: countsInBins(bins, own.lengths.classes()),
                    };
                  }),
                },
              ],
        ),
      };
    },
  };
}

function createValueLengths(): { rows: number; sum: number; lengths: LengthCounts } {
  return { rows: 0, sum: 0, lengths: createLengthCounts() };
}

/** Characters of a text, of the contents of a conversation together; null for what has no length to speak of. */
function textLength(value: unknown): number | null {
  if (typeof value === 'string') return characterCount(value);
  if (typeof value !== 'object' || value === null) return null;
  const messages: unknown = Array.isArray(value) ? value : Reflect.get(value, 'messages');
  if (!Array.isArray(messages)) return null;
  let length = 0;
  for (const message of messages) {
    const content: unknown =
      typeof message === 'object' && message !== null ? Reflect.get(message, 'content') : message;
    if (typeof content === 'string') length += characterCount(content);
  }
  return length;
}
