import { factsText, type Fact } from '@/lib/environments/grounding';
import type { ChatRole } from '@/lib/llm/message';
import type { ResponseShape } from '@/lib/llm/model-call';
import { references, type Template } from '@/lib/template/template';
import { speakerOf, type Conversation } from './compile-conversation';
import { joined, literal, withText } from './pieces';

/** A message of a prompt that is still to be rendered with the values of a row. */
export type PromptMessage = { role: ChatRole; template: Template };

/** Asks for the plan of a conversation of so many messages: what each of them is about. */
export function planPrompt(
  { personas, planner }: Conversation,
  messages: number,
  facts: readonly Fact[],
): PromptMessage[] {
  const speaksOfTurn = personas.some(({ template }) =>
    references(template).some(({ name }) => name === 'current_turn'),
  );
  const order = Array.from({ length: messages }, (_, at) => `Turn ${at + 1}: ${upper(speakerOf(at + 1))}`);
  const request = joined(
    literal(`${opening(messages, order)}\n\nThe speakers:\n`),
    ...personas.flatMap(({ role, template }) => [
      literal(`\n[${upper(role)}]\n`),
      // A plan is made before there is a turn whose number could stand here.
      withText(template, 'current_turn', anyTurn),
      literal('\n'),
    ]),
    literal(speaksOfTurn ? `\n(${anyTurn} stands for the number of the turn.)\n` : ''),
    literal(`\n${guidelines}\n`),
    literal(facts.length === 0 ? '' : `\n${factsText(facts)}\n`),
    ...(planner === null ? [] : [literal('\nAdditional instructions: '), planner, literal('\n')]),
    literal(`\n${closing}`),
  );
  return [
    { role: 'system', template: literal(plannerRole) },
    { role: 'user', template: literal(exampleRequest) },
    { role: 'assistant', template: literal(examplePlan) },
    { role: 'user', template: request },
  ];
}

/** What stands in a persona for the number of the turn while all of them are planned. */
const anyTurn = 'N';

function opening(messages: number, order: readonly string[]): string {
  return `Plan a conversation of ${messages} turns. A turn is one message: ${order.join(', ')}.`;
}

const plannerRole =
  'You plan conversations before they are written. You are told who speaks and how many turns there are. You ' +
  'answer with one JSON object of the form {"turns": [{"turn": 1, "instruction": "..."}, ...]}, one entry for ' +
  'each turn in order, without any text around it and without a code fence. An instruction says what the speaker ' +
  'of that turn does, in terms of these very speakers and their situation.';

const guidelines =
  'Say for each turn in one or two sentences what its speaker does: what is asked, told, found out or decided. ' +
  'Let each turn follow from the one before, keep to what is said of the speakers, and name the particulars that ' +
  'they speak of. Do not write the messages themselves.';

const closing = 'Answer with the JSON object and nothing else.';

const exampleRequest = [
  opening(4, ['Turn 1: USER', 'Turn 2: ASSISTANT', 'Turn 3: USER', 'Turn 4: ASSISTANT']),
  'The speakers:',
  '[USER]\nYou ordered a lamp ten days ago and it has not come.',
  '[ASSISTANT]\nYou help the customers of a furniture shop.',
  closing,
].join('\n\n');

const examplePlan = JSON.stringify({
  turns: [
    { turn: 1, instruction: 'Says that the lamp was ordered ten days ago and asks where it is.' },
    { turn: 2, instruction: 'Is sorry about the delay and asks for the number of the order.' },
    { turn: 3, instruction: 'Gives the number and adds that the lamp is a present for Saturday.' },
    {
      turn: 4,
      instruction: 'Finds the parcel on its way, promises Friday, and says what to do if it is late.',
    },
  ],
});

/** What a plan must look like, for engines that can be held to it. */
export const planShape: ResponseShape = {
  name: 'conversation_plan',
  schema: {
    type: 'object',
    properties: {
      turns: {
        type: 'array',
        items: {
          type: 'object',
          properties: { turn: { type: 'integer' }, instruction: { type: 'string' } },
          required: ['turn', 'instruction'],
          additionalProperties: false,
        },
      },
    },
    required: ['turns'],
    additionalProperties: false,
  },
};

/** A role as prompts spell it. */
export function upper(role: ChatRole): string {
  return role.toUpperCase();
}
