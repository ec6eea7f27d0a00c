import { applyEdit } from '@/lib/recipe/edit/apply-edit';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import type { ReadRecipe } from '@/lib/recipe/read-recipe';

/** Something that varies from row to row. */
type Varied = { id: string; name: string; values: readonly string[] };

const base = `strategy: GENERAL
num_samples: 20

strategy_params:
  # What a model writes
  generated_attributes:
    - id: text
      instruction_messages:
        - role: USER
          content: ""
`;

/**
 * A plain recipe that is always valid: the task is its prompt, and what varies is drawn by chance. `model` is the
 * recipe's `inference_config`.
 */
export function skeletonRecipe(task: string, kept: readonly Varied[], model: PlainValue): string {
  const varied = kept.length > 0 ? kept : [anyKind];
  const about = varied.map(({ id, name }) => `${escaped(name)}: {${id}}`);
  const prompt = [escaped(task.trim()), about.join('\n'), closing].join('\n\n');
  const texts = ['generated_attributes', 0, 'instruction_messages', 0, 'content'];
  const value = varied.map(attributeOf);
  const sampled = ['strategy_params', 'sampled_attributes'];
  let yaml = applyEdit(titleOf(task) + base, { type: 'set', path: sampled, value });
  yaml = applyEdit(yaml, { type: 'set', path: ['strategy_params', ...texts], value: prompt });
  const columns = ['text', ...varied.map(({ id }) => id)];
  yaml = applyEdit(yaml, {
    type: 'set',
    path: ['strategy_params', 'passthrough_attributes'],
    value: columns,
  });
  return applyEdit(yaml, { type: 'set', path: ['inference_config'], value: model });
}

/** Whatever the data is, its rows can differ in this. */
const anyKind: Varied = {
  id: 'kind',
  name: 'Kind',
  values: ['a typical one', 'an unusual one', 'a short and simple one', 'a long and detailed one'],
};

const closing = 'Write one example and nothing else.';

function attributeOf({ id, name, values }: Varied): PlainValue {
  const taken = new Set<string>();
  return {
    id,
    name,
    description: 'What varies from row to row',
    possible_values: values.map((value, index) => {
      const slug = slugOf(value) || `value_${index + 1}`;
      const unique = taken.has(slug) ? `${slug}_${index + 1}` : slug;
      taken.add(unique);
      return { id: unique, name: value, description: value };
    }),
  };
}

const longestTitle = 60;

/** The first words of the task, as the comment that names a recipe. */
function titleOf(task: string): string {
  const line =
    task
      .trim()
      .split(/[\n.!?]/)[0]
      ?.trim() ?? '';
  const words =
    line.length <= longestTitle ? line : `${line.slice(0, longestTitle).replace(/\s+\S*$/, '')} …`;
  return words === '' ? '' : `# ${words}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}');
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
}

/** Fewer values aren't variety, more are no list any more; a longer line is a sentence. */
const fewestValues = 2;
const mostValues = 40;
const longestValue = 80;
const mostVaried = 6;

/** What of an answer that is no valid recipe can be kept: sampled attributes that it has, else the lines of a list. */
export function keptOf(answer: string, read: ReadRecipe | null): Varied[] {
  const sampled = (read?.draft.strategy_params?.sampled_attributes ?? []).flatMap((one): Varied[] => {
    const values = unique((one?.possible_values ?? []).flatMap((value) => value?.name ?? value?.id ?? []));
    const isSound = one?.id !== undefined && /^[a-z_][a-z0-9_]*$/i.test(one.id) && one.id !== 'text';
    return isSound && values.length >= fewestValues
      ? [{ id: one.id ?? '', name: one.name ?? one.id ?? '', values }]
      : [];
  });
  const kept = sampled.filter(({ id }, index) => sampled.findIndex((one) => one.id === id) === index);
  if (kept.length > 0) return kept.slice(0, mostVaried);
  const listed = unique(answer.split('\n').flatMap(listItem));
  return listed.length >= fewestValues ? [{ id: 'topic', name: 'Topic', values: listed }] : [];
}

function listItem(line: string): string[] {
  const item = /^\s*(?:[-*•]|\d{1,3}[.)])\s+(.*\S)\s*$/.exec(line)?.[1];
  const plain =
    item
      ?.replace(/[*_`"]/g, '')
      .replace(/[.:;,]+$/, '')
      .trim() ?? '';
  const isKey = /^\w+:(\s|$)/.test(plain);
  return plain.length < 2 || plain.length > longestValue || isKey ? [] : [plain];
}

function unique(values: readonly string[]): string[] {
  const seen = new Map(values.map((value) => [value.trim().toLowerCase(), value.trim()]));
  return [...seen.values()].filter((value) => value !== '').slice(0, mostValues);
}
