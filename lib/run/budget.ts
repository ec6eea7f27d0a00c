/** The most a run may use. What is absent has no cap. */
export type Budget = { readonly usd?: number; readonly tokens?: number; readonly calls?: number };
