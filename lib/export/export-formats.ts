import { alpacaFormat, chatFormat, sharegptFormat } from './conversation-formats';
import { csvFormat } from './csv-format';
import type { ExportFormat } from './export-format';
import { jsonFormat, jsonlFormat } from './json-formats';
import { parquetFormat } from './parquet-format';

/** All kinds of files, by the name that addresses use. */
export const exportFormats = {
  jsonl: jsonlFormat,
  json: jsonFormat,
  csv: csvFormat,
  parquet: parquetFormat,
  chat: chatFormat,
  sharegpt: sharegptFormat,
  alpaca: alpacaFormat,
} as const satisfies Record<string, ExportFormat>;

/** The name of a kind of file. */
export type ExportFormatName = keyof typeof exportFormats;

/** Tells whether a text names a kind of file. */
export function isExportFormat(name: string): name is ExportFormatName {
  return Object.hasOwn(exportFormats, name);
}
