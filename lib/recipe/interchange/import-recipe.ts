import { parseDocument, type Document } from 'yaml';
import type { Diagnostic } from '../diagnostic';
import { plainValueOf, type PlainValue } from '../edit/plain-value';
import { createReporter } from '../report';
import { readDocument, type Path } from '../yaml/document';
import { isHostedConfig, recipeOfHosted } from './hosted-config';
import type { ImportNote } from './import-note';
import { isParametersFile, recipeOfParameters } from './parameters-file';
import { blockStyle, rootMap } from './tree';
import { unwrap } from './unwrap';

/** What a text was before it became a recipe. */
export type ImportedForm =
  /** A recipe of this language or of oumi. */
  | 'recipe'
  /** The hosted service's config. */
  | 'hosted'
  /** A file of parameters, such as SynthAI-Datasets reads. */
  | 'parameters'
  /** No YAML and no JSON. */
  | 'unreadable';

export type ImportedRecipe = {
  /** The recipe's text. It may hold keys, as the text did. */
  yaml: string;
  form: ImportedForm;
  /** The text was a recipe as it stood, in YAML or JSON: it can be read without being brought in. */
  isRecipe: boolean;
  /** What was left out or put otherwise, with places in `yaml`. What is wrong with the recipe itself is not said. */
  diagnostics: Diagnostic[];
  /** What has no place in a recipe, with where it stood; keys are not among it. */
  leftOut: { path: Path; value: PlainValue }[];
};

/**
 * Makes a recipe's text of what people bring: a YAML recipe stays as it is to the byte, JSON becomes YAML, the
 * hosted service's config (both spellings, with or without what is wrapped around it) and files of parameters
 * become recipes. Comments are kept. A text that can't be read stays as it is. Never throws.
 */
export function importRecipe(text: string): ImportedRecipe {
  // Reading refuses what is too long or too deep, so that the parser below has nothing to fear.
  const given = readDocument(text);
  if (given.syntaxErrors.length > 0)
    return { yaml: text, form: 'unreadable', isRecipe: false, diagnostics: [], leftOut: [] };
  const document: Document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const notes: ImportNote[] = [];
  const wasWrapped = unwrap(document, notes);
  const root = rootMap(document);
  if (root !== null && isHostedConfig(root)) {
    document.contents = recipeOfHosted(root, notes);
    return imported('hosted');
  }
  if (root !== null && isParametersFile(root)) {
    document.contents = recipeOfParameters(root, notes);
    return imported('parameters');
  }
  if (!wasWrapped && !/^\s*[{[]/.test(text))
    return { yaml: text, form: 'recipe', isRecipe: true, diagnostics: [], leftOut: [] };
  return imported('recipe');

  function imported(form: ImportedForm): ImportedRecipe {
    blockStyle(document.contents);
    // An alias of something that was left out is written all the same: reading the recipe says so.
    const yaml = document.toString({ lineWidth: 0, verifyAliasOrder: false });
    return {
      yaml,
      form,
      isRecipe: form === 'recipe' && !wasWrapped,
      diagnostics: noteDiagnostics(yaml, notes),
      leftOut: notes.flatMap(({ path, leftOut: node }) =>
        node === undefined ? [] : { path, value: plainValueOf(given, node) },
      ),
    };
  }
}

function noteDiagnostics(yaml: string, notes: readonly ImportNote[]): Diagnostic[] {
  const reporter = createReporter(readDocument(yaml));
  for (const { severity, path, text } of notes) {
    const code = severity === 'warning' ? 'left-out' : 'converted';
    reporter.add({ severity, path, text, code, at: 'key' });
  }
  return reporter.diagnostics;
}
