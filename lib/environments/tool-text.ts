import { encodeJson } from '@/lib/dataset/json';
import { isDict, isList, type Value } from '@/lib/util/value';

/** What a tool gives, as the model is told: a text as it is, all else as JSON in Python's spacing. */
export function toolText(output: Value): string {
  return typeof output === 'string' ? output : spacedJson(output);
}

/** What the model is told when a tool can't do what it asked; the conversation goes on. */
export function errorText(message: string): string {
  return spacedJson(new Map([['error', message]]));
}

/** JSON with a blank after commas and colons, as Python writes it. */
export function spacedJson(value: Value): string {
  if (isList(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (!isDict(value)) return encodeJson(value);
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}: ${spacedJson(item)}`).join(', ')}}`;
}
