import type { DraftTransformed } from '../draft';
import type { Plain } from './new-attribute';

type Strategy = NonNullable<DraftTransformed['transformation_strategy']>;
export type TransformType = NonNullable<Strategy['type']>;

/**
 * The same texts in another shape. What the new shape has no place for is joined or named by position, so that
 * changing to a list and back loses no word.
 */
export function changeTransformType(strategy: Strategy, type: TransformType): Record<string, Plain> {
  const parts = partsOf(strategy);
  const texts = parts.map(({ text }) => text);
  switch (type) {
    case 'STRING':
      return { type, string_transform: texts.join('\n\n') || 'Text' };
    case 'LIST':
      return { type, list_transform: texts.length > 0 ? texts : ['Text'] };
    case 'DICT':
      return { type, dict_transform: Object.fromEntries(keyed(parts)) };
    case 'CHAT':
      return { type, chat_transform: { messages: messagesOf(parts) } };
  }
}

type Part = { text: string; key?: string; role?: string };

function partsOf(strategy: Strategy): Part[] {
  switch (strategy.type) {
    case undefined:
    case 'STRING':
      return strategy.string_transform === undefined ? [] : [{ text: strategy.string_transform }];
    case 'LIST':
      return (strategy.list_transform ?? []).flatMap((text) => (text === undefined ? [] : [{ text }]));
    case 'DICT':
      return [...(strategy.dict_transform ?? [])].map(([key, text]) => ({ key, text }));
    case 'CHAT':
      return (strategy.chat_transform?.messages ?? []).flatMap((message) =>
        message?.content === undefined ? [] : [{ text: message.content, role: message.role ?? 'user' }],
      );
  }
}

/** `{title}` is kept under "title"; other texts under the role or their number. */
function keyed(parts: readonly Part[]): [string, string][] {
  const used = new Set<string>();
  const entries = parts.map(({ text, key, role }, index): [string, string] => {
    const wanted = key ?? /^\{([\w-]+)\}$/.exec(text.trim())?.[1] ?? role ?? `text_${index + 1}`;
    let free = wanted;
    for (let number = 2; used.has(free); number++) free = `${wanted}_${number}`;
    used.add(free);
    return [free, text];
  });
  return entries.length > 0 ? entries : [['text', 'Text']];
}

function messagesOf(parts: readonly Part[]): Plain[] {
  const usual = ['USER', 'ASSISTANT'];
  const messages = parts.map(({ text, role, key }, index) => ({
    role: (role ?? roleNamed(key) ?? usual[index % 2] ?? 'USER').toUpperCase(),
    content: text,
  }));
  return messages.length > 0 ? messages : [{ role: 'USER', content: 'Text' }];
}

function roleNamed(key: string | undefined): string | undefined {
  const role = key?.replace(/_\d+$/, '').toUpperCase();
  return role !== undefined && ['SYSTEM', 'USER', 'ASSISTANT', 'TOOL'].includes(role) ? role : undefined;
}
