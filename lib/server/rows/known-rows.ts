import { isAboutDuplicates, type RowChoice, type RowFilter } from '@/lib/dataset/row-filter';
import type { Part } from '@/lib/dataset/part';
import type { ClusterMembers } from '@/lib/report/near-duplicates';
import type { RowList } from '@/lib/store/find-rows';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { rowsVersion } from './rows-version';

/** A choice, parted into what the database looks for and what the report of the dataset knows. */
export type PartedChoice = {
  readonly choice: RowChoice;
  /** Which report is asked; empty when none is. */
  readonly version: string;
  /** The rows that the report names. Waits for the report when none was made yet. */
  readonly lists: () => Promise<readonly RowList[]>;
};

/** Parts a choice. Conditions on near-duplicates are about those that the newest report of the rows, or of the part, found. */
export async function partChoice(
  server: Server,
  run: RunRecord,
  choice: RowChoice,
  part: Part | undefined,
): Promise<PartedChoice> {
  const asked = choice.filters.filter(isAboutDuplicates);
  if (asked.length === 0) return { choice, version: '', lists: () => Promise.resolve([]) };
  const { atMs } = await server.reports.of({ run, part }, rowsVersion(run));
  return {
    choice: { ...choice, filters: choice.filters.filter((filter) => !isAboutDuplicates(filter)) },
    version: String(atMs),
    async lists() {
      const { duplicates } = await server.reports.first({ run, part }, rowsVersion(run));
      const members = duplicates?.members ?? { rows: new Uint32Array(), firsts: new Uint32Array() };
      return asked.map((filter) => rowsWith(filter, members));
    },
  };
}

/**
 * The rows that meet a condition: `@alike` of a row is the first row of its cluster, `@repeats` the same but for that
 * first row itself; both are empty for a row that is like no other.
 */
function rowsWith({ column, op, value }: RowFilter, { rows, firsts }: ClusterMembers): RowList {
  const isKnown = (at: number) => column === '@alike' || rows[at] !== firsts[at];
  const places = (isMeant: (first: number | undefined) => boolean) =>
    rows.filter((_, at) => isKnown(at) && isMeant(firsts[at]));
  if (op === 'empty') return { rows: places(() => true), isExcluded: value !== false };
  const wanted = new Set<unknown>(Array.isArray(value) ? value : [value]);
  return { rows: places((first) => wanted.has(first)), isExcluded: false };
}
