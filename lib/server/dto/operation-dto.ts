import type { OperationStatus, WireOperation } from '@/lib/api/operation-wire';
import type { RunStatus } from '@/lib/run/run-status';
import type { OperationRecord } from '@/lib/store/operations';
import type { RunRecord } from '@/lib/store/runs';
import { progressDto } from './run-dto';
import { wireTime } from './time';

/** Clients compare in upper case, and know no pause. */
const statuses: Readonly<Record<RunStatus, OperationStatus>> = {
  pending: 'PENDING',
  running: 'RUNNING',
  pausing: 'RUNNING',
  paused: 'RUNNING',
  cancelling: 'CANCELLING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
};

/** A run in the words of the hosted service. `error` is there only when it failed: clients ask for its message unseen. */
export function operationDto(operation: OperationRecord, run: RunRecord): WireOperation {
  const { datasetIds } = operation;
  return {
    id: operation.id,
    kind: operation.kind,
    recipe_id: run.recipeId,
    recipe_version: run.recipeVersion,
    status: statuses[run.status],
    done: ['completed', 'failed', 'cancelled'].includes(run.status),
    status_metadata: {
      run_id: run.id,
      run_status: run.status,
      ...(run.pauseReason === null ? {} : { pause_reason: run.pauseReason }),
      dataset_id: run.datasetId,
      train_dataset_id: datasetIds.train,
      validation_dataset_id: datasetIds.validation,
      test_dataset_id: datasetIds.test,
      progress: progressDto(run.progress, run.createdAtMs),
    },
    ...(run.status === 'failed' && {
      error: { message: run.error?.message ?? 'The run failed without a word; its log may say why.' },
    }),
    ...(operation.warnings.length > 0 && { warnings: [...operation.warnings] }),
    created_at: wireTime(operation.createdAtMs),
  };
}
