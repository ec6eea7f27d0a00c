import type { WireRunHistory } from '@/lib/api/run-wire';
import type { HistoryMark, RunHistory } from '@/lib/run/history';
import { assertNever } from '@/lib/util/assert-never';
import { wireTime } from './time';

/** The course of a run as the wire has it. */
export function historyDto({ intervalMs, points, marks }: RunHistory): WireRunHistory {
  return {
    interval_ms: intervalMs,
    points: points.map((point) => ({
      at: wireTime(point.atMs),
      generated: point.generated,
      accepted: point.accepted,
      rejected: point.rejected,
      failed: point.failed,
      prompt_tokens: point.promptTokens,
      completion_tokens: point.completionTokens,
      cost_usd: point.costUsd,
      rows_per_second: point.rowsPerSecond,
      calls_per_second: point.callsPerSecond,
      concurrency: point.concurrency,
      limited_by: point.limitedBy,
    })),
    marks: marks.map(markDto),
  };
}

function markDto(mark: HistoryMark): WireRunHistory['marks'][number] {
  const at = wireTime(mark.atMs);
  switch (mark.type) {
    case 'start':
      return { type: mark.type, at };
    case 'go-on':
      return { type: mark.type, at, row: mark.row, stopped_seconds: mark.stoppedMs / 1000 };
    case 'pause':
      return { type: mark.type, at, reason: mark.reason };
    case 'end':
      return { type: mark.type, at, status: mark.status };
    default:
      return assertNever(mark);
  }
}
