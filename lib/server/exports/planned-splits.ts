import { assignSplits, type SplitPlan, type SplitRow } from '@/lib/dataset/assign-splits';
import { decodeJson, splitJsonArray } from '@/lib/dataset/json';
import type { Split } from '@/lib/dataset/split';
import { createTextClusters } from '@/lib/quality/text-clusters';
import { textOfValue } from '@/lib/quality/value-text';
import { nearLikeness } from '@/lib/report/near-duplicates';
import { AppError } from '@/lib/util/app-error';
import { columnOf, type RowsRequest, type Pages } from './export-request';

/** How a query divides rows by chance. */
export type SplitOptions = SplitPlan & {
  /** Each value of this column is divided by the shares. */
  readonly stratify: string | undefined;
  /** Rows whose texts here are near-duplicates stay in one split. */
  readonly keepTogether: string | undefined;
};

const pageRows = 1000;

/** Comparing takes some 50 µs and 900 bytes a row. */
const mostCompared = 200_000;

/** What a query says of splits by chance; null when it says nothing, and splits lie in row order. */
export function readSplitOptions({ run, query }: RowsRequest): SplitOptions | null {
  const { split_seed, validation_share, test_share, stratify, keep_together } = query;
  const isPlanned = [split_seed, validation_share, test_share, stratify, keep_together].some(
    (option) => option !== undefined,
  );
  if (!isPlanned) return null;
  const validation = validation_share ?? 0.1;
  const test = test_share ?? 0.1;
  if (validation + test >= 1) {
    throw new AppError(
      'bad-request',
      `validation_share and test_share: ${validation} and ${test} leave no rows to train on; together they are below 1.`,
    );
  }
  if (stratify !== undefined) columnOf(run, 'stratify', stratify);
  if (keep_together !== undefined) columnOf(run, 'keep_together', keep_together);
  return { seed: split_seed ?? run.seed, validation, test, stratify, keepTogether: keep_together };
}

/** Divides rows by chance: the indices of each split, in row order. */
export async function plannedSplits(
  { run, signal }: RowsRequest,
  options: SplitOptions,
  pages: Pages,
): Promise<Record<Split, Uint32Array>> {
  const placeOf = (name: string | undefined) => run.columns.findIndex((column) => column.name === name);
  const stratumAt = placeOf(options.stratify);
  const textAt = placeOf(options.keepTogether);
  const clusters = createTextClusters(nearLikeness);
  const rows: (SplitRow & { text: number | null })[] = [];
  for (;;) {
    // Between two pages other requests have their turn.
    const page = await pages(pageRows);
    if (page.length === 0 || signal.aborted) break;
    for (const { index, cells } of page) {
      const texts = splitJsonArray(cells);
      const text = textAt < 0 ? null : clusters.add(textOfValue(decodeJson(texts[textAt] ?? 'null')));
      rows.push({ index, stratum: texts[stratumAt] ?? '', cluster: null, text });
    }
    if (textAt >= 0 && rows.length > mostCompared) throw tooMany();
  }
  // Only when all are there it is known what hangs together.
  const whole = rows.map(({ text, ...row }) => ({
    ...row,
    cluster: text === null ? null : clusters.rootOf(text),
  }));
  const splits = assignSplits(whole, options);
  const of = (split: Split) =>
    Uint32Array.from(rows.flatMap(({ index }, at) => (splits[at] === split ? index : [])));
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

function tooMany(): AppError {
  return new AppError(
    'bad-request',
    `keep_together: near-duplicates are looked for among at most ${mostCompared} rows, and all rows of the dataset are divided. Leave it out.`,
  );
}
