import { regenerateBody, regeneration, regenerationEstimate } from '@/lib/api/dataset-wire';
import { cancelRegeneration, readRegeneration } from '@/lib/store/regenerations';
import { AppError } from '@/lib/util/app-error';
import { regenerationDto } from '../dto/regeneration-dto';
import { found } from '../paging';
import { route } from '../route';
import { estimateRegeneration, startRegeneration } from '../rows/regenerate-row';
import { storedDataset } from '../rows/stored-dataset';
import type { Server } from '../server';

export const regenerationRoutes = [
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}/rows/{index}:estimate',
    summary: 'What asking an attribute of a row anew is likely to take.',
    body: regenerateBody,
    answer: regenerationEstimate,
    async handle({ server, params, body }) {
      const { run } = await storedDataset(server, params);
      const wanted = { index: params.index, attributeId: body.attribute_id };
      return estimateRegeneration(server, run, wanted);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}/rows/{index}:regenerate',
    summary: 'Asks an attribute of a row anew, and what uses it where that changes a prompt.',
    body: regenerateBody,
    answer: regeneration,
    status: 202,
    async handle({ server, params, body }) {
      const { run } = await storedDataset(server, params);
      const wanted = { index: params.index, attributeId: body.attribute_id };
      return regenerationDto(await startRegeneration(server, run, wanted));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}/datasets/{id}/regenerations/{regeneration}',
    summary: 'How far a regeneration is, for an hour after its end.',
    answer: regeneration,
    async handle({ server, params }) {
      return regenerationDto(await storedRegeneration(server, params));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects/{project}/datasets/{id}/regenerations/{regeneration}:cancel',
    summary: 'Leaves the row as it is; an answer that was on its way is kept in the journal.',
    answer: regeneration,
    status: 202,
    async handle({ server, params }) {
      const { id, status } = await storedRegeneration(server, params);
      if (!(await cancelRegeneration(server.context.db, id, server.now()))) {
        throw new AppError('wrong-state', `This regeneration is over: it is ${status}.`);
      }
      return regenerationDto(await storedRegeneration(server, params));
    },
  }),
];

type Place = { project: number; id: number; regeneration: number };

async function storedRegeneration(server: Server, params: Place) {
  const { run } = await storedDataset(server, params);
  const name = `regeneration ${params.regeneration}`;
  const stored = found(await readRegeneration(server.context.db, params.regeneration), name);
  return found(stored.runId === run.id ? stored : null, name);
}
