import { createApiClient } from '@/lib/api/client';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { createRequestHandler } from '@/lib/server/handle-request';
import { routes } from '@/lib/server/route-table';
import { createServer, type Server } from '@/lib/server/server';
import { readRunText } from '@/lib/store/runs';
import { quoted } from '../print/quoted';
import { createTrialHands } from './drive-trials';
import { followRun } from './follow-run';
import { createLocalModel } from './local-model';
import { openCommandContext, projectId } from './open-store';
import type { Studio } from './studio';

/** A name that the API answers to; nothing listens there. */
const inside = 'http://localhost';

/** The studio of a data directory: the table of routes is asked within this process, with the rights of its owner. */
export async function openLocalStudio(dataDir: string | undefined, logLevel?: string): Promise<Studio> {
  const context = await openCommandContext(dataDir, logLevel);
  const own = await createServer(context);
  const localModel = createLocalModel(context);
  const hands = createTrialHands(context, localModel);
  const server: Server = {
    ...own,
    feed: {
      ...own.feed,
      // Without a worker nobody else would make the rows that are waited for.
      watchTrial(id, listener) {
        hands.take(id);
        return own.feed.watchTrial(id, listener);
      },
    },
  };
  const handle = createRequestHandler(server, routes, { validateAnswers: false });
  const api = createApiClient({
    baseUrl: inside,
    projectId,
    fetch: (url, init) => {
      const headers = new Headers(init.headers);
      headers.set('host', 'localhost');
      return handle(new Request(url, { ...init, headers }));
    },
  });
  return {
    api,
    flags: dataDir === undefined ? '' : ` --data-dir ${quoted(dataDir)}`,
    async follow(runId, line) {
      const { recipe } = readRecipe((await readRunText(context.db, runId)) ?? '');
      await followRun({ context, line, prepare: () => localModel.prepare(recipe) }, runId);
      return api.runs.get(runId);
    },
    async close() {
      await hands.close();
      await localModel.stop();
      await own.close();
      await closeTransport();
      await context.db.close();
    },
  };
}
