/** A column of a file as a form shows it. */
export type MappedColumn = {
  column: string;
  /** Under which name rows have it. */
  name: string;
  isTaken: boolean;
  /** The file has it, as far as that is known. */
  isThere: boolean;
};

/** The columns of a file, and those that a map names although the file doesn't have them. Without a map all are taken. */
export function mappedColumns(
  columns: readonly string[] | undefined,
  map: ReadonlyMap<string, string | undefined> | undefined,
): MappedColumn[] {
  const hasMap = map !== undefined && map.size > 0;
  const missing = hasMap ? [...map.keys()].filter((column) => columns?.includes(column) !== true) : [];
  return [...(columns ?? []), ...missing].map((column) => ({
    column,
    name: map?.get(column) ?? column,
    isTaken: !hasMap || map.has(column),
    isThere: columns === undefined || columns.includes(column),
  }));
}

/** What is to be written for these columns; null = nothing, since all are taken as they are. */
export function columnMapOf(columns: readonly MappedColumn[]): Record<string, string> | null {
  const isAsItIs = columns.every(
    ({ column, name, isTaken, isThere }) => isTaken && isThere && name === column,
  );
  if (isAsItIs) return null;
  return Object.fromEntries(
    columns.filter(({ isTaken }) => isTaken).map(({ column, name }) => [column, name]),
  );
}
