import type { UnknownField } from '@/lib/api/common';

const keyName =
  /^(.*_)?((api|access|secret|private)_?keys?|token|secret|password|authorization|credentials?)$/;

/**
 * A field as it may be kept: what nobody here knows may hold a key all the same, and a key is stored nowhere in clear.
 */
export function withoutKeys({ path, value }: UnknownField): UnknownField {
  const isKey = path.some((step) => typeof step === 'string' && isKeyName(step));
  return { path, value: isKey ? null : withNullKeys(value) };
}

function withNullKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNullKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isKeyName(name) ? null : withNullKeys(inner)]),
  );
}

function isKeyName(name: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  return keyName.test(words.toLowerCase());
}
