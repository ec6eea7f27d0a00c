import { AppError } from '@/lib/util/app-error';
import { isDict, type Value } from '@/lib/util/value';
import { decodeJson } from './json';

/**
 * The JSON object of what a model wrote: in a code fence, else between the outermost braces, as models put words around
 * it. Null where there is none.
 */
export function objectInText(text: string): ReadonlyMap<string, Value> | null {
  const fenced = /```[\w-]*\s*([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const braces = text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1);
  for (const json of [fenced, braces]) {
    const value = decoded(json);
    if (isDict(value)) return value;
  }
  return null;
}

function decoded(json: string): Value {
  try {
    return decodeJson(json);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
