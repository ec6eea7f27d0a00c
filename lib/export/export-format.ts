import type { Column } from '@/lib/dataset/column';

/** A row to be exported: the JSON text of each chosen column, in their order, and its place in the dataset. */
export type ExportRow = { readonly index: number; readonly texts: readonly string[] };

/** What a person may say about a file; each format takes what concerns it. */
export type ExportOptions = {
  /** CSV: what stands between two cells. */
  readonly separator?: ',' | ';' | '\t';
  /** CSV: the name of a first column with the row's index. */
  readonly indexColumn?: string;
  /** CSV: texts that a spreadsheet would run as a formula are written so that it doesn't. */
  readonly isSpreadsheetSafe?: boolean;
  /** Conversations: the text of their system message, instead of any that is there. */
  readonly systemText?: string;
  /** Conversations, where no column holds any: the columns of what the user and the assistant say. */
  readonly userColumn?: string;
  readonly assistantColumn?: string;
  /** Beside these two: what the user's instruction is about. */
  readonly inputColumn?: string;
};

/** One kind of file. */
export type ExportFormat = {
  readonly extension: string;
  readonly mediaType: string;
  /** What has to be known of all rows before the first is written; absent where nothing has. */
  readonly survey?: (columns: readonly Column[]) => Survey;
  /**
   * Begins a file. `first` are some of its first rows, to find out by them what columns hold. Throws AppError
   * `bad-request` for options that don't fit.
   */
  readonly begin: (file: ExportFile) => FileWriter;
};

/** What a file is made of. */
export type ExportFile = {
  readonly columns: readonly Column[];
  readonly options: ExportOptions;
  readonly first: readonly ExportRow[];
  /** What the survey found, for formats that have one. */
  readonly surveyed?: Survey;
};

/** A look at all rows, a few at a time. */
export type Survey = { see(rows: readonly ExportRow[]): void };

/** Writes one file piece by piece: what it gives, one after the other, is the file. */
export type FileWriter = {
  rows(rows: readonly ExportRow[]): string | Uint8Array;
  /** The rest, after the last row. */
  end(): string | Uint8Array;
};
