import type { Path } from '../yaml/document';
import type { Plain } from './new-attribute';
import { unusedId } from './unused-id';

/** What a person chose to take records from. */
export type ChosenSource =
  | { kind: 'data'; path: string; columns: readonly string[] }
  | { kind: 'hub'; repo: string; split: string }
  | { kind: 'documents'; path: string }
  | { kind: 'examples' };

/** A source that is valid as it stands, and the list of the recipe that it goes into. */
export function newSource(chosen: ChosenSource, taken: ReadonlySet<string>): { list: Path; value: Plain } {
  switch (chosen.kind) {
    case 'data': {
      const names = usableNames(chosen.columns, taken);
      const isAsItIs = Object.entries(names).every(([column, name]) => column === name);
      const value = { path: chosen.path, ...(isAsItIs ? {} : { attribute_map: names }) };
      return { list: ['strategy_params', 'input_data'], value };
    }
    case 'hub': {
      const value = { path: `hf:${chosen.repo}`, hf_split: chosen.split };
      return { list: ['strategy_params', 'input_data'], value };
    }
    case 'documents': {
      const value = { path: chosen.path, id: unusedId('document', taken) };
      return { list: ['strategy_params', 'input_documents'], value };
    }
    case 'examples': {
      const [input, output] = ['input', 'output'].map((name) => unusedId(name, taken));
      const example = (word: string) => ({
        [input ?? 'input']: `The ${word} input`,
        [output ?? 'output']: `The ${word} output`,
      });
      const value = { examples: [example('first'), example('second')] };
      return { list: ['strategy_params', 'input_examples'], value };
    }
  }
}

/** Columns by names that are free and that a placeholder can hold. */
function usableNames(columns: readonly string[], taken: ReadonlySet<string>): Record<string, string> {
  const used = new Set(taken);
  return Object.fromEntries(
    columns.map((column) => {
      const plain = column.replace(/[{}[\]!:.]+/g, '_').trim() || 'column';
      const name = unusedId(plain, used);
      used.add(name);
      return [column, name];
    }),
  );
}
