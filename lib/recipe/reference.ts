import type { Pair } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { recipeJsonSchema } from './json-schema';
import { oumiKeys, type KnownKeys } from './interchange/oumi-language';
import { recipeSchema } from './schema';
import { shapeOf, type Shape } from './shape';
import { nodeOrNull, readDocument, scalarText } from './yaml/document';

type JsonSchema = {
  type?: string | string[];
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  minimum?: number;
  maximum?: number;
};

/** A key of the language, by its path with `*` for places in lists. */
type ReferenceKey = {
  path: readonly string[];
  schema: JsonSchema;
  isRequired: boolean;
  isOwn: boolean;
};

/** All keys that do something here, in the order of the schema. */
export function referenceKeys(): ReferenceKey[] {
  // The schema is made by zod in the very form that is read here.
  const schema: JsonSchema = recipeJsonSchema();
  return keysOf(schema, shapeOf(recipeSchema), oumiKeys, []);
}

function keysOf(
  schema: JsonSchema,
  shape: Shape,
  known: KnownKeys | true | undefined,
  path: readonly string[],
): ReferenceKey[] {
  if (shape.type === 'list') return keysOf(schema.items ?? {}, shape.item, known, [...path, '*']);
  if (shape.type !== 'object') return [];
  return [...shape.fields].flatMap(([key, field]) => {
    if (field.noEffect) return [];
    const own = schema.properties?.[key] ?? {};
    const inner = known === true || known === undefined ? known : known[key];
    const here = {
      path: [...path, key],
      schema: own,
      isRequired: field.required,
      isOwn: inner === undefined,
    };
    // The settings of one attribute's model are those of the recipe's model.
    const isTold = key === 'inference_config' && path.length > 0;
    return [here, ...(isTold ? [] : keysOf(own, field.shape, inner, here.path))];
  });
}

/** The page of the language: every key with its type, its default, what it means and an example from a recipe. */
export function recipeReference(recipes: readonly string[]): string {
  const examples = exampleFinder(recipes);
  const keys = referenceKeys();
  const parents = [...new Set(keys.map(({ path }) => path.slice(0, -1).join('.')))];
  const sections = parents.map((parent) => {
    const own = keys.filter(({ path }) => path.slice(0, -1).join('.') === parent);
    const owner = keys.find(({ path }) => path.join('.') === parent.replace(/\.\*$/, ''));
    const title = parent === '' ? 'The recipe' : `\`${parent.replaceAll('.*', '[]')}\``;
    const about = owner?.schema.description === undefined ? '' : `${owner.schema.description}\n\n`;
    return `## ${title}\n\n${about}${own.map((key) => keyText(key, examples)).join('\n\n')}`;
  });
  return `${head}\n\n${sections.join('\n\n')}\n`;
}

const head = `# The recipe language

A recipe is YAML (or JSON, which is YAML). This page is made of the schema by \`npm run docs\`; its examples are taken from recipes that the tests read, where one of those has the key. The same schema as JSON Schema, for editors, is [recipe.schema.json](recipe.schema.json). Keys marked "own" are not part of oumi's language: an export to it leaves them out and says so.`;

function keyText(key: ReferenceKey, examples: (path: readonly string[]) => string | undefined): string {
  const { path, schema, isRequired, isOwn } = key;
  const facts = [
    typeWords(schema),
    isRequired
      ? 'needed'
      : schema.default === undefined
        ? ''
        : `default \`${JSON.stringify(schema.default)}\``,
    isOwn ? 'own' : '',
  ].filter((fact) => fact !== '');
  const [own] = schema.examples ?? [];
  // JSON is YAML.
  const example =
    examples(path) ?? (own === undefined ? undefined : `${path.at(-1) ?? ''}: ${JSON.stringify(own)}`);
  const text = `### \`${path.at(-1) ?? ''}\`\n\n${facts.join(', ')}. ${schema.description ?? ''}`.trimEnd();
  return example === undefined ? text : `${text}\n\n\`\`\`yaml\n${example}\n\`\`\``;
}

function typeWords({ type, enum: choices, items, minimum, maximum }: JsonSchema): string {
  if (choices !== undefined) return `one of ${choices.map((one) => `\`${String(one)}\``).join(', ')}`;
  const name = Array.isArray(type) ? type.join(' or ') : type;
  if (name === 'array') return items?.type === 'string' ? 'list of texts' : 'list';
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    object: 'mapping',
    integer: 'whole number',
  };
  const bounds = [
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : `from ${minimum}`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`,
  ].filter((bound) => bound !== '');
  return [words[name ?? ''] ?? name ?? 'any value', ...bounds].join(' ');
}

/** More lines than these of an example are cut. */
const mostLines = 8;

/** Finds the shortest place where one of the recipes gives a key. */
function exampleFinder(recipes: readonly string[]): (path: readonly string[]) => string | undefined {
  const found = new Map<string, string>();
  for (const text of recipes) {
    const document = readDocument(text);
    const visit = (node: unknown, path: string): void => {
      const inner = document.resolve(nodeOrNull(node));
      if (isSeq(inner)) for (const item of inner.items) visit(item, `${path}.*`);
      if (!isMap(inner)) return;
      for (const pair of inner.items) {
        if (!isScalar(pair.key)) continue;
        const at = path === '' ? scalarText(pair.key) : `${path}.${scalarText(pair.key)}`;
        const example = writtenAs(text, pair);
        if (example.length < (found.get(at)?.length ?? Infinity)) found.set(at, example);
        visit(pair.value, at);
      }
    };
    visit(document.root, '');
  }
  return (path) => found.get(path.join('.'));
}

/** An entry as it stands in the text, moved to the left and cut where it is long. */
function writtenAs(text: string, pair: Pair): string {
  const key = isScalar(pair.key) ? pair.key.range : undefined;
  const value = nodeOrNull(pair.value)?.range ?? key;
  if (!key || !value) return '';
  const [first = '', ...rest] = text.slice(key[0], value[1]).trimEnd().split('\n');
  const lineStart = text.lastIndexOf('\n', key[0] - 1) + 1;
  const indent = key[0] - lineStart;
  const lines = [
    first,
    ...rest.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))),
  ];
  return lines.length <= mostLines ? lines.join('\n') : [...lines.slice(0, mostLines - 1), '# …'].join('\n');
}
