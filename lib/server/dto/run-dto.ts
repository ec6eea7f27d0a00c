import type {
  RunEstimate as WireEstimate,
  WireEndpoint,
  WireProgress,
  WireReuse,
  WireRun,
} from '@/lib/api/run-wire';
import { engineFacts } from '@/lib/llm/engines';
import type { Endpoint, WentOn } from '@/lib/run/run-endpoint';
import type { RunProgress } from '@/lib/run/progress';
import type { Reuse } from '@/lib/runtime/estimate/explain-reuse';
import type { RunEstimate } from '@/lib/runtime/estimate-run';
import type { RunRecord } from '@/lib/store/runs';
import { wireTime, wireTimeOrNull } from './time';

/** How a run stands, for the run itself and for lists that tell of it. */
export function runStandingDto({ status, waiting, pauseReason }: RunRecord) {
  return {
    status,
    ...(waiting && { waiting: { reason: waiting.reason, until: wireTime(waiting.untilMs) } }),
    ...(pauseReason !== null && { pause_reason: pauseReason }),
  };
}

/** A run as the wire has it. */
export function runDto(run: RunRecord): WireRun {
  return {
    id: run.id,
    name: run.name,
    ...runStandingDto(run),
    wanted: run.wanted,
    recipe_id: run.recipeId,
    recipe_version: run.recipeVersion,
    dataset_id: run.datasetId,
    seed: run.seed,
    num_samples: run.targetRows,
    max_rows: run.maxRows,
    budget: run.budget,
    model: run.model,
    progress: progressDto(run.progress, run.createdAtMs),
    endpoint: run.endpoint && endpointDto(run.endpoint),
    other_endpoints: (run.endpoint?.others ?? []).map(endpointDto),
    ...(run.wentOn === null ? {} : { went_on: wentOnDto(run.wentOn) }),
    ...(run.error === null ? {} : { error: run.error }),
    created_at: wireTime(run.createdAtMs),
    started_at: wireTimeOrNull(run.startedAtMs),
    ended_at: wireTimeOrNull(run.endedAtMs),
  };
}

function endpointDto(endpoint: Endpoint): WireEndpoint {
  const { engine, price } = endpoint;
  return {
    engine,
    label: endpoint.providerName ?? engineFacts(engine).label,
    base_url: endpoint.baseUrl,
    model: endpoint.model,
    max_concurrency: endpoint.maxConcurrency,
    requests_per_minute: endpoint.requestsPerMinute,
    timeout_ms: endpoint.timeoutMs,
    max_new_tokens: endpoint.maxNewTokens,
    price: price && {
      input_usd_per_million: price.inputUsdPerMillion,
      output_usd_per_million: price.outputUsdPerMillion,
    },
  };
}

function wentOnDto({ atMs, row, stoppedMs }: WentOn): WireRun['went_on'] {
  return { at: wireTime(atMs), row, stopped_seconds: stoppedMs / 1000 };
}

/** Progress before the first start carries the time at which the run was made. */
export function progressDto(progress: RunProgress, createdAtMs: number): WireProgress {
  return {
    planned: progress.planned,
    generated: progress.generated,
    accepted: progress.accepted,
    rejected: progress.rejected,
    spare: progress.spare,
    failed: progress.failed,
    in_flight_rows: progress.inFlightRows,
    waiting_rows: progress.waitingRows,
    reused_rows: progress.reusedRows,
    calls: progress.calls,
    reused_calls: progress.reusedCalls,
    retried_calls: progress.retriedCalls,
    prompt_tokens: progress.promptTokens,
    completion_tokens: progress.completionTokens,
    cost_usd: progress.costUsd,
    reserved_usd: progress.reservedUsd,
    saved_usd: progress.savedUsd,
    rows_per_second: progress.rowsPerSecond,
    calls_per_second: progress.callsPerSecond,
    concurrency: progress.concurrency,
    limited_by: progress.limitedBy,
    limited_model: progress.limitedModel,
    eta_seconds: progress.etaSeconds,
    failures: progress.failures.map(({ code, message, count, exampleRow }) => ({
      code,
      message,
      count,
      example_row: exampleRow,
    })),
    rejections: progress.rejections.map(({ rule, count, exampleRow }) => ({
      rule,
      count,
      example_row: exampleRow,
    })),
    recent: {
      rows: progress.recent.rows,
      causes: progress.recent.causes.map(({ status, code, count }) => ({ status, code, count })),
      starving: progress.recent.starving.map(({ attributeId, value, tried, accepted }) => ({
        ...{ attribute_id: attributeId, value, tried, accepted },
      })),
    },
    updated_at: wireTime(progress.updatedAt === 0 ? createdAtMs : progress.updatedAt),
  };
}

/** What a model of a run is asked for, as the wire has it. */
export function modelEstimateDto(estimate: RunEstimate['models'][number]): WireEstimate['models'][number] {
  const { endpoint, limits, price, providerName } = estimate;
  return {
    engine: endpoint.engine,
    label: providerName ?? engineFacts(endpoint.engine).label,
    base_url: endpoint.baseUrl,
    model: endpoint.modelName,
    max_concurrency: limits.maxConcurrency,
    requests_per_minute: limits.requestsPerMinute ?? null,
    price: price && {
      input_usd_per_million: price.inputUsdPerMillion,
      output_usd_per_million: price.outputUsdPerMillion,
    },
    attribute_ids: [...estimate.attributeIds],
    calls: estimate.calls,
    prompt_tokens: estimate.promptTokens,
    completion_tokens: estimate.completionTokens,
    cost_usd: estimate.costUsd,
  };
}

/** What a journal holds for the rows of a run, as the wire has it. */
export function reuseDto({ runIds, hasTrials, ...counts }: Reuse): WireReuse {
  return { ...counts, run_ids: [...runIds], has_trials: hasTrials };
}
