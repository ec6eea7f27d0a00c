/** A key that stood in a recipe's text. It was given for one origin and goes to no other. */
export type RecipeSecret = { value: string; origin?: string };

/** Where a key stands in a recipe, as `extractSecrets` names it. */
export const apiKeyPath = 'inference_config.remote_params.api_key';

/** Keys by the path where they stood, such as `apiKeyPath`. */
export type RecipeSecrets = ReadonlyMap<string, RecipeSecret>;
