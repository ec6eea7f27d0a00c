/** What became of a row that is finished; `spare` rows were finished beyond the number asked for. */
export type RowStatus = 'accepted' | 'rejected' | 'failed' | 'spare';
