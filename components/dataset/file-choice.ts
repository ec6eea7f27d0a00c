import { z } from 'zod';
import type { DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { keepOnDevice, readFromDevice } from '@/lib/client/device-storage';
import { splits } from '@/lib/dataset/split';

export const fileFormats = [
  { value: 'jsonl', label: 'JSONL' },
  { value: 'csv', label: 'CSV' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'json', label: 'JSON' },
] as const;

export const separators = ['comma', 'semicolon', 'tab'] as const;

const fileChoice = z.object({
  format: z.enum(fileFormats.map(({ value }) => value)),
  columns: z.array(z.string()),
  split: z.enum(['', ...splits]),
  separator: z.enum(separators),
  hasIndex: z.boolean(),
  isSpreadsheetSafe: z.boolean(),
});

/** What a file holds, and how it is written. */
export type FileChoice = z.output<typeof fileChoice>;

type Of = Pick<WireDataset, 'id' | 'recipe_id' | 'columns'>;

/** Another run of the recipe begins with the same choice; a run of a bare file has one of its own. */
function nameOf({ id, recipe_id: recipeId }: Of): string {
  return recipeId === null ? `seedloom:file:dataset:${id}` : `seedloom:file:recipe:${recipeId}`;
}

/** The choice that was made last, as far as its columns are still there; else the columns that the recipe gives out. */
export function keptFileChoice(of: Of): FileChoice {
  const names = of.columns.map(({ name }) => name);
  const usual: FileChoice = {
    format: 'jsonl',
    columns: of.columns.filter(({ output }) => output).map(({ name }) => name),
    split: '',
    separator: 'comma',
    hasIndex: false,
    isSpreadsheetSafe: false,
  };
  const kept = fileChoice.safeParse(parsed(readFromDevice(nameOf(of)))).data;
  if (kept === undefined) return usual;
  const columns = kept.columns.filter((name) => names.includes(name));
  return { ...kept, columns: columns.length === 0 ? usual.columns : columns };
}

/** Keeps a choice for the next file of this recipe. */
export function keepFileChoice(of: Of, choice: FileChoice): void {
  keepOnDevice(nameOf(of), JSON.stringify(choice));
}

/** How the file is asked for. */
export function queryOfFile(choice: FileChoice): DownloadQuery {
  const { format, columns, split, separator, hasIndex, isSpreadsheetSafe } = choice;
  return {
    format,
    columns: columns.join(','),
    ...(split !== '' && { split }),
    ...(format === 'csv' && {
      separator,
      ...(hasIndex && { index_column: 'row' }),
      ...(isSpreadsheetSafe && { spreadsheet_safe: 'true' }),
    }),
  };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
