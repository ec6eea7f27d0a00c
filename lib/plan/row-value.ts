import type { SampledValue } from '@/lib/template/sampled-value';
import type { Value } from '@/lib/util/value';

/** Tells the value of a sampled attribute from all others. */
export function isSampledValue(value: Value | SampledValue | undefined): value is SampledValue {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
