import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { capitalised } from '@/lib/util/capitalised';

/**
 * A diagnostic's message for where its place is shown beside it: the path at the start of the message,
 * which is for logs and terminals, gives way to the id of the attribute at the end.
 */
export function problemWords({ message, path }: Pick<Diagnostic, 'message' | 'path'>): string {
  if (path.length === 0) return message;
  const { words, dotted } = parts(message);
  const attribute = /^strategy_params\.\w+_attributes\.([^.[]+)/.exec(dotted)?.[1];
  const rule = /^quality\.rules(?:\[(\d+)\]|\.([^.[]+))/.exec(dotted);
  const ruleName =
    rule === null ? undefined : rule[1] === undefined ? rule[2] : `rule ${Number(rule[1]) + 1}`;
  const place = attribute ?? ruleName ?? dotted;
  return place === '' ? words : `${words} (in ${place})`;
}

/** A diagnostic's message in two: what is wrong, and what helps to mend it. */
export function titleAndRest(problem: Pick<Diagnostic, 'message' | 'path'>): { title: string; rest: string } {
  const words = wordsWithoutPlace(problem);
  const end = /[.:;] (?=[\p{Lu}\p{L}])/u.exec(words);
  if (end === null || end.index > 90) return { title: words, rest: '' };
  return { title: words.slice(0, end.index), rest: capitalised(words.slice(end.index + 2)) + '.' };
}

/** A diagnostic's message for under the field that it is about: without any place. */
export function wordsWithoutPlace({ message, path }: Pick<Diagnostic, 'message' | 'path'>): string {
  return path.length === 0 ? message : parts(message).words;
}

function parts(message: string): { words: string; dotted: string } {
  const [prefix = '', dotted = ''] = /^([^\s:{}"]+): /.exec(message) ?? [];
  return { words: capitalised(message.slice(prefix.length).replace(/[.]$/, '')), dotted };
}
