import type { Recipe } from '@/lib/recipe/schema';
import type { SourceFacts } from '@/lib/recipe/sources/source-facts';
import { draftSpecs, placeOfSource, sourceKey, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import type { BadRecords, SourceTables } from '@/lib/sources/source-table';
import type { StoredSource } from '@/lib/store/stored-sources';
import { readUpload } from '@/lib/store/uploads';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { snapshotOfFiles } from './read-source';
import { openSnapshot } from './snapshot';
import { uploadPath } from './uploads';

/** The sources of a recipe as they are now. */
export type OpenedSources = {
  tables: SourceTables;
  /** What a run keeps, so that it goes on with these very records. */
  stored: readonly StoredSource[];
  facts: SourceFacts;
};

/** Reads all files that a recipe names. Never throws for what is wrong with a file: the facts have it. */
export async function openSources(
  context: Context,
  projectId: number,
  recipe: Recipe,
): Promise<OpenedSources> {
  const problems = new Map<string, string>();
  const stored: StoredSource[] = [];
  for (const spec of draftSpecs(recipe)) {
    const key = sourceKey(spec);
    try {
      stored.push({ key, snapshot: await readSource(context, projectId, spec) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.set(key, error.message);
    }
  }
  const tables = storedTables(context.config.dataDir, stored);
  const snapshotOf = (key: string) => {
    const found = stored.find((one) => one.key === key);
    return found && openSnapshot(context.config.dataDir, found.snapshot);
  };
  const facts: SourceFacts = {
    canReadPaths: context.readsPaths,
    columnsOf: (key) => snapshotOf(key)?.columns,
    problemOf: (key) => problems.get(key),
    badOf: (key) => snapshotOf(key)?.bad,
  };
  return { tables, stored, facts };
}

/** The sources of a run or trial by what was kept when it started. */
export function storedTables(dataDir: string, stored: readonly StoredSource[]): SourceTables {
  return (spec, wanted) => {
    const found = stored.find(({ key }) => key === sourceKey(spec));
    if (found !== undefined) {
      const snapshot = openSnapshot(dataDir, found.snapshot);
      return { ...snapshot, at: (index) => snapshot.at(index, wanted) };
    }
    throw new AppError(
      'source-gone',
      `What was read of ${spec.path} is not known any more. Start the run anew.`,
    );
  };
}

/** Reads a source and gives the id of its snapshot. Throws AppError `source-unreadable`. */
export async function readSource(context: Context, projectId: number, spec: SourceSpec): Promise<string> {
  const id = await snapshotOf(context, projectId, spec);
  const { columns, count, bad } = openSnapshot(context.config.dataDir, id);
  if (count === 0) throw new AppError('source-unreadable', `${spec.path} ${emptyWords(spec)}`);
  if (count === bad?.count) throw new AppError('source-unreadable', `${spec.path} ${allBadWords(bad)}`);
  if (columns.length === 0) {
    throw new AppError(
      'source-unreadable',
      `${spec.path} has records without any key, so there is no column`,
    );
  }
  return id;
}

function emptyWords({ kind }: SourceSpec): string {
  return kind === 'data'
    ? 'is empty: it has no records'
    : 'is empty: no document with text was found in this document source';
}

function allBadWords({ count, first }: BadRecords): string {
  const words = count === 1 ? 'has no record that can be read' : `has ${count} records, and none can be read`;
  return `${words}: ${first}`;
}

async function snapshotOf(context: Context, projectId: number, spec: SourceSpec): Promise<string> {
  const { dataDir } = context.config;
  const place = placeOfSource(spec.path);
  switch (place.type) {
    case 'file':
      if (!context.readsPaths) {
        throw new AppError(
          'source-unreadable',
          `${spec.path} is a path: the studio reads no files of its machine. Upload the file`,
        );
      }
      return snapshotOfFiles(dataDir, spec, place.path);
    case 'upload': {
      const upload = await readUpload(context.db, projectId, place.id);
      if (upload?.name !== place.name) {
        throw new AppError('source-unreadable', `${spec.path} is not there: this project has no such upload`);
      }
      return snapshotOfFiles(dataDir, spec, uploadPath(dataDir, upload));
    }
    case 'hub': {
      if (spec.kind === 'documents') {
        throw new AppError('source-unreadable', `${spec.path}: documents can't be read from the hub`);
      }
      // Its client is loaded where it is needed.
      const { snapshotOfHub } = await import('./hub');
      return snapshotOfHub(context, spec);
    }
    case 'oumi':
      throw new AppError('source-unreadable', `${spec.path}: the storage of Oumi's platform can't be read`);
  }
}
