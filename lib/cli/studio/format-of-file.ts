import { extname } from 'node:path';

/** The format that the name of a file ends with; what says nothing is JSON Lines. */
export function formatOfFile(path: string): 'jsonl' | 'json' | 'csv' | 'parquet' {
  const ending = extname(path).toLowerCase().slice(1);
  return ending === 'json' || ending === 'csv' || ending === 'parquet' ? ending : 'jsonl';
}
