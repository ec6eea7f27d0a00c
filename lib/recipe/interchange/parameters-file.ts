import { isMap, isScalar, isSeq, Scalar, YAMLSeq } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import { pythonStr } from '@/lib/template/python-str';
import { unusedId } from '../form/unused-id';
import type { Path } from '../yaml/document';
import { readScalar } from '../yaml/scalar';
import type { ImportNote } from './import-note';
import { mapOf, nameOf } from './tree';

/**
 * Tells a file of parameters: names with lists of values, alone or in groups, and nothing of a recipe.
 */
export function isParametersFile(root: YAMLMap): boolean {
  if (root.items.length === 0) return false;
  const isList = (value: unknown) => isSeq(value) && value.items.every((item) => isScalar(item));
  let lists = 0;
  for (const { value } of root.items) {
    if (isList(value)) lists++;
    else if (isMap(value) && value.items.every((pair) => isList(pair.value))) lists += value.items.length;
    else return false;
  }
  return lists > 0;
}

type Parameter = { name: string; group: string | null; values: readonly string[]; path: Path };

/**
 * A recipe of parameters: each becomes a sampled attribute under its own name, and each group (or all of them
 * together) a text that is written with its values in the prompt.
 */
export function recipeOfParameters(root: YAMLMap, notes: ImportNote[]): YAMLMap {
  const parameters = root.items.flatMap((pair): Parameter[] => {
    const { value } = pair;
    if (isSeq(value)) return [parameter(nameOf(pair), null, value)];
    if (!isMap(value)) return [];
    return value.items.flatMap((inner) =>
      isSeq(inner.value) ? [parameter(nameOf(inner), nameOf(pair), inner.value)] : [],
    );
  });
  const used = parameters.filter(({ values, path }) => {
    if (values.length > 0) return true;
    notes.push({ severity: 'warning', path, text: 'has no values and is left out' });
    return false;
  });
  const taken = new Set<string>();
  const named = used.map((one) => {
    const id = unusedId(idOf(one.name), taken);
    taken.add(id);
    if (id !== one.name) {
      notes.push({ severity: 'info', path: one.path, text: `is named ${id} in the recipe` });
    }
    return { ...one, id };
  });
  const groups = [...new Set(named.map(({ group }) => group))];
  const generated = groups.map((group) => {
    const id = unusedId(idOf(group ?? 'text'), taken);
    taken.add(id);
    return textOf(
      id,
      group ?? 'text',
      named.filter((one) => one.group === group),
    );
  });
  return mapOf([
    ['strategy', 'GENERAL'],
    ['num_samples', plain('10')],
    [
      'strategy_params',
      mapOf([
        ['sampled_attributes', listOf(named.map(sampledOf))],
        ['generated_attributes', listOf(generated)],
      ]),
    ],
    [
      'inference_config',
      // What that tool asks, as its own settings have it.
      mapOf([
        ['engine', 'OPENAI'],
        ['model', mapOf([['model_name', text('gpt-3.5-turbo')]])],
        [
          'generation',
          mapOf([
            ['temperature', plain('0.7')],
            ['max_new_tokens', plain('1024')],
          ]),
        ],
      ]),
    ],
  ]);
}

function parameter(name: string, group: string | null, list: YAMLSeq): Parameter {
  const values = list.items.flatMap((item) => {
    const value = isScalar(item) ? pythonStr(readScalar(item)).trim() : '';
    return value === '' ? [] : [value];
  });
  return { name, group, values: [...new Set(values)], path: group === null ? [name] : [group, name] };
}

/** A name that can stand in a placeholder: letters, digits and underscores. */
function idOf(name: string): string {
  const id = name
    .trim()
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return id === '' || /^\d/.test(id) ? `parameter_${id}`.replace(/_$/, '') : id;
}

function sampledOf({ id, name, group, values }: Parameter & { id: string }): YAMLMap {
  return mapOf([
    ['id', text(id)],
    ['name', text(name)],
    ['description', text(group === null ? name : `${name} of ${group}`)],
    [
      'possible_values',
      listOf(
        values.map((value) =>
          mapOf([
            ['id', text(value)],
            ['name', text(value)],
            ['description', text(value)],
          ]),
        ),
      ),
    ],
  ]);
}

function textOf(id: string, what: string, parameters: readonly (Parameter & { id: string })[]): YAMLMap {
  const lines = parameters.map((one) => `${escaped(one.name)}: {${one.id}}`);
  const content = [`Write the text "${escaped(what)}" with these properties:`, ...lines, ''].join('\n');
  return mapOf([
    ['id', text(id)],
    [
      'instruction_messages',
      listOf([
        mapOf([
          ['role', 'USER'],
          ['content', text(content)],
        ]),
      ]),
    ],
  ]);
}

function escaped(name: string): string {
  return name.replace(/[{}]/g, '$&$&');
}

function listOf(items: readonly Node[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items.push(...items);
  return list;
}

/** A text, which gets quotes where it needs them. */
function text(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

/** What has a meaning of its own, such as a number. */
function plain(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = 'PLAIN';
  return scalar;
}
