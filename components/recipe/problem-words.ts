import type { Diagnostic } from '@/lib/recipe/diagnostic';

/**
 * A diagnostic's message for where its place is shown beside it: the path at the start of the message,
 * which is for logs and terminals, gives way to the id of the attribute at the end.
 */
export function problemWords({ message, path }: Pick<Diagnostic, 'message' | 'path'>): string {
  if (path.length === 0) return message;
  const [prefix = '', dotted = ''] = /^([^\s:{}"]+): /.exec(message) ?? [];
  const words = capitalised(message.slice(prefix.length).replace(/[.]$/, ''));
  const attribute = /^strategy_params\.\w+_attributes\.([^.[]+)/.exec(dotted)?.[1];
  const place = attribute ?? dotted;
  return place === '' ? words : `${words} (in ${place})`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
