import type { Context } from '@/lib/runtime/context';
import { dataDirOf } from '@/lib/runtime/data-dir';
import { createModelDownload, type ModelDownload } from '@/lib/runtime/local-model/model-download';
import { createCallers, type Callers } from './callers';
import { createFailedAttempts, type FailedAttempts } from './failed-attempts';
import { createLiveFeed, type LiveFeed } from './live-feed';
import { createReports, type Reports } from './report/reports';
import { createSelections, type Selections } from './rows/selections';
import { openSigner, type Signer } from './signature';

/** What the routes of one web process share. */
export type Server = {
  readonly context: Context;
  readonly feed: LiveFeed;
  readonly signer: Signer;
  readonly reports: Reports;
  readonly selections: Selections;
  /** How to close each open stream, with the request that it answers. */
  readonly streams: Map<() => void, Request>;
  readonly callers: Callers;
  readonly attempts: FailedAttempts;
  readonly modelDownload: ModelDownload;
  /** Aborted when the server closes: for work that no request waits for. */
  readonly closing: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Closes the open streams and the feed; the context belongs to whoever opened it. */
  close(): Promise<void>;
};

/** Makes the server of a context, whose database must have been migrated. */
export async function createServer(context: Context, now: () => number = Date.now): Promise<Server> {
  const feed = createLiveFeed({ dataDir: context.config.dataDir, log: context.log });
  const signer = await openSigner(context.db, context.box);
  const reports = createReports({ db: context.db, dataDir: context.config.dataDir, log: context.log, now });
  const selections = createSelections(context.db, context.log);
  const streams = new Map<() => void, Request>();
  const attempts = createFailedAttempts(now);
  const modelDownload = createModelDownload(dataDirOf(context.config.dataDir).models);
  const closing = new AbortController();
  return {
    context,
    feed,
    signer,
    reports,
    selections,
    streams,
    callers: createCallers(streams, attempts),
    attempts,
    modelDownload,
    closing: closing.signal,
    now,
    async close() {
      closing.abort();
      modelDownload.close();
      for (const closeStream of [...streams.keys()]) closeStream();
      selections.close();
      await reports.close();
      await feed.close();
    },
  };
}
