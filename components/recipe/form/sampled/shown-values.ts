/** A value as its sheet shows it. */
export type TableValue = { id: string; name: string; description: string; rate: number | undefined };

/** What a sheet of values is sorted by; null = as written. */
export type Order = { by: 'id' | 'name' | 'description' | 'share' | null; isDescending: boolean };

/** The positions of the values that hold a text. */
export function shownIndices(values: readonly TableValue[], search: string): number[] {
  const wanted = search.trim().toLowerCase();
  return values.flatMap(({ id, name, description }, index) =>
    wanted === '' || `${id}\n${name}\n${description}`.toLowerCase().includes(wanted) ? [index] : [],
  );
}

/** The positions in the order that is asked for. Only the look changes, not the recipe. */
export function orderOf(
  indices: number[],
  values: readonly TableValue[],
  shares: readonly number[],
  { by, isDescending }: Order,
): number[] {
  if (by === null) return indices;
  const sign = isDescending ? -1 : 1;
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  return indices.toSorted((a, b) => {
    const difference =
      by === 'share'
        ? (shares[a] ?? 0) - (shares[b] ?? 0)
        : compare(values[a]?.[by] ?? '', values[b]?.[by] ?? '');
    return sign * difference || a - b;
  });
}
