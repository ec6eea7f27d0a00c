/** A sampled attribute's value in one row, with the texts that a placeholder can ask for. */
export type SampledValue = {
  kind: 'sampled-value';
  id: string;
  name: string;
  description: string;
  attribute: { id: string; name: string; description: string };
};
