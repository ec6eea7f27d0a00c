/** Hands a recipe's text to the browser as a file named after the recipe. */
export function saveTextFile(recipeName: string, text: string, ending: 'yaml' | 'json' = 'yaml'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `application/${ending}` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = recipeFileName(recipeName, ending);
  link.click();
  // The browser has taken its own hold of the text by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `Banking77 intents` → `banking77-intents.yaml`; letters of all scripts stay. */
export function recipeFileName(recipeName: string, ending: 'yaml' | 'json' = 'yaml'): string {
  const stem = recipeName
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${stem === '' ? 'recipe' : stem}.${ending}`;
}
