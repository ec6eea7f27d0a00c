import { JsonText } from './answer';
import type { Server } from './server';

/** How often a comment keeps an idle stream alive, in milliseconds. */
export const pingMs = 15_000;

/** What a stream's source may do. */
export type EventSink = {
  /**
   * Sends an event. Events under one `key` replace each other while the client is slower than they are: it
   * gets the newest.
   */
  send(event: string, data: unknown, key?: string): void;
  /** Ends the stream after what was sent. */
  end(): void;
};

/**
 * A response of server-sent events. `start` gets the sink and returns how to stop; it is stopped once, when the
 * source ends, the client goes or the server closes.
 */
export function eventStreamResponse(
  server: Server,
  request: Request,
  start: (sink: EventSink) => () => void,
): Response {
  const encoder = new TextEncoder();
  const waiting = new Map<string, { event: string; data: unknown }>();
  let unnamed = 0;
  let ended = false;
  const state = { closed: false };
  let stop: (() => void) | null = null;
  // Ids grow over reconnects too; nothing is replayed from them.
  let id = server.now();
  let pull: () => void = () => undefined;
  let cancel: () => void = () => undefined;

  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const flush = () => {
        for (const [key, { event, data }] of waiting) {
          if ((controller.desiredSize ?? 0) <= 0) return;
          waiting.delete(key);
          id = Math.max(id + 1, server.now());
          write(
            `id: ${id}\nevent: ${event}\ndata: ${data instanceof JsonText ? data.text : JSON.stringify(data)}\n\n`,
          );
        }
        if (ended) close();
      };
      const ping = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) write(': ping\n\n');
      }, pingMs);
      const close = () => {
        if (state.closed) return;
        state.closed = true;
        clearInterval(ping);
        request.signal.removeEventListener('abort', close);
        server.streams.delete(close);
        stop?.();
        // A client that went has cancelled the stream before us.
        try {
          controller.close();
        } catch {
          return;
        }
      };
      pull = flush;
      cancel = close;
      server.streams.set(close, request);
      request.signal.addEventListener('abort', close);
      stop = start({
        send(event, data, key = `#${(unnamed += 1)}`) {
          if (state.closed || ended) return;
          waiting.delete(key);
          waiting.set(key, { event, data });
          flush();
        },
        end() {
          ended = true;
          flush();
        },
      });
      if (state.closed) stop();
      else if (request.signal.aborted) close();
    },
    pull: () => pull(),
    cancel: () => cancel(),
  };
  return new Response(new ReadableStream(source, { highWaterMark: 16 }), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Proxies that buffer would hold the events back.
      'x-accel-buffering': 'no',
    },
  });
}
