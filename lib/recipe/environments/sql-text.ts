/**
 * One statement of a text of SQL, with the names of its parameters (without their mark) in the order of the text. One
 * that has no name is there as it is written: `?`, `?1`.
 */
export type SqlStatement = { readonly text: string; readonly parameters: readonly string[] };

// Strings and quoted names, comments, and all that isn't looked at closer, so that marks within them count for nothing.
const tokens =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[:@$]([A-Za-z_]\w*)|(\?\d*)|;|[A-Za-z_]\w*|[^\sA-Za-z_]|\s+/g;

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
  for (const { 0: token, 1: named, 2: unnamed, index } of text.matchAll(tokens)) {
    const parameter = named ?? unnamed;
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

const reading: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'WITH']);
const writing: ReadonlySet<string> = new Set([
  ...['INSERT', 'REPLACE', 'UPDATE', 'DELETE'],
  ...['CREATE', 'DROP', 'ALTER'],
]);

/** Settings that a set-up may change: they reach no file. */
const harmlessSettings: ReadonlySet<string> = new Set([
  ...['FOREIGN_KEYS', 'DEFER_FOREIGN_KEYS', 'RECURSIVE_TRIGGERS', 'JOURNAL_MODE', 'SYNCHRONOUS'],
  ...['ENCODING', 'USER_VERSION', 'APPLICATION_ID'],
]);

/** The word that a statement begins with, in capitals; what else it begins with as it is. */
export function firstWord({ text }: SqlStatement): string {
  return wordsOf(text)[0] ?? '';
}

/** The first pieces of a statement, in capitals; the rest of a long one isn't looked at. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(tokens)) {
    if (words.length === 4) break;
    if (!/^(?:--|\/\*|\s)/.test(token)) words.push(token.toUpperCase());
  }
  return words;
}

/** Whether a statement does nothing but look, do something else that a tool may do, or neither. */
export function kindOfStatement(statement: SqlStatement): 'reads' | 'writes' | 'refused' {
  const word = firstWord(statement);
  if (reading.has(word)) return 'reads';
  return writing.has(word) ? 'writes' : 'refused';
}

/** Whether a statement may stand in a set-up, which is carried out once, before any row. */
export function mayStandInSetUp(statement: SqlStatement): boolean {
  const [word = '', setting = '', dot, ofMain = ''] = wordsOf(statement.text);
  if (word === 'PRAGMA') return harmlessSettings.has(dot === '.' ? ofMain : setting);
  return kindOfStatement(statement) !== 'refused' || isPassedOver(statement);
}

/** The marks of a transaction, as dumps have them: a set-up is one in any case. */
function isPassedOver(statement: SqlStatement): boolean {
  return ['BEGIN', 'COMMIT', 'END'].includes(firstWord(statement));
}

/** The statements that make and fill a database, with the key that each stands under. */
export function setUpStatements(kwargs: {
  readonly schema_sql?: string | undefined;
  readonly seed_sql?: string | undefined;
}): { readonly key: 'schema_sql' | 'seed_sql'; readonly statement: SqlStatement }[] {
  return (['schema_sql', 'seed_sql'] as const).flatMap((key) =>
    splitSql(kwargs[key] ?? '').map((statement) => ({ key, statement })),
  );
}

/** Those of them that are carried out. */
export function setUpTexts(kwargs: Parameters<typeof setUpStatements>[0]) {
  return setUpStatements(kwargs).filter(({ statement }) => !isPassedOver(statement));
}
