import type { Column } from '@/lib/dataset/column';
import type { ExportFormat, ExportRow } from './export-format';

/** One object a line, keys in the order of the columns. */
export const jsonlFormat: ExportFormat = {
  extension: 'jsonl',
  mediaType: 'application/x-ndjson; charset=utf-8',
  begin: ({ columns }) => ({
    rows: (rows) => rows.map((row) => `${jsonObject(columns, row)}\n`).join(''),
    end: () => '',
  }),
};

/** One list of the same objects. */
export const jsonFormat: ExportFormat = {
  extension: 'json',
  mediaType: 'application/json; charset=utf-8',
  begin({ columns }) {
    let before = '[\n';
    return {
      rows: (rows) =>
        rows
          .map((row) => {
            const text = `${before}${jsonObject(columns, row)}`;
            before = ',\n';
            return text;
          })
          .join(''),
      end: () => (before === ',\n' ? '\n]\n' : '[]\n'),
    };
  },
};

function jsonObject(columns: readonly Column[], { texts }: ExportRow): string {
  return `{${columns.map(({ name }, at) => `${JSON.stringify(name)}:${texts[at] ?? 'null'}`).join(',')}}`;
}
