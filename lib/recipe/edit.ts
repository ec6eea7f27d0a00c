/** Sets one scalar of a recipe's text; comments, order and all other lines stay as they are. */
export function setScalar(
  text: string,
  path: readonly (string | number)[],
  value: string | number | boolean | null,
): string {
  return text + path.join('.') + String(value);
}
