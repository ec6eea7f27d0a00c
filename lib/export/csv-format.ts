import { stringify } from 'csv-stringify/sync';
import { AppError } from '@/lib/util/app-error';
import type { ExportFormat } from './export-format';

/** RFC 4180 with a header: texts as they are, absent values empty, lists and objects as JSON. Throws `bad-request` for an index column of a name that is taken. */
export const csvFormat: ExportFormat = {
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8',
  begin({ columns, options: { separator = ',', indexColumn, isSpreadsheetSafe = false } }) {
    const write = (rows: readonly (readonly string[])[]) =>
      // Of line ends it quotes only those that are its own.
      stringify([...rows], { delimiter: separator, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
    const names = columns.map(({ name }) => name);
    if (indexColumn !== undefined && names.includes(indexColumn)) {
      throw new AppError('bad-request', `index_column: there is a column "${indexColumn}" already.`);
    }
    let head = write([indexColumn === undefined ? names : [indexColumn, ...names]]);
    const takeHead = () => {
      const text = head;
      head = '';
      return text;
    };
    return {
      rows: (rows) =>
        takeHead() +
        write(
          rows.map(({ index, texts }) => {
            const cells = columns.map((_, at) => cellOf(texts[at] ?? 'null', isSpreadsheetSafe));
            return indexColumn === undefined ? cells : [String(index), ...cells];
          }),
        ),
      end: takeHead,
    };
  },
};

function cellOf(raw: string, isSafe: boolean): string {
  if (raw === 'null') return '';
  if (!raw.startsWith('"')) return raw;
  const value: unknown = JSON.parse(raw);
  if (typeof value !== 'string') return raw;
  return isSafe && formulaStart.test(value) ? `'${value}` : value;
}

/** What makes spreadsheets take a text for a formula (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r]/;
