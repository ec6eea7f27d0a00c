import { z } from 'zod';
import { jsonColumn } from './sql';

/** A source of a run or trial: what was to be read, and the snapshot of what was read. */
export type StoredSource = { readonly key: string; readonly snapshot: string };

/** The sources as they stand in their column of runs and trials. */
export const sourcesColumn = jsonColumn(z.array(z.object({ key: z.string(), snapshot: z.string() })));
