import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api';
import type { RowSet } from '../row-pages';
import { choiceQuery, conditionCount } from './row-choice';

/** What the columns hold: in all rows of a state, and in those that fit; the two are one without conditions. */
export function useStatistics({ datasetId, status, choice, asOf }: RowSet) {
  const { search, filter } = choiceQuery(choice);
  const whole = useQuery({
    queryKey: ['statistics', datasetId, status, asOf],
    queryFn: ({ signal }) => api.datasets.statistics(datasetId, { status }, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  }).data;
  const isAll = conditionCount(choice) === 0;
  const fitting = useQuery({
    queryKey: ['statistics', datasetId, status, asOf, search, filter],
    queryFn: ({ signal }) =>
      api.datasets.statistics(
        datasetId,
        { status, ...(search === undefined ? {} : { search }), ...(filter === undefined ? {} : { filter }) },
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    enabled: !isAll,
  }).data;
  return { whole, fitting: isAll ? whole : fitting };
}
