/** What a run of priced calls would ask and cost. */
export const sampleEstimate = {
  calls: 1068,
  reused_calls: 0,
  prompt_tokens: 1,
  completion_tokens: 1,
  cost_usd: 0.21,
  low_usd: 0.18,
  high_usd: 0.27,
  basis: '',
  expected_rejects: 0,
  known_rows: 0,
  known_rejects: 0,
  limited_model: null,
  models: [],
};
