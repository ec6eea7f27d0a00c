import { applyEdit } from '@/lib/recipe/edit/apply-edit';
import { plainValueOf, type PlainValue } from '@/lib/recipe/edit/plain-value';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { readDocument } from '@/lib/recipe/yaml/document';
import { AppError } from '@/lib/util/app-error';

const listPath = ['strategy_params', 'sampled_attributes'];

/**
 * The recipe's text with the values of a file of parameters: each parameter gives its values to the sampled attribute of
 * its name, or becomes one. Throws AppError `file-unreadable` for a file that is none.
 */
export function applyParameters(text: string, parameters: string, file: string): string {
  const imported = importRecipe(parameters);
  if (imported.form === 'unreadable') {
    const [mistake] = readDocument(parameters).syntaxErrors;
    throw new AppError('file-unreadable', `${file}: is no JSON: ${mistake?.message ?? 'it breaks off'}.`);
  }
  if (imported.form !== 'parameters') {
    throw new AppError(
      'file-unreadable',
      `${file}: holds no parameters, such as {"Tone": ["calm", "angry"]}.`,
    );
  }
  const document = readDocument(imported.yaml);
  const given = readRecipe(imported.yaml).draft.strategy_params?.sampled_attributes ?? [];
  return given.reduce<string>((before, attribute, index) => {
    const known = readRecipe(before).draft.strategy_params?.sampled_attributes ?? [];
    const at = known.findIndex((one) => one?.id === attribute?.id || one?.name === attribute?.name);
    const whole = plainValueOf(document, document.at([...listPath, index])?.node ?? null);
    if (at < 0) return applyEdit(before, { type: 'insert', path: listPath, value: whole });
    const values = plainValueOf(document, document.at([...listPath, index, 'possible_values'])?.node ?? null);
    return applyEdit(before, {
      type: 'set',
      path: [...listPath, at, 'possible_values'],
      value: values satisfies PlainValue,
    });
  }, text);
}
