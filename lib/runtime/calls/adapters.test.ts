import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ToolDefinition } from '@/lib/llm/message';
import type { ModelCall } from '@/lib/llm/model-call';
import { createAnthropicCall } from './anthropic-call';
import { createCall } from './create-call';
import { createEchoCall } from './echo-call';
import { createOpenAiCall } from './openai-call';
import { closeTransport, failureOfError } from './transport';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let baseUrl: string;
let respond: Handler;
let seen: { url: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const parsed: unknown = body === '' ? {} : JSON.parse(body);
      seen.push({
        url: request.url ?? '',
        headers: request.headers,
        body: parsed as Record<string, unknown>,
      });
      respond(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  baseUrl = `http://127.0.0.1:${address.port}/v1`;
});

afterEach(() => {
  seen = [];
});

afterAll(async () => {
  await closeTransport();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const question: ModelCall = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Grüße?' },
  ],
  generation: { maxNewTokens: 50, temperature: 0.7, frequencyPenalty: 0, presencePenalty: 0, minP: 0 },
  seed: 7,
};
const idle = () => new AbortController().signal;
const openAi = (changes: Partial<Parameters<typeof createOpenAiCall>[0]> = {}) =>
  createOpenAiCall({
    baseUrl,
    modelName: 'm',
    apiKey: 'key-1',
    timeoutMs: 5_000,
    isOpenAi: false,
    ...changes,
  });
const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Handler => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
};
const completion = (content: string | null) => ({
  choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 3 },
});
const events = (pieces: readonly string[]): Handler => {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
    response.end();
  };
};

describe('the OpenAI adapter', () => {
  test('an answer has its text, its reason to end and its tokens', async () => {
    respond = json(completion('Hello 🙂'));
    expect(await openAi()(question, { signal: idle() })).toMatchObject({
      ok: true,
      text: 'Hello 🙂',
      finishReason: 'stop',
      usage: { promptTokens: 11, completionTokens: 3 },
    });
    expect(seen[0]?.url).toBe('/v1/chat/completions');
    expect(seen[0]?.headers.authorization).toBe('Bearer key-1');
    expect(seen[0]?.body).toEqual({
      model: 'm',
      messages: question.messages,
      max_tokens: 50,
      temperature: 0.7,
      seed: 7,
    });
  });

  test.each([
    [null, 'stop', 'stop'],
    [null, 'tool_calls', 'tool_calls'],
    ['', 'content_filter', 'content_filter'],
    ['cut', 'length', 'length'],
    ['said', 'end_turn', 'unknown'],
  ])(
    'the content %j with the reason %s is an answer: what it is worth is said elsewhere',
    async (content, reason, finishReason) => {
      respond = json({ choices: [{ message: { role: 'assistant', content }, finish_reason: reason }] });
      const answer = await openAi()(question, { signal: idle() });
      expect(answer).toMatchObject({ ok: true, text: content ?? '', finishReason });
    },
  );

  test('parameters go out under the names of the engine, and only when they say something', async () => {
    respond = json(completion('x'));
    const generation = {
      ...question.generation,
      topP: 0.9,
      frequencyPenalty: 0.5,
      presencePenalty: -0.5,
      minP: 0.1,
      stopStrings: ['END'],
      logitBias: { '12': -100 },
    };
    await openAi({ isOpenAi: true, modelName: 'gpt-4o' })(
      { ...question, seed: null, generation },
      { signal: idle() },
    );
    expect(seen[0]?.body).toEqual({
      model: 'gpt-4o',
      messages: question.messages,
      max_completion_tokens: 50,
      temperature: 0.7,
      top_p: 0.9,
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      min_p: 0.1,
      stop: ['END'],
      logit_bias: { '12': -100 },
    });
  });

  test.each(['o1-mini', 'o3', 'o4-mini', 'gpt-5-mini'])('%s gets no temperature', async (modelName) => {
    respond = json(completion('x'));
    await openAi({ isOpenAi: true, modelName })(question, { signal: idle() });
    expect(seen[0]?.body).not.toHaveProperty('temperature');
  });

  test('a stream is passed on piece by piece and counted at its end', async () => {
    const chunk = (delta: object, more: object = {}) =>
      `data: ${JSON.stringify({ choices: [{ delta, ...more }] })}\n\n`;
    const whole = [
      chunk({ role: 'assistant' }),
      chunk({ content: 'Grü' }),
      chunk({ content: 'ße' }),
      chunk({}, { finish_reason: 'length' }),
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } })}\n\ndata: [DONE]\n\n`,
    ].join('');
    const cut = Buffer.from(whole);
    const at = cut.indexOf('ü') + 1; // in the middle of a character
    respond = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(cut.subarray(0, at));
      setImmediate(() => response.end(cut.subarray(at)));
    };
    const pieces: string[] = [];
    const answer = await openAi()(question, { signal: idle(), onText: (piece) => pieces.push(piece) });
    expect(pieces).toEqual(['Grü', 'ße']);
    expect(answer).toMatchObject({
      ok: true,
      text: 'Grüße',
      finishReason: 'length',
      usage: { promptTokens: 5, completionTokens: 2 },
    });
    expect(seen[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  test('a server that does not stream is read all the same', async () => {
    respond = json(completion('in one piece'));
    const pieces: string[] = [];
    const answer = await openAi()(question, { signal: idle(), onText: (piece) => pieces.push(piece) });
    expect(answer).toMatchObject({ ok: true, text: 'in one piece' });
    expect(pieces).toEqual(['in one piece']);
  });

  test('an endpoint that does not count tokens is counted by characters', async () => {
    respond = json({ choices: [{ message: { content: 'four words of text' }, finish_reason: 'stop' }] });
    const answer = await openAi()(question, { signal: idle() });
    expect(answer.ok && answer.usage.completionTokens).toBeGreaterThan(2);
  });

  test.each<[string, Handler, string]>([
    ['JSON that was cut off', (_, response) => response.end('{"choices": [{"mess'), 'malformed-answer'],
    ['no choices', json({ choices: [] }), 'malformed-answer'],
    [
      'a page of HTML under status 200',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      'malformed-answer',
    ],
    ['an empty body', (_, response) => response.end(), 'malformed-answer'],
    [
      'a body above 16 MB',
      (_, response) => response.end(Buffer.alloc(17 * 1024 * 1024, 32)),
      'malformed-answer',
    ],
    ['429', json({ error: { message: 'slow down' } }, 429, { 'retry-after': '2' }), 'rate-limited'],
    ['500', json({ error: { message: 'oops' } }, 500), 'server-error'],
    ['401', json({ error: { message: 'Incorrect API key' } }, 401), 'key-refused'],
    [
      '404 for the model',
      json({ error: { message: 'no model m', code: 'model_not_found' } }, 404),
      'unknown-model',
    ],
    [
      'an error under status 200',
      json({ error: { message: 'upstream is busy', code: 503 } }),
      'server-error',
    ],
    ['a broken connection', (request) => request.socket.destroy(), 'server-error'],
    [
      'a body that ends too soon',
      (request, response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"choices"', () => request.socket.destroy());
      },
      'server-error',
    ],
  ])('%s is a failure, not an exception', async (_, handler, code) => {
    respond = handler;
    expect(await openAi()(question, { signal: idle() })).toMatchObject({ ok: false, code });
  });

  test('a stream that breaks off is no answer', async () => {
    respond = events([`data: ${JSON.stringify({ choices: [{ delta: { content: 'half' } }] })}\n\n`]);
    const answer = await openAi()(question, { signal: idle(), onText: () => undefined });
    expect(answer).toMatchObject({ ok: false, code: 'malformed-answer' });
  });

  test("the provider's own words come back", async () => {
    respond = json({ error: { message: 'Incorrect API key provided: abc' } }, 401);
    const answer = await openAi()(question, { signal: idle() });
    expect(answer).toMatchObject({
      message: expect.stringContaining('Incorrect API key provided') as string,
    });
  });

  test('a redirect is not followed: the key stays with its origin', async () => {
    let strangerSaw: string | undefined;
    const stranger = createServer((request, response) => {
      strangerSaw = request.headers.authorization ?? 'no key';
      response.end(JSON.stringify(completion('stolen')));
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const address = stranger.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    respond = (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/v1` }).end();
    const answer = await openAi()(question, { signal: idle() });
    expect(answer.ok).toBe(false);
    expect(strangerSaw).toBeUndefined();
    await new Promise((resolve) => stranger.close(resolve));
  });

  test('an endpoint that hangs is given up after the time for the whole call', async () => {
    respond = () => undefined;
    const answer = await openAi({ timeoutMs: 60 })(question, { signal: idle() });
    expect(answer).toMatchObject({ ok: false, code: 'timeout' });
  });

  test('an aborted signal ends all its calls at once', async () => {
    respond = () => undefined;
    const stop = new AbortController();
    const calls = [1, 2, 3].map(() => openAi()(question, { signal: stop.signal }));
    stop.abort();
    for (const answer of await Promise.all(calls))
      expect(answer).toMatchObject({ ok: false, code: 'cancelled' });
    expect(await openAi()(question, { signal: stop.signal })).toMatchObject({ code: 'cancelled' });
  });

  test('nothing at the address: the endpoint is down, and the message says where', async () => {
    const answer = await openAi({ baseUrl: 'http://127.0.0.1:1/v1' })(question, { signal: idle() });
    expect(answer).toMatchObject({ ok: false, code: 'endpoint-down' });
    expect(!answer.ok && answer.message).toContain('127.0.0.1:1');
  });

  test('a key with a line break is refused here, not thrown over', async () => {
    const answer = await openAi({ apiKey: 'a\nb' })(question, { signal: idle() });
    expect(answer).toMatchObject({ ok: false, code: 'key-refused' });
    expect(JSON.stringify(answer)).not.toContain('a\\nb');
  });
});

describe('the Anthropic adapter', () => {
  const anthropic = (modelName = 'claude-sonnet-4') =>
    createAnthropicCall({ baseUrl, modelName, apiKey: 'key-2', timeoutMs: 5_000 });
  const message = {
    content: [{ type: 'text', text: 'Good ' }, { type: 'thinking' }, { type: 'text', text: 'day' }],
    stop_reason: 'max_tokens',
    usage: { input_tokens: 9, output_tokens: 4 },
  };

  test('speaks the messages protocol: system apart, roles merged, no top_p, no seed', async () => {
    respond = json(message);
    const answer = await anthropic()(
      {
        ...question,
        messages: [
          { role: 'system', content: 'A' },
          { role: 'system', content: 'B' },
          { role: 'user', content: '1' },
          { role: 'user', content: '2' },
          { role: 'assistant', content: '3' },
          { role: 'user', content: '4' },
        ],
        generation: { ...question.generation, topP: 0.9 },
      },
      { signal: idle() },
    );
    expect(answer).toMatchObject({
      ok: true,
      text: 'Good day',
      finishReason: 'length',
      usage: { promptTokens: 9, completionTokens: 4 },
    });
    expect(seen[0]?.url).toBe('/v1/messages');
    expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'key-2', 'anthropic-version': '2023-06-01' });
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[0]?.body).toEqual({
      model: 'claude-sonnet-4',
      max_tokens: 50,
      system: 'A\n\nB',
      messages: [
        { role: 'user', content: '1\n\n2' },
        { role: 'assistant', content: '3' },
        { role: 'user', content: '4' },
      ],
      temperature: 0.7,
    });
  });

  test.each([
    ['claude-opus-4-7', false],
    ['claude-opus-4-1', true],
    ['claude-sonnet-4-20250514', true],
    ['claude-sonnet-5', false],
    ['claude-3-5-sonnet-20240620', true],
  ])('%s gets a temperature: %s', async (modelName, takes) => {
    respond = json(message);
    await anthropic(modelName)(question, { signal: idle() });
    expect('temperature' in (seen[0]?.body ?? {})).toBe(takes);
  });

  test('a system message alone is asked as a question', async () => {
    respond = json(message);
    await anthropic()({ ...question, messages: [{ role: 'system', content: 'Write.' }] }, { signal: idle() });
    expect(seen[0]?.body['messages']).toEqual([{ role: 'user', content: 'Write.' }]);
  });

  test('a stream is passed on piece by piece', async () => {
    const event = (data: { type: string } & Record<string, unknown>) =>
      `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
    respond = events([
      event({ type: 'message_start', message: { usage: { input_tokens: 8 } } }),
      event({ type: 'ping' }),
      event({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hi' } }),
      event({ type: 'content_block_delta', delta: { type: 'text_delta', text: ' you' } }),
      event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 6 } }),
      event({ type: 'message_stop' }),
    ]);
    const pieces: string[] = [];
    const answer = await anthropic()(question, { signal: idle(), onText: (piece) => pieces.push(piece) });
    expect(pieces).toEqual(['Hi', ' you']);
    expect(answer).toMatchObject({ text: 'Hi you', usage: { promptTokens: 8, completionTokens: 6 } });
  });

  test('a wrong key is told in the words of the provider', async () => {
    respond = json(
      { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      401,
    );
    expect(await anthropic()(question, { signal: idle() })).toMatchObject({
      code: 'key-refused',
      message: expect.stringContaining('invalid x-api-key') as string,
    });
  });
});

test('the echo answers with the last user message, for nothing', async () => {
  expect(await createEchoCall()(question, { signal: idle() })).toMatchObject({
    ok: true,
    text: 'Grüße?',
    latencyMs: 0,
  });
});

test.each([
  ['gemini-2.5-flash', 'google/gemini-2.5-flash'],
  ['meta/llama-4-scout', 'meta/llama-4-scout'],
])('A135 Vertex is asked for %s by its publisher, with the token', async (modelName, asked) => {
  respond = (_, response) => response.writeHead(429).end();
  const call = createCall({
    engine: 'GOOGLE_VERTEX',
    protocol: 'openai',
    baseUrl: `${baseUrl}/endpoints/openapi`,
    modelName,
    apiKey: 'ya29.token',
    timeoutMs: 5000,
  });
  await call(question, { signal: idle() });
  expect(seen).toMatchObject([
    {
      url: '/v1/endpoints/openapi/chat/completions',
      headers: { authorization: 'Bearer ya29.token' },
      body: { model: asked },
    },
  ]);
});

test('a local model server that is away is named, with what to do', async () => {
  const call = createCall({
    engine: 'LLAMACPP',
    protocol: 'local',
    baseUrl: 'http://127.0.0.1:1/v1',
    modelName: 'm',
    timeoutMs: 1000,
  });
  const answer = await call(question, { signal: idle() });
  expect(answer).toMatchObject({ ok: false, code: 'endpoint-down' });
  expect(!answer.ok && answer.message).toContain('npm start');
});

test.each([
  ['ECONNREFUSED', 'endpoint-down'],
  ['ENOTFOUND', 'endpoint-down'],
  ['UND_ERR_CONNECT_TIMEOUT', 'endpoint-down'],
  ['EAI_AGAIN', 'endpoint-down'],
  ['CERT_HAS_EXPIRED', 'endpoint-down'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'endpoint-down'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'endpoint-down'],
  ['EPIPE', 'server-error'],
  ['ECONNRESET', 'server-error'],
  ['UND_ERR_SOCKET', 'server-error'],
  ['HPE_INVALID_CONSTANT', 'malformed-answer'],
])('the connection error %s means %s', (code, failure) => {
  const error = Object.assign(new Error('words'), { code });
  expect(failureOfError(error, new URL('https://example.test/v1'))).toMatchObject({
    ok: false,
    code: failure,
  });
});

const lookup: ToolDefinition = {
  name: 'lookup',
  description: 'Looks up',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const talk: ModelCall = {
  ...question,
  tools: [lookup],
  messages: [
    { role: 'user', content: 'How warm?' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c1', name: 'lookup', arguments: '{"city":"Oslo"}' }],
    },
    { role: 'tool', content: '{"temp":3}', toolCallId: 'c1' },
    { role: 'user', content: 'Go on.' },
  ],
};
const closed = { type: 'object', properties: { a: {} }, required: ['a'], additionalProperties: false };

describe('tools and shapes over the OpenAI adapter', () => {
  const offered = { type: 'function', function: lookup };

  test('tools, calls and results go out in the form of the protocol', async () => {
    respond = json(completion('3 degrees'));
    expect(await openAi()(talk, { signal: idle() })).not.toHaveProperty('toolCalls');
    expect(seen[0]?.body).toMatchObject({
      messages: [
        { role: 'user', content: 'How warm?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'lookup', arguments: '{"city":"Oslo"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{"temp":3}' },
        { role: 'user', content: 'Go on.' },
      ],
      tools: [offered],
    });
    expect(seen[0]?.body).not.toHaveProperty('tool_choice');
  });

  test.each([
    [{ toolChoice: 'required' }, { tool_choice: 'required' }],
    [{ toolChoice: 'lookup' }, { tool_choice: { type: 'function', function: { name: 'lookup' } } }],
    [{ parallelToolCalls: false }, { parallel_tool_calls: false }],
  ])('%j goes with tools alone', async (choice, fields) => {
    respond = json(completion('x'));
    const generation = { ...question.generation, ...choice };
    await openAi()({ ...talk, generation }, { signal: idle() });
    await openAi()({ ...question, generation }, { signal: idle() });
    expect(seen[0]?.body).toMatchObject(fields);
    for (const name of ['tools', ...Object.keys(fields)]) expect(seen[1]?.body).not.toHaveProperty(name);
  });

  test('calls come back as the model wrote them, with an id where the server gave none', async () => {
    const wanted = [
      { id: 'c7', type: 'function', function: { name: 'lookup', arguments: '{bad' } },
      { function: { name: 'other', arguments: { a: 1 } } },
      { id: null, function: { name: 'third', arguments: null } },
    ];
    respond = json({
      choices: [{ message: { content: null, tool_calls: wanted }, finish_reason: 'tool_calls' }],
    });
    expect(await openAi()(talk, { signal: idle() })).toMatchObject({
      text: '',
      finishReason: 'tool_calls',
      toolCalls: [
        { id: 'c7', name: 'lookup', arguments: '{bad' },
        { id: 'call_1', name: 'other', arguments: '{"a":1}' },
        { id: 'call_2', name: 'third', arguments: '' },
      ],
    });
  });

  test('calls are put together from the pieces of a stream', async () => {
    const piece = (calls: unknown, more: object = {}) =>
      `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: calls }, ...more }] })}\n\n`;
    respond = events([
      piece([{ index: 0, id: 'c1', function: { name: 'lookup', arguments: '' } }]),
      piece([{ index: 0, function: { arguments: '{"city":' } }]),
      piece([{ index: 1, id: 'c2', function: { name: 'other', arguments: '{}' } }]),
      piece([{ index: 0, function: { arguments: '"Oslo"}' } }], { finish_reason: 'tool_calls' }),
      'data: [DONE]\n\n',
    ]);
    expect(await openAi()(talk, { signal: idle(), onText: () => undefined })).toMatchObject({
      ok: true,
      finishReason: 'tool_calls',
      toolCalls: [
        { id: 'c1', name: 'lookup', arguments: '{"city":"Oslo"}' },
        { id: 'c2', name: 'other', arguments: '{}' },
      ],
    });
  });

  test.each([
    [closed, true],
    [{ type: 'object', properties: { a: closed } }, false],
    [{ type: 'array', items: { ...closed, required: [] } }, false],
  ])('a shape is asked for to the letter only where it says all: %j', async (schema, strict) => {
    respond = json(completion('{}'));
    await openAi()({ ...question, shape: { name: 'form', schema } }, { signal: idle() });
    expect(seen[0]?.body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'form', schema, strict },
    });
  });

  test('R136 the shape of a recipe is asked for where the question has none of its own', async () => {
    const shape = { name: 'answer', schema: { type: 'object' } };
    const guided = { ...question, generation: { ...question.generation, shape } };
    respond = json(completion('{}'));
    await openAi()(guided, { signal: idle() });
    await openAi()({ ...guided, shape: { name: 'form', schema: {} } }, { signal: idle() });
    expect(seen.map(({ body }) => body['response_format'])).toMatchObject([
      { json_schema: { name: 'answer' } },
      { json_schema: { name: 'form' } },
    ]);
  });
});

describe('tools and shapes over the Anthropic adapter', () => {
  const anthropic = (modelName = 'claude-sonnet-4-5') =>
    createAnthropicCall({ baseUrl, modelName, apiKey: 'key-2', timeoutMs: 5_000 });
  const said = (content: unknown[]) => ({
    content,
    stop_reason: 'tool_use',
    usage: { input_tokens: 9, output_tokens: 4 },
  });
  const offered = { name: 'lookup', description: 'Looks up', input_schema: lookup.parameters };

  test('tools, calls and results go out as blocks', async () => {
    respond = json(said([{ type: 'text', text: 'x' }]));
    await anthropic()(talk, { signal: idle() });
    expect(seen[0]?.body).toMatchObject({
      tools: [offered],
      messages: [
        { role: 'user', content: 'How warm?' },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'c1', name: 'lookup', input: { city: 'Oslo' } }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: '{"temp":3}' },
            { type: 'text', text: 'Go on.' },
          ],
        },
      ],
    });
    expect(seen[0]?.body).not.toHaveProperty('tool_choice');
  });

  test('where none may be used any more, those that were used are still named', async () => {
    respond = json(said([{ type: 'text', text: 'x' }]));
    await anthropic()({ ...talk, tools: undefined }, { signal: idle() });
    expect(seen[0]?.body).toMatchObject({
      tools: [{ name: 'lookup', input_schema: { type: 'object' } }],
      tool_choice: { type: 'none' },
    });
  });

  test.each([
    [{ toolChoice: 'required' }, { type: 'any' }],
    [
      { toolChoice: 'lookup', parallelToolCalls: false },
      { type: 'tool', name: 'lookup', disable_parallel_tool_use: true },
    ],
    [{ parallelToolCalls: false }, { type: 'auto', disable_parallel_tool_use: true }],
    [{ toolChoice: 'none', parallelToolCalls: false }, { type: 'none' }],
  ])('%j', async (choice, field) => {
    respond = json(said([{ type: 'text', text: 'x' }]));
    await anthropic()({ ...talk, generation: { ...question.generation, ...choice } }, { signal: idle() });
    expect(seen[0]?.body['tool_choice']).toEqual(field);
  });

  test('calls come back, in one piece and in a stream', async () => {
    respond = json(
      said([
        { type: 'text', text: 'One moment' },
        { type: 'tool_use', id: 't1', name: 'lookup', input: { a: 1 } },
      ]),
    );
    const expected = {
      text: 'One moment',
      finishReason: 'tool_calls',
      toolCalls: [{ id: 't1', name: 'lookup', arguments: '{"a":1}' }],
    };
    expect(await anthropic()(talk, { signal: idle() })).toMatchObject(expected);
    const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
    respond = events([
      event({ type: 'message_start', message: { usage: { input_tokens: 9 } } }),
      event({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'One moment' } }),
      event({
        type: 'content_block_start',
        content_block: { type: 'tool_use', id: 't1', name: 'lookup', input: {} },
      }),
      event({ type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"a"' } }),
      event({ type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: ':1}' } }),
      event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 4 } }),
      event({ type: 'message_stop' }),
    ]);
    expect(await anthropic()(talk, { signal: idle(), onText: () => undefined })).toMatchObject(expected);
  });

  test.each([
    ['claude-sonnet-4-5', true],
    ['claude-haiku-4-5-20251001', true],
    ['claude-opus-5', true],
    ['claude-sonnet-4-20250514', false],
    ['claude-3-5-sonnet-20240620', false],
  ])('%s is held to a shape: %s', async (modelName, isHeld) => {
    respond = json(said([{ type: 'text', text: '{}' }]));
    await anthropic(modelName)({ ...question, shape: { name: 'form', schema: closed } }, { signal: idle() });
    expect(seen[0]?.body['output_config']).toEqual(
      isHeld ? { format: { type: 'json_schema', schema: closed } } : undefined,
    );
  });
});

test('a rehearsal calls no tool', async () => {
  expect(await createEchoCall()(talk, { signal: idle() })).toMatchObject({ text: 'Go on.' });
  expect(await createEchoCall()(talk, { signal: idle() })).not.toHaveProperty('toolCalls');
});
