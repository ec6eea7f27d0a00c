import type { Project } from '@/prisma/generated/client';
import type { Database } from './database';

export type ProjectRecord = { readonly id: number; readonly name: string; readonly createdAtMs: number };

/** Project 1 exists from the first start and can't be deleted. */
export const defaultProjectId = 1;

export async function insertProject(
  db: Database,
  project: { name: string; nowMs: number },
): Promise<ProjectRecord> {
  const data = { name: project.name, createdAt: BigInt(project.nowMs) };
  return projectRecord(await db.prisma.project.create({ data }));
}

/** A project, or null when there is none or it was deleted. */
export async function readProject(db: Database, id: number): Promise<ProjectRecord | null> {
  const found = await db.prisma.project.findFirst({ where: { id, deletedAt: null } });
  return found && projectRecord(found);
}

/** Projects, the oldest first. */
export async function listProjects(
  db: Database,
  page: { afterId?: number; limit: number },
): Promise<ProjectRecord[]> {
  const found = await db.prisma.project.findMany({
    where: { deletedAt: null, ...(page.afterId === undefined ? {} : { id: { gt: page.afterId } }) },
    orderBy: { id: 'asc' },
    take: page.limit,
  });
  return found.map(projectRecord);
}

/** Gives a project another name; null when there is none. */
export async function renameProject(db: Database, id: number, name: string): Promise<ProjectRecord | null> {
  await db.prisma.project.updateMany({ where: { id, deletedAt: null }, data: { name } });
  return readProject(db, id);
}

/** Hides a project with all that is in it; false when there is none. */
export async function deleteProject(db: Database, id: number, nowMs: number): Promise<boolean> {
  const { count } = await db.prisma.project.updateMany({
    where: { id, deletedAt: null },
    data: { deletedAt: BigInt(nowMs) },
  });
  return count === 1;
}

function projectRecord({ id, name, createdAt }: Project): ProjectRecord {
  return { id, name, createdAtMs: Number(createdAt) };
}
