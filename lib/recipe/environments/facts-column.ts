/** The column of the facts that a row's planner was told, where the recipe has `grounding`. */
export const factsColumn = 'grounding_facts';
