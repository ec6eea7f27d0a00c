/** What a run is waiting for, most of the time: the thing to change to make it faster. */
export type LimitedBy =
  /** The calls allowed at once are all in use: the model's own speed. */
  | 'concurrency'
  /** The requests per minute told to us. */
  | 'requests-per-minute'
  /** The tokens of prompts a minute told to us. */
  | 'input-tokens-per-minute'
  /** The tokens of answers a minute told to us. */
  | 'output-tokens-per-minute'
  /** The provider asked us to slow down. */
  | 'rate-limited'
  /** The endpoint doesn't answer. */
  | 'endpoint'
  /** No more rows are needed than those being answered. */
  | 'rows'
  /** Rows that wait before they are tried again. */
  | 'retries'
  /** Writing to the database. */
  | 'storage'
  /** What is in flight holds the rest of the budget. */
  | 'budget';
