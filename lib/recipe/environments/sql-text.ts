/** One statement of a text of SQL, with the names of its parameters (without their mark) in the order of the text. */
export type SqlStatement = { readonly text: string; readonly parameters: readonly string[] };

// Strings and quoted names, comments, and all that isn't looked at closer, so that marks within them count for nothing.
const tokens =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[:@$]([A-Za-z_]\w*)|;|[A-Za-z_]\w*|[^\sA-Za-z_]|\s+/g;

/**
 * The statements of a text of SQL, without those that are empty. Semicolons within `BEGIN … END` of a trigger belong
 * to it. Nothing else is checked: SQLite has the last word.
 */
export function splitSql(text: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = 0;
  let parameters: string[] = [];
  let isEmpty = true;
  let words: string[] = [];
  let open = 0;
  const end = (at: number) => {
    if (!isEmpty)
      statements.push({ text: text.slice(start, at).trim(), parameters: [...new Set(parameters)] });
    [start, parameters, isEmpty, words, open] = [at + 1, [], true, [], 0];
  };
  for (const { 0: token, 1: parameter, index } of text.matchAll(tokens)) {
    if (token === ';' && open === 0) {
      end(index);
      continue;
    }
    if (parameter !== undefined) parameters.push(parameter);
    if (/^(?:--|\/\*|\s)/.test(token)) continue;
    isEmpty = false;
    const word = token.toUpperCase();
    if (words.length < 4) words.push(word);
    // Only a trigger holds statements; CASE ends with the same word as its body.
    if (!words.includes('TRIGGER')) continue;
    if (word === 'BEGIN' || word === 'CASE') open += 1;
    else if (word === 'END') open -= 1;
  }
  end(text.length);
  return statements;
}

/** Where a text of SQL names a parameter, without its mark. */
export function parameterPlaces(text: string, name: string): { start: number; end: number }[] {
  return [...text.matchAll(tokens)].flatMap(({ 1: parameter, index }) =>
    parameter === name ? [{ start: index + 1, end: index + 1 + name.length }] : [],
  );
}
