import { applyEdit } from '@/lib/recipe/edit/apply-edit';
import { plainValueOf } from '@/lib/recipe/edit/plain-value';
import { readDocument, type Path } from '@/lib/recipe/yaml/document';
import { AppError } from '@/lib/util/app-error';

/** A value that the command line puts into a recipe. */
export type Override = { name: string; path: Path; value: string };

/**
 * Reads what stands behind the known options: `--key value` and `--key=value`, keys dotted, positions in lists as
 * `list[0].key` or `list.0.key`. Throws AppError `bad-option` for anything else.
 */
export function readOverrides(words: readonly string[]): Override[] {
  const overrides: Override[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, name = '', given] = /^--([^=\s]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === '')
      throw new AppError('bad-option', `${word}: an option begins with --, as --num_samples 20.`);
    const value = given ?? words[++at];
    if (value === undefined || (given === undefined && /^--[A-Za-z_]/.test(value))) {
      throw new AppError('bad-option', `--${name} needs a value, as --${name} 20.`);
    }
    overrides.push({ name, path: pathOf(name), value });
  }
  return overrides;
}

function pathOf(name: string): Path {
  const steps = name.replace(/\[(\d+)\]/g, '.$1').split('.');
  if (steps.some((step) => step === '' || /[[\]]/.test(step))) {
    throw new AppError('bad-option', `--${name} is no path of a recipe, such as --generation.temperature.`);
  }
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** The recipe's text with the values put in. Throws AppError `bad-option` for a place that isn't there. */
export function applyOverrides(text: string, overrides: readonly Override[]): string {
  return overrides.reduce((before, override) => applyOverride(before, override), text);
}

function applyOverride(text: string, { name, path, value }: Override): string {
  const document = readDocument(value);
  if (document.syntaxErrors.length > 0) {
    throw new AppError(
      'bad-option',
      `--${name} ${value}: ${document.syntaxErrors[0]?.message ?? 'is no YAML'}.`,
    );
  }
  const before = readDocument(text);
  if (before.syntaxErrors.length > 0) return text;
  for (const [index, step] of path.entries()) {
    // Keys that are missing are made; items of lists are not.
    if (typeof step === 'number' && before.at(path.slice(0, index + 1)) === null) {
      throw new AppError('bad-option', `--${name}: the recipe has no item ${step} there. They count from 0.`);
    }
  }
  return applyEdit(text, { type: 'set', path, value: plainValueOf(document, document.root) });
}
