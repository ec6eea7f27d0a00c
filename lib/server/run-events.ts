import { hasEnded } from '@/lib/run/run-status';
import type { RunRecord } from '@/lib/store/runs';
import { runDto } from './dto/run-dto';
import { eventStreamResponse, pingMs } from './event-stream';
import type { Server } from './server';

/**
 * The newest states of runs as events: at once, then whenever one has changed; `end` when it has ended. With
 * `closesAtEnd` the stream is over when every run is; without it, a `ping` says every 15 s that the server still
 * talks: browsers show no comment to a page.
 */
export function runEvents(
  server: Server,
  request: Request,
  options: { runIds: readonly number[]; closesAtEnd: boolean },
): Response {
  return eventStreamResponse(server, request, (sink) => {
    const ended = new Set<number>();
    const stop = server.feed.watchRuns(options.runIds, (run: RunRecord) => {
      const dto = runDto(run);
      sink.send('progress', dto, `progress:${run.id}`);
      if (!hasEnded(run.status)) {
        ended.delete(run.id);
        return;
      }
      if (ended.has(run.id)) return;
      ended.add(run.id);
      sink.send('end', dto, `end:${run.id}`);
      if (options.closesAtEnd && ended.size === options.runIds.length) sink.end();
    });
    const ping = options.closesAtEnd ? undefined : setInterval(() => sink.send('ping', {}, 'ping'), pingMs);
    return () => {
      stop();
      clearInterval(ping);
    };
  });
}
