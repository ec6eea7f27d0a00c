import { decodeJson, encodeJson } from '@/lib/dataset/json';
import { AppError } from '@/lib/util/app-error';
import { isDict, type Value } from '@/lib/util/value';
import type { ReadAnswer } from './read-answer';

/**
 * Reads the JSON object of an answer: the whole text, or what stands in it between the outermost braces, as models put
 * words or a fence around it. Parts that are left out are null; other properties are dropped.
 */
export function readJsonAnswer(
  text: string,
  { parts, check }: { parts: readonly string[]; check: (value: unknown) => string | null },
): ReadAnswer {
  const json = objectIn(text);
  if (json === null) return { ok: false, message: 'The answer holds no JSON object.' };
  const value = decoded(json);
  if (typeof value === 'string') return { ok: false, message: value };
  const plain: unknown = JSON.parse(encodeJson(value));
  const broken = check(plain);
  if (broken !== null) return { ok: false, message: broken };
  return { ok: true, value: new Map(parts.map((part) => [part, value.get(part) ?? null])) };
}

function objectIn(text: string): string | null {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start === -1) return null;
  // Without its end the reader says what is missing.
  return end > start ? text.slice(start, end + 1) : text.slice(start);
}

/** The object, or what is wrong in words. */
function decoded(json: string): ReadonlyMap<string, Value> | string {
  try {
    const value = decodeJson(json);
    return isDict(value) ? value : 'The answer holds no JSON object.';
  } catch (error) {
    if (error instanceof AppError)
      return `The answer is not valid JSON: ${error.message}.`.replace(/\.\.$/u, '.');
    throw error;
  }
}
