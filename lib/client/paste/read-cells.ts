/** A pasted text as rows of cells. Lists have one cell a row. */
export type Cells = readonly (readonly string[])[];

/**
 * Reads what people paste: a list (one a line, with or without bullets, or one line with commas), a table from a
 * sheet (tabs), or CSV with commas or semicolons. The reader of CSV is loaded when it is needed first.
 */
export async function readCells(text: string): Promise<Cells> {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return [];
  const only = lines[0] ?? '';
  if (lines.length === 1 && !only.includes('\t')) return oneLine(only);
  for (const delimiter of ['\t', ';', ',']) {
    if (!lines.some((line) => line.includes(delimiter))) continue;
    const cells = await readDelimited(text, delimiter);
    if (cells !== null && isTable(cells, delimiter)) return cells;
  }
  return readList(lines);
}

function oneLine(line: string): Cells {
  const separator = line.includes(';') ? ';' : ',';
  const parts = line
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  // A sentence with one comma is one value; "red, green, blue" are three.
  const isList = parts.length > 2 || parts.every((part) => part.split(' ').length <= 2);
  return isList ? parts.map((part) => [part]) : [[line.trim()]];
}

async function readDelimited(text: string, delimiter: string): Promise<string[][] | null> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  try {
    return parse(text, {
      delimiter,
      bom: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
  } catch {
    // A quote in the middle of a list makes it no CSV, and no less a list.
    return null;
  }
}

/** Commas stand in prose too: only where each line has as many cells are they columns. */
function isTable(cells: Cells, delimiter: string): boolean {
  const width = Math.max(...cells.map((row) => row.length));
  if (width < 2) return false;
  return delimiter === '\t' || cells.every((row) => row.length === width);
}

const bullet = /^\s*(?:[-*•–]|\d{1,5}[.)])\s+/;
const nameAndMeaning = /^(.{1,80}?)(?::\s+|\s+[–—-]\s+)(.+)$/;

function readList(lines: readonly string[]): Cells {
  const hasBullets = lines.every((line) => bullet.test(line));
  const items = lines.map((line) => (hasBullets ? line.replace(bullet, '') : line).trim());
  const pairs = items.map((item) => nameAndMeaning.exec(item));
  if (pairs.every((pair) => pair !== null)) {
    return pairs.map((pair) => [pair[1] ?? '', pair[2] ?? '']);
  }
  return items.map((item) => [item]);
}
