import type { SampledValue } from '@/lib/template/sampled-value';
import type { Value } from '@/lib/util/value';

/** What a row holds of a value: of a sampled one its id. */
export function cellOf(value: Value | SampledValue | undefined): Value | undefined {
  return isSampledValue(value) ? value.id : value;
}

/** Tells the value of a sampled attribute from all others. */
export function isSampledValue(value: Value | SampledValue | undefined): value is SampledValue {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
