import { z } from 'zod';

const text = z.string().min(1);

const conversation = z
  .strictObject({
    id: text.meta({
      description:
        'The name of the column with the conversation. Its plan gets a column beside it, `<id>_plan`.',
      examples: ['conversation'],
    }),
    min_turns: z
      .int()
      .min(1)
      .meta({
        description:
          'The fewest turns. A turn is a message of the user and the answer of the assistant. Each row draws a number between the two.',
        examples: [2],
      }),
    max_turns: z
      .int()
      .min(1)
      .meta({ description: 'The most turns; at least `min_turns`.', examples: [4] }),
    role_instruction_messages: z.map(z.string(), z.string()).meta({
      keys: {
        USER: 'Who asks. The user writes the first message of each turn.',
        ASSISTANT: 'Who answers. The assistant writes the second message of each turn.',
        SYSTEM: 'Writes nothing: the planner is told of it.',
        TOOL: 'Writes nothing: the planner is told of it.',
      },
      description:
        'Who speaks: a persona for USER and one for ASSISTANT, with values in braces. `{current_turn}` is the number of the message that is written, `{target_turns}` how many there will be, `{conversation_plan}` and `{parsed_turn_plans}` what is planned. Other roles are told to the planner.',
      examples: [
        { USER: 'You are a customer with a problem: {issue}.', ASSISTANT: 'You are a support agent.' },
      ],
    }),
    conversation_planner: z
      .string()
      .optional()
      .meta({
        description:
          'What the planner, which decides what each message is about before the first is written, is told beside the personas.',
        examples: ['The customer gets impatient in the middle and is satisfied in the end.'],
      }),
    output_system_prompt: text.optional().meta({
      description: 'The system message that the finished conversation begins with. Nobody speaks by it.',
      examples: ['You are a helpful support agent.'],
    }),
    available_environments: z
      .array(text)
      .default([])
      .meta({ description: 'Ids of the environments whose tools the assistant may use. Left out, all.' }),
    available_tools: z.array(text).default([]).meta({
      description: 'Ids of the tools that the assistant may use. Left out, all of the environments.',
    }),
    max_consecutive_tool_turns: z
      .int()
      .min(0)
      .default(50)
      .meta({ description: 'How often in a row the assistant may use tools before it has to answer.' }),
  })
  .meta({
    description:
      'A conversation of several turns: a planner decides what happens, then user and assistant write their messages in turn, one call for each.',
  });

/** The list of conversations of a recipe. */
export const conversationFields = {
  multiturn_attributes: z.array(conversation).default([]).meta({
    description:
      'Conversations of several turns, written after all generated attributes. A persona may use what stands above it.',
  }),
};

export type ConversationAttribute = z.infer<typeof conversation>;
