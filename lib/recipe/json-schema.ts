/** The schema of a recipe's YAML as JSON Schema draft 7, for completion and hover in the editor. */
export function recipeJsonSchema(): Record<string, unknown> {
  return {};
}
