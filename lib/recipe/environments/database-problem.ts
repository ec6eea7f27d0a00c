/** What SQLite says to the SQL of an environment. */
export type DatabaseProblem = {
  readonly place:
    | { readonly type: 'set-up'; readonly key: 'db_path' | 'schema_sql' | 'seed_sql' }
    | { readonly type: 'tool'; readonly toolId: string };
  readonly text: string;
};
