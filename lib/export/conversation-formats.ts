import type { Column } from '@/lib/dataset/column';
import { decodeJson, encodeJson } from '@/lib/dataset/json';
import { pythonStr } from '@/lib/template/python-str';
import { AppError } from '@/lib/util/app-error';
import { isDict, isList, type Value } from '@/lib/util/value';
import type { ExportFile, ExportFormat, ExportRow } from './export-format';

/** Rows with `messages` at the top, as OpenAI's fine-tuning takes them; with `tools` where a conversation has any. */
export const chatFormat = conversationFormat(({ messages, tools }) =>
  dict({ messages, ...(tools === undefined ? {} : { tools: withType(tools) }) }),
);

/** Tools with the type that fine-tuning asks for and rows leave out. */
function withType(tools: Value): Value {
  if (!isList(tools)) return tools;
  return tools.map((tool) =>
    isDict(tool) && tool.has('function') ? new Map<string, Value>([['type', 'function'], ...tool]) : tool,
  );
}

/** `conversations` of `from` (system, human, gpt, tool) and `value`. */
export const sharegptFormat = conversationFormat(({ messages }) =>
  dict({
    conversations: messages.map((message) =>
      dict({ from: sharegptNames[roleOf(message)] ?? roleOf(message), value: textOf(message) }),
    ),
  }),
);

/**
 * `instruction`, `input`, `output` of the last round; what was said before stands in `history` as pairs, the system
 * message in `system`, as LLaMA-Factory reads it.
 */
export const alpacaFormat = conversationFormat(({ messages, asked }) => {
  const rounds: { user: string; assistant: string }[] = [];
  let system: string | undefined;
  for (const message of messages) {
    const role = roleOf(message);
    const last = rounds.at(-1);
    if (role === 'system') system = textOf(message);
    else if (role === 'user') rounds.push({ user: textOf(message), assistant: '' });
    else if (role === 'assistant' && last !== undefined) last.assistant = textOf(message);
  }
  const round = rounds.pop() ?? { user: '', assistant: '' };
  return dict({
    instruction: asked?.instruction ?? round.user,
    input: asked?.input ?? '',
    output: round.assistant,
    ...(system === undefined ? {} : { system }),
    ...(rounds.length === 0 ? {} : { history: rounds.map(({ user, assistant }) => [user, assistant]) }),
  });
});

const sharegptNames: Readonly<Record<string, string>> = {
  system: 'system',
  user: 'human',
  assistant: 'gpt',
  tool: 'tool',
};

type Message = ReadonlyMap<string, Value>;
type Conversation = {
  readonly messages: readonly Message[];
  readonly tools?: Value;
  /** Of one made of columns: what the user asks, and about what. The message holds both, with an empty line between. */
  readonly asked?: { readonly instruction: string; readonly input: string };
};

function conversationFormat(shape: (conversation: Conversation) => Value): ExportFormat {
  return {
    extension: 'jsonl',
    mediaType: 'application/x-ndjson; charset=utf-8',
    begin(file) {
      const read = readerOf(file);
      const { systemText } = file.options;
      return {
        // A row that didn't get as far as its conversation has nothing to train on.
        rows: (rows) =>
          rows
            .flatMap((row) => read(row) ?? [])
            .map((conversation) => `${encodeJson(shape(withSystem(conversation, systemText)))}\n`)
            .join(''),
        end: () => '',
      };
    },
  };
}

/** How a row's conversation is found: in the one column that holds any, or put together from two texts. */
function readerOf({ columns, options, first }: ExportFile): (row: ExportRow) => Conversation | null {
  const { userColumn, assistantColumn, inputColumn } = options;
  if ([userColumn, assistantColumn, inputColumn].some((column) => column !== undefined)) {
    const [user, assistant] = [
      placeOf(columns, 'user', userColumn),
      placeOf(columns, 'assistant', assistantColumn),
    ];
    const input = inputColumn === undefined ? null : placeOf(columns, 'input', inputColumn);
    return ({ texts }) => {
      // A round without one of its sides would teach to say nothing.
      if (!isThere(texts[user]) || !isThere(texts[assistant])) return null;
      const about = input !== null && isThere(texts[input]) ? spoken(texts[input]) : '';
      const instruction = spoken(texts[user]);
      return {
        messages: [
          dict({ role: 'user', content: about === '' ? instruction : `${instruction}\n\n${about}` }),
          dict({ role: 'assistant', content: spoken(texts[assistant]) }),
        ],
        asked: { instruction, input: about },
      };
    };
  }
  const places = columns.flatMap((_, at) =>
    first.some(({ texts }) => holdsConversation(texts[at])) ? at : [],
  );
  const [place] = places;
  // A file without rows is empty in each format, whatever its rows would have held.
  if (first.length === 0) return () => null;
  if (place === undefined || places.length > 1) throw unclear(columns, places);
  return ({ texts }) => conversationOf(texts[place]);
}

function placeOf(columns: readonly Column[], option: string, name: string | undefined): number {
  const known = columns.map((column) => column.name).join(', ');
  if (name === undefined) {
    throw new AppError(
      'bad-request',
      `${option}: user and assistant go together; name a column for it: ${known}.`,
    );
  }
  const place = columns.findIndex((column) => column.name === name);
  if (place >= 0) return place;
  throw new AppError('bad-request', `${option}: there is no column "${name}"; there are ${known}.`);
}

function unclear(columns: readonly Column[], places: readonly number[]): AppError {
  const names = columns.map(({ name }) => name);
  if (places.length > 1) {
    const found = places.map((place) => names[place]).join(' and ');
    return new AppError('bad-request', `columns: ${found} both hold conversations; name one of them.`);
  }
  return new AppError(
    'bad-request',
    `format: none of the columns (${names.join(', ')}) holds conversations. Say user=COLUMN and assistant=COLUMN to make them of two texts, or add a CHAT transform.`,
  );
}

function holdsConversation(text: string | undefined): boolean {
  if (text?.startsWith('{') !== true || !text.includes('"messages"')) return false;
  return messagesOf(decodeJson(text)) !== null;
}

/** Null for what isn't one: a row without it, or one whose cell somebody wrote over. */
function conversationOf(text: string | undefined): Conversation | null {
  const value = text === undefined ? null : decodeJson(text);
  const messages = messagesOf(value);
  if (messages === null) return null;
  const tools = isDict(value) ? value.get('tools') : undefined;
  return tools === undefined ? { messages } : { messages, tools };
}

function messagesOf(value: Value): readonly Message[] | null {
  const messages = isDict(value) ? value.get('messages') : undefined;
  return isList(messages) && messages.length > 0 && messages.every(isMessage) ? messages : null;
}

function isMessage(value: Value): value is Message {
  return isDict(value) && typeof value.get('role') === 'string';
}

function roleOf(message: Message): string {
  const role = message.get('role');
  return typeof role === 'string' ? role : '';
}

/** What a message says; calls of tools as JSON, so that nothing of them is lost. */
function textOf(message: Message): string {
  const content = message.get('content');
  const calls = message.get('tool_calls');
  if (typeof content === 'string' && (content !== '' || calls === undefined)) return content;
  return encodeJson(calls ?? content ?? null);
}

function isThere(text: string | undefined): text is string {
  return text !== undefined && text !== 'null';
}

/** A cell as somebody says it. */
function spoken(text: string): string {
  const value = decodeJson(text);
  return typeof value === 'string' ? value : pythonStr(value);
}

function withSystem(conversation: Conversation, text: string | undefined): Conversation {
  if (text === undefined) return conversation;
  const others = conversation.messages.filter((message) => roleOf(message) !== 'system');
  return { ...conversation, messages: [dict({ role: 'system', content: text }), ...others] };
}

function dict(values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values));
}
