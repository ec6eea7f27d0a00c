import { z } from 'zod';
import { health } from '@/lib/api/model-wire';
import { workerDownAfterMs, workerHeartbeatAgeMs } from '@/lib/store/workers';
import packageJson from '@/package.json' with { type: 'json' };
import { route } from '../route';
import type { Server } from '../server';

const modelServerHealth = z.object({
  status: z.enum(['ok', 'idle', 'starting', 'absent']),
  model: z.string().nullish(),
});

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

/** A model server that doesn't answer within half a second counts as absent: the page must not wait for it. */
async function modelServer({ context }: Server): Promise<z.input<typeof health>['model_server']> {
  try {
    const response = await fetch(`${context.config.modelServerUrl}/health`, {
      signal: AbortSignal.timeout(500),
    });
    const answer = modelServerHealth.parse(await response.json());
    return { status: answer.status, model: answer.model ?? null };
  } catch {
    return { status: 'absent', model: null };
  }
}
