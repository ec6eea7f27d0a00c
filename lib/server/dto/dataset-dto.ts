import type { DatasetStatistics, WireDataset } from '@/lib/api/dataset-wire';
import { splitRange, type Split } from '@/lib/dataset/split';
import type { DatasetRecord } from '@/lib/store/datasets';
import type { RunRecord } from '@/lib/store/runs';
import type { SampledTypes } from '@/lib/store/sample-types';
import { wireTime } from './time';

/**
 * A dataset with what its run tells of it, and what its columns hold where that is known, or at least their types. Validation and test are a
 * tenth each, rounded down, at the end.
 */
export function datasetDto(
  dataset: DatasetRecord,
  run: RunRecord,
  known: { statistics?: DatasetStatistics | null; types?: SampledTypes | undefined } = {},
): WireDataset {
  const { statistics = null, types } = known;
  const { accepted, rejected, failed, spare } = run.progress;
  const lengthOf = (split: Split | undefined) => {
    const { start, end } = splitRange(split, accepted);
    return end - start;
  };
  const part = dataset.split ?? undefined;
  const rows = lengthOf(part);
  const splitRows = (split: Split) => (part === undefined || part === split ? lengthOf(split) : 0);
  return {
    id: dataset.id,
    run_id: run.id,
    name: dataset.name,
    rows,
    ...(part !== undefined && { split: part }),
    columns: run.columns.map(({ name, kind, output }, position) => {
      const found = statistics?.columns.find((column) => column.name === name);
      // What is counted is counted over the whole; of a part only the types are told.
      const told = part === undefined ? found : found && { type: found.type };
      return { kind, output, type: types?.get(position) ?? 'text', ...told, name };
    }),
    ...(statistics !== null &&
      part === undefined && { statistics: { rows: statistics.rows, exact: statistics.exact } }),
    splits: { train: splitRows('train'), validation: splitRows('validation'), test: splitRows('test') },
    counts: part === undefined ? { accepted, rejected, failed, spare } : { ...noRows, accepted: rows },
    run_status: run.status,
    recipe_id: run.recipeId,
    recipe_version: run.recipeVersion,
    created_at: wireTime(dataset.createdAtMs),
  };
}

const noRows = { rejected: 0, failed: 0, spare: 0 };
