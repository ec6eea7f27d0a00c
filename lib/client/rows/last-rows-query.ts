const queries = new Map<number, string>();

/** Keeps what was last looked at of a dataset's rows, as the query of an address, for the way back to them. */
export function keepRowsQuery(datasetId: number, query: string): void {
  queries.set(datasetId, query);
}

/** The query of the Rows tab as it was left; undefined when it wasn't looked at. */
export function lastRowsQuery(datasetId: number): string | undefined {
  return queries.get(datasetId);
}
