import { splitJsonArray } from '@/lib/dataset/json';
import type { Column } from '@/lib/dataset/column';
import type { ExportRow, FileWriter } from '@/lib/export/export-format';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { StoredRow } from '@/lib/store/rows';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { columnsOf, type ExportRequest, formatOf, optionsOf, type Pages } from './export-request';

const pageRows = 1000;

/**
 * The bytes of a file, made page by page as they are taken. What can be known to fail does so before. `open` begins at
 * the first row each time, and for formats that look at all rows beforehand it gives the same rows each time.
 */
export async function exportFile(
  server: Server,
  request: ExportRequest,
  open: () => Pages,
): Promise<ReadableStream<Uint8Array>> {
  const { run, query, signal } = request;
  const format = formatOf(request);
  const columns = columnsOf(request);
  const names = query.label === 'name' ? await valueNames(server, run) : noNames;
  const project = projection(run, columns, names);
  const surveyed = format.survey?.(columns);
  const read = () => exportPages(open(), query.limit, project);
  if (surveyed !== undefined) for await (const rows of read()) surveyed.see(rows);
  const pages = read();
  const first = (await pages.next()).value ?? [];
  const options = optionsOf(request);
  const writer = format.begin({ columns, options, first, ...(surveyed && { surveyed }) });
  return fileStream(first, pages, { writer, signal });
}

/** The rows of a file a page at a time, none of them empty. */
async function* exportPages(
  pages: Pages,
  limit: number | undefined,
  project: (row: StoredRow) => ExportRow,
): AsyncGenerator<readonly ExportRow[], undefined> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const rows = await pages(Math.min(pageRows, left));
    if (rows.length === 0) return;
    left -= rows.length;
    yield rows.map(project);
  }
}

function fileStream(
  first: readonly ExportRow[],
  pages: AsyncGenerator<readonly ExportRow[], undefined>,
  { writer, signal }: { writer: FileWriter; signal: AbortSignal },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const bytesOf = (piece: string | Uint8Array) => (typeof piece === 'string' ? encoder.encode(piece) : piece);
  let rows: readonly ExportRow[] | undefined = first.length > 0 ? first : undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // A page may give no bytes yet; a pull that enqueues none wouldn't be followed by another.
        for (;;) {
          // Cut off by the client: no end is written, the file isn't whole.
          if (signal.aborted) return controller.close();
          rows ??= (await pages.next()).value;
          const bytes = bytesOf(rows === undefined ? writer.end() : writer.rows(rows));
          if (bytes.length > 0) controller.enqueue(bytes);
          if (rows === undefined) return controller.close();
          rows = undefined;
          if (bytes.length > 0) return;
        }
      },
    },
    { highWaterMark: 1 },
  );
}

/** Takes the chosen cells out of a row, sampled ones by their name where names are given. */
function projection(
  run: RunRecord,
  columns: readonly Column[],
  names: ValueNames,
): (row: StoredRow) => ExportRow {
  const places = columns.map((column) => run.columns.indexOf(column));
  const named = columns.map(({ name }) => names.get(name));
  return ({ index, cells }) => {
    const all = splitJsonArray(cells);
    const texts = places.map((place, at) => {
      const text = all[place] ?? 'null';
      return named[at]?.get(text) ?? text;
    });
    return { index, texts };
  };
}

/** For each sampled column the names of its values, by the JSON text of a cell. */
type ValueNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

const noNames: ValueNames = new Map();

async function valueNames({ context }: Server, run: RunRecord): Promise<ValueNames> {
  const { recipe } = readRecipe((await readRunText(context.db, run.id)) ?? '');
  return new Map(
    recipe?.strategy_params.sampled_attributes.map(({ id, possible_values: values = [] }) => [
      id,
      new Map(values.map((value) => [JSON.stringify(value.id), JSON.stringify(value.name)])),
    ]),
  );
}
