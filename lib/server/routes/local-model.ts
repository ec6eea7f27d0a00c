import type { z } from 'zod';
import { localModel } from '@/lib/api/model-wire';
import { isLoopback } from '@/lib/runtime/keys/provider-address';
import { askModelServer } from '@/lib/runtime/local-model/ask-model-server';
import { AppError } from '@/lib/util/app-error';
import { route } from '../route';
import type { Server } from '../server';

export const localModelRoutes = [
  route({
    method: 'GET',
    path: '/v1/models:local',
    summary: 'The model on this machine: its state, speed, threads and memory, and how its download stands.',
    answer: localModel,
    handle: ({ server }) => localModelNow(server),
  }),
  route({
    method: 'POST',
    path: '/v1/models:get-local',
    scope: 'admin',
    summary: 'Begins to fetch the small local model (98 MB); one that is running goes on.',
    answer: localModel,
    status: 202,
    handle({ server }) {
      if (!isLoopback(server.context.config.modelServerUrl)) {
        throw new AppError('bad-request', 'The model server runs elsewhere: its models are to be put there.');
      }
      server.modelDownload.start();
      return localModelNow(server);
    },
  }),
];

async function localModelNow({ context, modelDownload }: Server): Promise<z.input<typeof localModel>> {
  const answer = await askModelServer(context.config.modelServerUrl);
  const download = modelDownload.state();
  const failure = answer?.failure ?? null;
  return {
    status:
      answer === null
        ? 'away'
        : failure === null
          ? answer.status
          : failure.out_of_memory
            ? 'out-of-memory'
            : 'broken',
    model: answer?.model ?? null,
    loaded_share: answer?.loaded_share ?? null,
    tokens_per_second: answer?.tokens_per_second ?? null,
    threads: answer?.threads ?? null,
    cores: answer?.cores ?? null,
    memory_bytes: answer?.memory_bytes ?? null,
    size_bytes: answer?.size_bytes ?? null,
    problem: failure?.message ?? null,
    download: {
      status: download.status,
      progress: download.status === 'running' ? download.progress : null,
      problem: download.status === 'failed' ? download.problem : null,
    },
  };
}
