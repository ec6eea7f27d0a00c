import type { z } from 'zod';
import { health } from '@/lib/api/model-wire';
import { askModelServer } from '@/lib/runtime/local-model/ask-model-server';
import { workerDownAfterMs, workerHeartbeatAgeMs } from '@/lib/store/workers';
import packageJson from '@/package.json' with { type: 'json' };
import { route } from '../route';
import type { Server } from '../server';

export const healthRoutes = [
  route({
    method: 'GET',
    path: '/api/health',
    summary: 'How the server and its processes are.',
    scope: 'open',
    answer: health,
    async handle({ server }): Promise<z.input<typeof health>> {
      const ageMs = await workerHeartbeatAgeMs(server.context.db, server.now());
      return {
        status: 'ok',
        version: packageJson.version,
        database: { kind: 'sqlite' },
        worker: {
          status: ageMs !== null && ageMs <= workerDownAfterMs ? 'ok' : 'down',
          heartbeat_age_ms: ageMs,
        },
        model_server: await modelServer(server),
      };
    },
  }),
];

async function modelServer({ context }: Server): Promise<z.input<typeof health>['model_server']> {
  const answer = await askModelServer(context.config.modelServerUrl);
  return { status: answer?.status ?? 'absent', model: answer?.model ?? null };
}
