import type { z } from 'zod';
import type { downloadQuery, metricsQuery } from '@/lib/api/dataset-wire';
import type { Part } from '@/lib/dataset/part';
import type { Split } from '@/lib/dataset/split';
import type { Column } from '@/lib/dataset/column';
import type { ExportFormat, ExportOptions } from '@/lib/export/export-format';
import { exportFormats, isExportFormat } from '@/lib/export/export-formats';
import type { DatasetRecord } from '@/lib/store/datasets';
import type { StoredRow } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';

/** Rows to be taken away, and how they are divided. */
export type RowsRequest = {
  readonly dataset: DatasetRecord;
  readonly run: RunRecord;
  readonly query: z.output<typeof metricsQuery> & { readonly split?: Split | undefined };
  /** Of a dataset that is a part: its rows. */
  readonly part?: Part | undefined;
  readonly signal: AbortSignal;
};

/** The same, in files of a format. */
export type ExportRequest = RowsRequest & { readonly query: z.output<typeof downloadQuery> };

/** Gives the next rows of a file, at most `limit`; none when there are no more. */
export type Pages = (limit: number) => Promise<readonly StoredRow[]>;

/** The format that a query names. Throws `unsupported-format`. */
export function formatOf({
  query: { format },
}: {
  query: Pick<ExportRequest['query'], 'format'>;
}): ExportFormat {
  if (isExportFormat(format)) return exportFormats[format];
  const known = Object.keys(exportFormats).join(', ');
  throw new AppError('unsupported-format', `format: "${format}" is not supported; there are ${known}.`);
}

/** The columns that a query names, else those that the recipe gives out. Throws `bad-request`. */
export function columnsOf({ run, query }: ExportRequest): readonly Column[] {
  const { user, assistant, input, columns } = query;
  // A conversation of columns is made of these alone, whether the recipe gives them out or not.
  if (user !== undefined && assistant !== undefined) {
    const names = [user, assistant, ...(input === undefined ? [] : [input])];
    return [...new Set(names)].map((name) => columnOf(run, 'columns', name));
  }
  if (columns === undefined) return run.columns.filter(({ output }) => output);
  const names = columns.split(',');
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new AppError('bad-request', `columns: "${twice}" is named twice.`);
  return names.map((name) => columnOf(run, 'columns', name));
}

/** The column of this name. Throws `bad-request` that names the option and the columns that are there. */
export function columnOf({ columns }: RunRecord, option: string, name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column) return column;
  const known = columns.map((one) => one.name).join(', ');
  throw new AppError('bad-request', `${option}: there is no column "${name}"; there are ${known}.`);
}

/** What a query says about the file itself. */
export function optionsOf({ query }: ExportRequest): ExportOptions {
  return {
    separator: separators[query.separator],
    isSpreadsheetSafe: query.spreadsheet_safe === 'true',
    ...(query.index_column !== undefined && { indexColumn: query.index_column }),
    ...(query.system !== undefined && { systemText: query.system }),
    ...(query.user !== undefined && { userColumn: query.user }),
    ...(query.assistant !== undefined && { assistantColumn: query.assistant }),
    ...(query.input !== undefined && { inputColumn: query.input }),
  };
}

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** The name of a file of a dataset, as headers carry it (RFC 6266). */
export function contentDisposition(dataset: DatasetRecord, extension: string): string {
  const name = `${dataset.name.replace(/[\s/\\:*?"<>|]+/g, '-').slice(0, 80)}-${dataset.id}.${extension}`;
  const ascii = name.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
