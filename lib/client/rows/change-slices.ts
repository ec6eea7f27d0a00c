import type { ChangeRowsBody } from '@/lib/api/dataset-wire';

/** So many rows are changed by one request: few enough to be answered soon. */
const sliceRows = 2000;

/** The change of many rows as the requests that make it, one after the other; `end` is above every row's index. */
export function changeSlices({ indices, of, ...change }: ChangeRowsBody, end: number): ChangeRowsBody[] {
  if (indices !== undefined) {
    return partsOf(indices.length).map(([from, to]) => ({ ...change, indices: indices.slice(from, to) }));
  }
  const { except = [], ...fitting } = of ?? {};
  return partsOf(end).map(([from, to]) => ({
    ...change,
    of: {
      ...fitting,
      from_index: from,
      to_index: to,
      except: except.filter((index) => index >= from && index < to),
    },
  }));
}

function partsOf(count: number): [from: number, to: number][] {
  return Array.from({ length: Math.ceil(count / sliceRows) }, (_, at) => [
    at * sliceRows,
    Math.min(count, (at + 1) * sliceRows),
  ]);
}
