/** What a person calls a thing of theirs (a recipe, a dataset, a provider) has at most so many characters. */
export const longestName = 200;
