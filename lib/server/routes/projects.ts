import { createProjectBody, project, projectList, removed } from '@/lib/api/model-wire';
import { pageQuery } from '@/lib/api/common';
import {
  defaultProjectId,
  deleteProject,
  insertProject,
  listProjects,
  readProject,
  renameProject,
  type ProjectRecord,
} from '@/lib/store/projects';
import { AppError } from '@/lib/util/app-error';
import { wireTime } from '../dto/time';
import { cursorId, found, pageOf } from '../paging';
import { route } from '../route';

export const projectRoutes = [
  route({
    method: 'GET',
    path: '/v1/projects',
    summary: 'Projects, the oldest first.',
    query: pageQuery,
    answer: projectList,
    async handle({ server, query: { limit, cursor } }) {
      const afterId = cursorId(cursor);
      const projects = await listProjects(server.context.db, { afterId, limit: limit + 1 });
      return pageOf(projects, limit, { id: ({ id }) => id, toWire: projectDto });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/projects',
    scope: 'admin',
    summary: 'Makes a project.',
    body: createProjectBody,
    answer: project,
    status: 201,
    handle: async ({ server, body }) =>
      projectDto(await insertProject(server.context.db, { name: body.name, nowMs: server.now() })),
  }),
  route({
    method: 'GET',
    path: '/v1/projects/{project}',
    summary: 'One project.',
    answer: project,
    handle: async ({ server, params }) =>
      projectDto(found(await readProject(server.context.db, params.project), `project ${params.project}`)),
  }),
  route({
    method: 'PATCH',
    path: '/v1/projects/{project}',
    scope: 'admin',
    summary: 'Renames a project.',
    body: createProjectBody,
    answer: project,
    async handle({ server, params, body }) {
      const renamed = await renameProject(server.context.db, params.project, body.name);
      return projectDto(found(renamed, `project ${params.project}`));
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/projects/{project}',
    scope: 'admin',
    summary: 'Deletes a project with all that is in it; project 1 stays.',
    answer: removed,
    status: 202,
    refuses: ['conflict'],
    async handle({ server, params }) {
      if (params.project === defaultProjectId) {
        throw new AppError('conflict', 'Project 1 is the default and can not be deleted.');
      }
      await deleteProject(server.context.db, params.project, server.now());
      return { id: params.project };
    },
  }),
];

function projectDto({ id, name, createdAtMs }: ProjectRecord) {
  return { id, name, created_at: wireTime(createdAtMs) };
}
