import { configureMonacoYaml } from 'monaco-yaml';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { recipeJsonSchema } from '@/lib/recipe/json-schema';
import { findFolds } from './long-lists';
import { monaco } from './monaco';
import { completionsAt, openPlaceholder } from './placeholders';
import { noFacts, type RecipeFacts } from './recipe-facts';

const factsOfModel = new Map<string, RecipeFacts>();
let isSetUp = false;

/** Tells Monaco's services what is known about a model's text now. */
export function setFacts(model: monaco.editor.ITextModel, facts: RecipeFacts) {
  factsOfModel.set(model.uri.toString(), facts);
}

/** Forgets a model. */
export function clearFacts(model: monaco.editor.ITextModel) {
  factsOfModel.delete(model.uri.toString());
}

/** Sets up workers, the recipe's schema and our own services; later calls do nothing. */
export function setUpLanguageServices() {
  if (isSetUp) return;
  isSetUp = true;
  self.MonacoEnvironment = {
    getWorker: (_moduleId: string, label: string) =>
      label === 'yaml'
        ? new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module' })
        : new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module' }),
  };
  // Our own diagnostics mark the text: two judges of one document would contradict each other.
  configureMonacoYaml(withoutOtherServices(), {
    validate: false,
    format: { enable: false },
    schemas: [{ uri: 'seedloom://recipe.schema.json', fileMatch: ['**/*.yaml'], schema: recipeJsonSchema() }],
  });
  monaco.languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: ['{', '.'],
    provideCompletionItems: (model, position) => ({ suggestions: suggest(model, position) }),
  });
  monaco.languages.registerFoldingRangeProvider('yaml', {
    provideFoldingRanges: (model) => findFolds(model.getValue()),
  });
}

/**
 * Monaco for monaco-yaml, which shall complete and explain, and nothing else: its other services ask the
 * worker on each key, and its folds would stand in the way of ours.
 */
function withoutOtherServices(): typeof monaco {
  const nothing = () => ({ dispose: () => undefined });
  return {
    ...monaco,
    languages: {
      ...monaco.languages,
      registerFoldingRangeProvider: nothing,
      registerCodeActionProvider: nothing,
      registerDocumentSymbolProvider: nothing,
      registerDefinitionProvider: nothing,
      registerLinkProvider: nothing,
      registerRenameProvider: nothing,
      registerSelectionRangeProvider: nothing,
    },
  };
}

function factsOf(model: monaco.editor.ITextModel) {
  return factsOfModel.get(model.uri.toString()) ?? noFacts;
}

function suggest(model: monaco.editor.ITextModel, position: monaco.Position) {
  const line = model.getLineContent(position.lineNumber);
  const typed = openPlaceholder(line.slice(0, position.column - 1));
  if (typed === null) return [];
  const after = /^[\w.[\]]*/.exec(line.slice(position.column - 1))?.[0] ?? '';
  const isClosed = /^\s*\}/.test(line.slice(position.column - 1 + after.length));
  const range = {
    startLineNumber: position.lineNumber,
    endLineNumber: position.lineNumber,
    startColumn: position.column - typed.length,
    endColumn: position.column + after.length,
  };
  return completionsAt(factsOf(model).values, position.lineNumber).map((item, index) => ({
    label: { label: item.text, description: item.detail },
    kind: monaco.languages.CompletionItemKind.Variable,
    insertText: isClosed ? item.text : `${item.text}}`,
    filterText: item.text,
    sortText: String(index).padStart(4, '0'),
    range,
  }));
}

/** A diagnostic's range as Monaco's. */
export function rangeOf({ start, end }: Diagnostic['range']): monaco.IRange {
  return {
    startLineNumber: start.line,
    startColumn: start.column,
    endLineNumber: end.line,
    endColumn: end.column,
  };
}

/** A diagnostic as one of Monaco's markers. */
export function markerOf(problem: Diagnostic): monaco.editor.IMarkerData {
  return {
    ...rangeOf(problem.range),
    severity: severities[problem.severity],
    message: problem.message,
    code: problem.code,
    source: 'recipe',
  };
}

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};
