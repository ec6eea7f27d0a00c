/** A key that stood in a recipe's text. It was given for one origin and goes to no other. */
export type RecipeSecret = { value: string; origin?: string };

/** Keys by the path where they stood: `inference_config.remote_params.api_key`. */
export type RecipeSecrets = ReadonlyMap<string, RecipeSecret>;
