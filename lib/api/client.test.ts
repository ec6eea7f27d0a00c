import { expect, test } from 'vitest';
import { createApiClient } from './client';
import { readEvents } from './sse';

function clientAnswering(answer: () => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const client = createApiClient({
    baseUrl: 'http://server',
    projectId: 3,
    apiKey: 'K',
    fetch: async (url, init) => {
      asked.push({ url, init });
      return answer();
    },
  });
  return { client, asked };
}

function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

test('a call asks the path of its project, with key and JSON', async () => {
  const { client, asked } = clientAnswering(() => Response.json({ diagnostics: [] }));
  expect(await client.recipes.validate('a: 1')).toEqual({ diagnostics: [] });
  expect(asked[0]).toMatchObject({
    url: 'http://server/v1/projects/3/recipes:validate',
    init: { method: 'POST', body: '{"yaml":"a: 1"}', headers: { 'x-api-key': 'K' } },
  });
});

test('an error of the wire is thrown with its code and details', async () => {
  const body = { error: { code: 'stale-version', message: 'Somebody was first.', details: { version: 2 } } };
  const { client } = clientAnswering(() => Response.json(body, { status: 409 }));
  await expect(client.recipes.get(1)).rejects.toMatchObject(body.error);
});

test('no server, and answers that are not ours, have codes of their own', async () => {
  const gone = clientAnswering(() => Promise.reject(new TypeError('fetch failed')));
  await expect(gone.client.health()).rejects.toMatchObject({ code: 'server-unreachable' });
  const foreign = clientAnswering(() => new Response('<html>'));
  await expect(foreign.client.health()).rejects.toMatchObject({ code: 'answer-unreadable' });
  const proxy = clientAnswering(() => new Response('Bad gateway', { status: 502 }));
  await expect(proxy.client.health()).rejects.toMatchObject({ code: 'answer-unreadable' });
});

test('events are read over any cut, without comments', async () => {
  const text = ': ping\n\nid: 7\nevent: delta\ndata: {"a":\ndata: "ü"}\n\r\nevent: end\ndata: {}\n\n';
  const bytes = [...new TextEncoder().encode(text)];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  expect(events).toEqual([
    { id: '7', event: 'delta', data: '{"a":\n"ü"}' },
    { id: null, event: 'end', data: '{}' },
  ]);
});

test('a trial is read event by event and checked', async () => {
  const delta = { row: 0, attribute_id: 'story', step: 'answer', text: 'Once' };
  const { client } = clientAnswering(
    () =>
      new Response(
        streamOf(`event: delta\ndata: ${JSON.stringify(delta)}\n\n`, 'event: end\ndata: {"x":1}\n\n'),
      ),
  );
  const events = client.recipes.try({ yaml: 'a: 1' });
  expect((await events.next()).value).toEqual({ event: 'delta', data: delta });
  await expect(events.next()).rejects.toMatchObject({ code: 'answer-unreadable' });
});
