import type { DatasetStatistics, WireDataset } from '@/lib/api/dataset-wire';
import type { DatasetRecord } from '@/lib/store/datasets';
import type { RunRecord } from '@/lib/store/runs';
import { wireTime } from './time';

/**
 * A dataset with what its run tells of it, and what its columns hold where that is known. Validation and test are a
 * tenth each, rounded down, at the end.
 */
export function datasetDto(
  dataset: DatasetRecord,
  run: RunRecord,
  statistics: DatasetStatistics | null = null,
): WireDataset {
  const { accepted, rejected, failed, spare } = run.progress;
  const tenth = Math.floor(accepted / 10);
  return {
    id: dataset.id,
    run_id: run.id,
    name: dataset.name,
    rows: accepted,
    columns: run.columns.map(({ name, kind, output }) => ({
      kind,
      output,
      type: 'text',
      ...statistics?.columns.find((column) => column.name === name),
      name,
    })),
    ...(statistics !== null && { statistics: { rows: statistics.rows, exact: statistics.exact } }),
    splits: { train: accepted - 2 * tenth, validation: tenth, test: tenth },
    counts: { accepted, rejected, failed, spare },
    run_status: run.status,
    recipe_id: run.recipeId,
    recipe_version: run.recipeVersion,
    created_at: wireTime(dataset.createdAtMs),
  };
}
