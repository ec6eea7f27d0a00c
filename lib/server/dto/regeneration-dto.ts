import type { WireRegeneration } from '@/lib/api/dataset-wire';
import type { RegenerationRecord } from '@/lib/store/regenerations';
import { wireTime, wireTimeOrNull } from './time';

/** A regeneration as the API tells of it. */
export function regenerationDto(record: RegenerationRecord): WireRegeneration {
  return {
    id: record.id,
    row: record.rowIndex,
    attribute_id: record.attributeId,
    status: record.status,
    calls: record.calls,
    answered: record.answered,
    ...(record.waiting !== null && { waiting: record.waiting }),
    ...(record.error !== null && { error: record.error }),
    ...(record.spent !== null && { cost_usd: record.spent.costUsd }),
    created_at: wireTime(record.createdAtMs),
    ended_at: wireTimeOrNull(record.endedAtMs),
  };
}
