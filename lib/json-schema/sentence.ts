import type { OutputUnit } from '@cfworker/json-schema';

/** The innermost mistake is the one to tell; what stands above it only says that something below is wrong. */
export function sentenceOf(errors: readonly OutputUnit[], value: unknown): string {
  const deepest = errors.reduce<OutputUnit | undefined>(
    (best, error) =>
      best === undefined || error.instanceLocation.length > best.instanceLocation.length ? error : best,
    undefined,
  );
  if (deepest === undefined) return 'The value does not fit the schema.';
  const inner =
    errors.find(
      (error) => error.instanceLocation === deepest.instanceLocation && !outerKeywords.has(error.keyword),
    ) ?? deepest;
  const place = inner.instanceLocation.replace(/^#\/?/u, '').replaceAll('/', '.');
  const shown = place === '' || inner.keyword === 'required' ? '' : ` (${shownAt(value, place)})`;
  return `${place === '' ? 'The value' : place}${shown} ${saidOf(inner)}.`;
}

/** The library's words where they read well behind the place. */
function saidOf({ keyword, error }: OutputUnit): string {
  const type = /^Instance type "(.+)" is invalid\. Expected "(.+)"\.$/u.exec(error);
  if (type !== null)
    return `is of type ${type[1] ?? ''}, expected ${(type[2] ?? '').replaceAll('", "', ' or ')}`;
  if (keyword === 'false') return 'is a property that the schema does not have';
  return error
    .replace(/^Instance /u, '')
    .replace(/^String is/u, 'is')
    .replace(/^(\S+) is (greater|less) than/u, 'is $2 than')
    .replace(/[.]$/u, '');
}

const outerKeywords: ReadonlySet<string> = new Set([
  'properties',
  'items',
  'anyOf',
  'oneOf',
  'allOf',
  'additionalProperties',
]);

/** Enough of a value to recognise it. */
function shownAt(value: unknown, place: string): string {
  let at: unknown = value;
  for (const step of place.split('.')) {
    at =
      typeof at === 'object' && at !== null
        ? Object.entries(at).find(([key]) => key === step)?.[1]
        : undefined;
  }
  const json = at === undefined ? 'nothing' : JSON.stringify(at);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
