import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { YAMLMap } from 'yaml';
import type { Path, RecipeDocument } from '../yaml/document';
import { insertInFlow, insertItem, insertLines } from './list-items';
import { changePlainValue, isPlainList, isPlainMap, type PlainValue } from './plain-value';
import { replaceValue } from './replace-value';
import { isEmpty, slotAt } from './slot';
import { unitsOf } from './units';
import { blockLines, entryLines, styleOf, writeInline, writeKey, type YamlStyle } from './write-yaml';

/** Makes what is missing on the way to a path: the nearest thing that is there gets a new entry or item. */
export function addValue(document: RecipeDocument, path: Path, value: PlainValue): string {
  const { text } = document;
  const style = styleOf(text);
  for (let length = path.length - 1; length >= 0; length--) {
    const slot = slotAt(document, path.slice(0, length));
    if (slot === null) continue;
    const rest = path.slice(length);
    const [step = '', ...deeper] = rest;
    const node = slot.node;
    if (isMap(node) && typeof step === 'string') {
      const made = changePlainValue(undefined, deeper, () => value) ?? null;
      return addEntry(document, node, { path: path.slice(0, length), key: step, value: made }, style);
    }
    if (isSeq(node) && typeof step === 'number') {
      const made = changePlainValue(undefined, deeper, () => value) ?? null;
      return insertItem(document, { list: node, slot, index: node.items.length, value: made }, style);
    }
    if (!isEmpty(node)) return text;
    const made = changePlainValue(undefined, rest, () => value) ?? null;
    if (length > 0 || node !== null) return replaceValue(document, slot, made, style);
    const start = text === '' || text.endsWith('\n') ? text : text + style.eol;
    return start + blockLines(made, 0, style).join(style.eol) + style.eol;
  }
  return text;
}

/** Where keys stand when they are added: in the order in which the language explains them. */
const keyOrder = [
  [
    'strategy',
    'num_samples',
    'output_path',
    'seed',
    'strategy_params',
    'quality',
    'environment_config',
    'inference_config',
  ],
  [
    'input_data',
    'input_documents',
    'input_examples',
    'sampled_attributes',
    'combination_sampling',
    'generated_attributes',
    'multiturn_attributes',
    'transformed_attributes',
    'passthrough_attributes',
  ],
  ['id', 'name', 'description', 'sample_rate', 'possible_values'],
  [
    'id',
    'instruction_messages',
    'postprocessing_params',
    'when',
    'response_format',
    'sections',
    'judge',
    'inference_config',
  ],
  [
    'id',
    'min_turns',
    'max_turns',
    'role_instruction_messages',
    'conversation_planner',
    'output_system_prompt',
    'available_environments',
    'available_tools',
    'max_consecutive_tool_turns',
  ],
  ['USER', 'ASSISTANT'],
  ['id', 'env_type', 'name', 'description', 'tools', 'env_kwargs', 'grounding'],
  ['id', 'name', 'description', 'parameters', 'output_schema', 'read_only', 'executor', 'sql'],
  ['type', 'description', 'properties', 'enum', 'items', 'required'],
  ['role', 'content'],
  ['engine', 'model', 'generation', 'remote_params'],
  [
    'id',
    'column',
    'columns',
    'required',
    'min_length',
    'max_length',
    'min_words',
    'max_words',
    'min',
    'max',
    'pattern',
    'not_pattern',
    'must_not_contain',
    'one_of',
    'language',
    'valid_json',
    'json_schema',
    'not_like',
    'not_like_share',
    'unique',
    'max_similarity',
  ],
];

type NewEntry = { path: Path; key: string; value: PlainValue };

function addEntry(document: RecipeDocument, map: YAMLMap, entry: NewEntry, style: YamlStyle): string {
  const { text } = document;
  const units = unitsOf(document, map);
  const keys = document.entries(map).slice(0, units.spans.length);
  const place = entryPlace(
    keys.map(({ key, value }) => ({ key, isShort: !isCollection(value) })),
    entry,
  );
  if (units.isFlow) {
    const json = isJsonMap(map, style);
    const name = json ? JSON.stringify(entry.key) : writeKey(entry.key);
    return insertInFlow(text, map, {
      units,
      index: place,
      item: `${name}: ${writeInline(entry.value, json ? 'json' : 'flow')}`,
    });
  }
  const lines = entryLines(entry.key, entry.value, units.column, style);
  return insertLines(text, { units, index: place, lines, gap: '', style });
}

function entryPlace(keys: readonly { key: string; isShort: boolean }[], { key, value }: NewEntry): number {
  const order = keyOrder.find(
    (candidate) => candidate.includes(key) && keys.every((other) => candidate.includes(other.key)),
  );
  if (order !== undefined) {
    const rank = order.indexOf(key);
    return keys.findLastIndex((other) => order.indexOf(other.key) < rank) + 1;
  }
  // Short values stand together at the top; below a list a line would hardly be found.
  const lastShort = keys.findLastIndex(({ isShort }) => isShort);
  const isShort = !isPlainList(value) && !isPlainMap(value);
  return isShort && lastShort !== -1 ? lastShort + 1 : keys.length;
}

function isJsonMap(map: YAMLMap, style: YamlStyle): boolean {
  const key = map.items[0]?.key;
  return isScalar(key) ? key.type === 'QUOTE_DOUBLE' : style.isJson;
}
