import { answerParts } from '@/lib/recipe/answer-parts';
import type { ConversationAttribute } from '@/lib/recipe/conversation-schema';
import { planColumn } from '@/lib/recipe/conversation/personas';
import type { Recipe, TransformedAttribute } from '@/lib/recipe/schema';
import { assertNever } from '@/lib/util/assert-never';
import type { Value } from '@/lib/util/value';
import { listOfSource, type PlannedSource } from './sources';

/**
 * Values of the shapes that a column can have: a part that none of them has no row has. Null where only the rows
 * themselves can tell.
 */
export function specimensOf(
  { strategy_params: params, environment_config: catalogue }: Recipe,
  sources: readonly PlannedSource[],
  column: string,
): readonly Value[] | null {
  const drawn = sources.findLast(({ shots, id }) => shots > 0 && id === column);
  if (drawn) return oneOrNone(listOfSource(drawn));
  const transform = params.transformed_attributes.find(({ id }) => id === column);
  if (transform) return oneOrNone(transformSpecimen(transform));
  const conversation = params.multiturn_attributes.find(({ id }) => id === column);
  if (conversation) return catalogue ? null : [conversationSpecimen(conversation)];
  const examples = params.input_examples.find(({ examples: [first] }) => first?.has(column));
  if (examples) return examples.examples.map((example) => example.get(column) ?? null);
  const isText =
    params.sampled_attributes.some(({ id, sampler }) => id === column && sampler === undefined) ||
    params.multiturn_attributes.some(({ id }) => planColumn(id) === column) ||
    params.generated_attributes.some(
      (attribute) =>
        attribute.postprocessing_params?.id === column ||
        (attribute.id === column && answerParts(attribute) === null),
    );
  return isText ? [text] : null;
}

function oneOrNone(value: Value | undefined): readonly Value[] | null {
  return value === undefined ? null : [value];
}

const text = '';
const message = new Map<string, Value>([
  ['content', text],
  ['role', text],
]);

function transformSpecimen({ transformation_strategy: strategy }: TransformedAttribute): Value | undefined {
  switch (strategy.type) {
    case 'STRING':
      return text;
    case 'LIST':
      return strategy.list_transform;
    case 'DICT':
      return strategy.dict_transform;
    case 'CHAT':
      return new Map<string, Value>([
        ['conversation_id', text],
        ['messages', (strategy.chat_transform?.messages ?? []).map(() => message)],
        ['metadata', strategy.chat_transform?.metadata ?? null],
      ]);
    default:
      return assertNever(strategy.type);
  }
}

/** The longest one without tools; with them nobody knows how long it gets. */
function conversationSpecimen(attribute: ConversationAttribute): Value {
  const opening = attribute.output_system_prompt === undefined ? 0 : 1;
  const messages = Array.from({ length: opening + 2 * attribute.max_turns }, () => message);
  return new Map([['messages', messages]]);
}
