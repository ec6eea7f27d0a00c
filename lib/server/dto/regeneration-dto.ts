import type { TrialRecord } from '@/lib/store/trials';

/** A trial that regenerates, as the wire has it. A row that could not be made is a failure too. */
export function regenerationDto({ id, status, regenerate, state }: TrialRecord) {
  const [failure] = state.failures;
  const error = state.end?.error ?? failure;
  const asked = state.texts.map(({ attributeId }) => attributeId);
  return {
    id,
    status: error !== undefined && status === 'completed' ? ('failed' as const) : status,
    attribute_ids: asked.length === 0 && regenerate !== null ? [regenerate.attributeId] : asked,
    cost_usd: state.end?.costUsd ?? 0,
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  };
}
