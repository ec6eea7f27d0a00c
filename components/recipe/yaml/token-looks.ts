/** What Monaco calls a piece of YAML, and the token of the page's colours that it has. */
export const tokenColours = {
  '': 'text',
  type: 'accent-text',
  string: 'text',
  number: 'sampled',
  keyword: 'generated',
  comment: 'text-3',
  operators: 'text-3',
  delimiter: 'text-3',
  tag: 'generated',
  namespace: 'generated',
} as const;

/** The token of a piece's colour by the whole name of its type (`delimiter.bracket.yaml`). */
export function tokenColour(type: string): string {
  const known: Partial<Record<string, string>> = tokenColours;
  return known[type.split('.')[0] ?? ''] ?? tokenColours[''];
}
