/** A question as the mock understands it, whichever API it came by. */
export type MockQuestion = {
  readonly model: string;
  readonly prompt: string;
  readonly lastMessage: string;
  /** Equal for the same question asked again; the seed tells apart rows with equal prompts. */
  readonly identity: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly offersTools: boolean;
  /** The JSON Schema that the answer shall meet; null for free text. */
  readonly schema: unknown;
};

/** Reads the body of a chat completion or of a message request; null when it is neither. */
export function readQuestion(bodyText: string): MockQuestion | null {
  const body = parseObject(bodyText);
  const messages = body?.['messages'];
  if (body === null || !Array.isArray(messages)) return null;
  const texts: string[] = typeof body['system'] === 'string' ? [body['system']] : [];
  for (const message of messages) texts.push(contentOf(message));
  const prompt = texts.join('\n');
  const seed = typeof body['seed'] === 'number' ? body['seed'] : '';
  const model = typeof body['model'] === 'string' ? body['model'] : '';
  return {
    model,
    prompt,
    lastMessage: texts.at(-1) ?? '',
    identity: `${model}/${seed}/${prompt}`,
    stream: body['stream'] === true,
    includeUsage: body['stream_options'] !== undefined,
    offersTools: Array.isArray(body['tools']) && body['tools'].length > 0,
    schema: schemaOf(body['response_format']),
  };
}

function schemaOf(format: unknown): unknown {
  const shape = isObject(format) ? format['json_schema'] : undefined;
  return isObject(shape) ? shape['schema'] : null;
}

/** A number in [0, 2^53) that depends on every character (cyrb53, public domain, by bryc). */
export function hash53(text: string, seed = 0): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** A share in [0, 1) from a text. */
export function share(text: string, seed: number): number {
  return hash53(text, seed) / 2 ** 53;
}

/** About `count` plain words that depend on the prompt alone. */
function wordsFor(prompt: string, count: number): string {
  let state = hash53(prompt) % 2147483647 || 1;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    state = (state * 48271) % 2147483647;
    text += (index === 0 ? '' : ' ') + (vocabulary[state % vocabulary.length] ?? '');
  }
  return text;
}

/** Words, or what the question asks for: JSON of a shape, or parts behind their keys. */
export function textFor({ prompt, schema }: MockQuestion, words: number): string {
  if (schema !== null) return JSON.stringify(jsonFor(schema, prompt));
  const parts = [...prompt.matchAll(/^(\[[^\]\n]+\]) …$/gmu)].map(([, key]) => key);
  return parts.length === 0
    ? wordsFor(prompt, words)
    : parts.map((key) => `${key} ${wordsFor(`${prompt}/${key}`, words)}`).join('\n');
}

/** JSON of a simple schema, filled with words and numbers; lists have six items, enough for the plans of most conversations. */
function jsonFor(schema: unknown, prompt: string, number = 1): unknown {
  if (!isObject(schema)) return null;
  const { type, enum: choices, properties, items } = schema;
  if (Array.isArray(choices)) return choices[hash53(prompt) % choices.length];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(isObject(properties) ? properties : {}).map(([key, value]) => [
          key,
          jsonFor(value, `${prompt}/${key}`, number),
        ]),
      );
    case 'array':
      return Array.from({ length: 6 }, (_, at) => jsonFor(items, `${prompt}/${at}`, at + 1));
    case 'integer':
    case 'number':
      return number;
    case 'boolean':
      return true;
    default:
      return wordsFor(prompt, 8);
  }
}

/** Tokens as the mock counts them: four characters each. */
export function mockTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Calls of tools as OpenAI has them, with a comma before them; empty for none. */
export type MockToolCall = { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };

function toolCallsText(calls: readonly MockToolCall[]): string {
  if (calls.length === 0) return '';
  const written = calls.map(({ name, arguments: given }, index) => ({
    index,
    id: `call_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(given) },
  }));
  return `,"tool_calls":${JSON.stringify(written)}`;
}

/** The body of an OpenAI chat completion. */
export function chatCompletion(
  question: MockQuestion,
  text: string,
  finishReason: string,
  toolCalls: readonly MockToolCall[] = [],
): string {
  return `{"id":"mock","object":"chat.completion","created":0,"model":${JSON.stringify(question.model)},"choices":[{"index":0,"message":{"role":"assistant","content":${JSON.stringify(text)}${toolCallsText(toolCalls)}},"finish_reason":"${finishReason}"}],"usage":${chatUsage(question, text)}}`;
}

/** The events of an OpenAI stream. */
export function chatCompletionEvents(
  question: MockQuestion,
  text: string,
  finishReason: string,
  toolCalls: readonly MockToolCall[] = [],
): string[] {
  const chunk = (delta: string, reason: string, usage = '') =>
    `data: {"id":"mock","object":"chat.completion.chunk","model":${JSON.stringify(question.model)},"choices":[{"index":0,"delta":${delta},"finish_reason":${reason}}]${usage}}\n\n`;
  const events = [chunk('{"role":"assistant","content":""}', 'null')];
  for (const piece of pieces(text)) events.push(chunk(`{"content":${JSON.stringify(piece)}}`, 'null'));
  const calls = toolCallsText(toolCalls);
  if (calls !== '') events.push(chunk(`{"content":null${calls}}`, 'null'));
  events.push(chunk('{}', `"${finishReason}"`));
  if (question.includeUsage) {
    events.push(
      `data: {"id":"mock","object":"chat.completion.chunk","choices":[],"usage":${chatUsage(question, text)}}\n\n`,
    );
  }
  events.push('data: [DONE]\n\n');
  return events;
}

/** The body of an Anthropic message. */
export function anthropicMessage(question: MockQuestion, text: string, finishReason: string): string {
  return JSON.stringify({
    id: 'mock',
    type: 'message',
    role: 'assistant',
    model: question.model,
    content: [{ type: 'text', text }],
    stop_reason: anthropicStop(finishReason),
    stop_sequence: null,
    usage: { input_tokens: mockTokens(question.prompt), output_tokens: mockTokens(text) },
  });
}

/** The events of an Anthropic stream. */
export function anthropicEvents(question: MockQuestion, text: string, finishReason: string): string[] {
  const event = (data: { type: string } & Record<string, unknown>) =>
    `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
  return [
    event({
      type: 'message_start',
      message: {
        id: 'mock',
        type: 'message',
        role: 'assistant',
        model: question.model,
        content: [],
        stop_reason: null,
        usage: { input_tokens: mockTokens(question.prompt), output_tokens: 0 },
      },
    }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...pieces(text).map((piece) =>
      event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } }),
    ),
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: anthropicStop(finishReason), stop_sequence: null },
      usage: { output_tokens: mockTokens(text) },
    }),
    event({ type: 'message_stop' }),
  ];
}

function chatUsage(question: MockQuestion, text: string): string {
  const promptTokens = mockTokens(question.prompt);
  const completionTokens = mockTokens(text);
  return `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${promptTokens + completionTokens}}`;
}

function anthropicStop(finishReason: string): string {
  return finishReason === 'length' ? 'max_tokens' : finishReason === 'stop' ? 'end_turn' : finishReason;
}

function pieces(text: string): string[] {
  return text.match(/\s*\S+(\s+$)?/g) ?? [];
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function contentOf(message: unknown): string {
  if (!isObject(message)) return '';
  const content = message['content'];
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

const vocabulary =
  'a about across after again along amber always answer apple around autumn bank beside blue boat book bread bridge bright brown calm candle card careful carry city clear cloud coat cold copper corner cup dark day deep door early earth east evening every fair far field fire first fish flour forest friend garden gentle glass gold good grain green hand harbor hill home hour house inn iron island journey key kind king lamp last late leaf letter light little long lost low map market meadow milk mill moon morning mountain name narrow near new night north oak old open orchard out paper path people place plain quiet rain red river road roof room rose salt sea seed shop silver sky slow small snow soft song south spring star still stone story street summer table tall tea thread time town tree under valley village voice wall warm water west wheel white wide wind window winter wood word work yard year yellow young'.split(
    ' ',
  );
