/** A recipe to start from. */
export type RecipeTemplate = {
  id: string;
  name: string;
  description: string;
  yaml: string;
  /** One row as it comes out, as JSON text. */
  sampleOutput: string;
  runsLocally: boolean;
  callsPerRow: number;
};

/** The recipes that a newcomer can start from; the first runs on the local model. */
export const recipeTemplates: readonly RecipeTemplate[] = [];
