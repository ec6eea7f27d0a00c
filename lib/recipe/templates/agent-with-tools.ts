/** Conversations in which an assistant calls tools, whose answers come from tables. */
export const agentWithToolsYaml = `# Conversations in which an assistant looks things up, to train an agent on calling tools.
# The tools answer from the tables below, so what they say is always true to the data.

strategy: GENERAL
num_samples: 50

strategy_params:
  sampled_attributes:
    - id: wish
      name: Wish
      description: What the customer wants
      possible_values:
        - id: where
          name: to know where an order is
          description: They wait for a parcel and ask when it comes
          sample_rate: 0.4
        - id: return
          name: to send something back
          description: They don't like what came and ask whether and how it can go back
          sample_rate: 0.4
        - id: both
          name: to send one order back and to know where the other is
          description: They have two orders and mix them up at first
          sample_rate: 0.2

    - id: manner
      name: Manner
      description: How the customer writes
      possible_values:
        - id: clear
          name: clear
          description: Gives the number of the order at once
        - id: vague
          name: vague
          description: Has to be asked for the number of the order

  multiturn_attributes:
    - id: conversation
      # A turn is a message of the user and the answer of the assistant, with the tools that it calls in between.
      min_turns: 1
      max_turns: 3
      role_instruction_messages:
        USER: |
          You are a customer of an online shop and want {wish}. {wish.description}.
          You write in a {manner} way: {manner.description}.
        ASSISTANT: |
          You are the support agent of an online shop. Look up an order before you say anything about it, and the
          terms before you promise a return. Say nothing that the tools did not tell you.
      conversation_planner: |
        The customer names orders by their numbers. The agent finds out what the tools can tell and answers with it.
      output_system_prompt: You are the support agent of an online shop.
      available_tools:
        - find_order
        - return_terms

  passthrough_attributes:
    - conversation
    - wish
    - manner

environment_config:
  environments:
    - id: shop
      env_type: deterministic
      tools:
        - id: find_order
          name: Find an order
          description: Finds an order by its number and tells what it holds and where it is.
          parameters:
            type: object
            properties:
              number:
                type: string
                description: The number of the order, such as A-1041
            required:
              - number
        - id: return_terms
          name: Terms of returns
          description: Tells for how many days a kind of product can be sent back, and who pays for it.
          parameters:
            type: object
            properties:
              kind:
                type: string
                enum: [kettle, headphones, lamp, backpack]
            required:
              - kind
      env_kwargs:
        lookup_table:
          find_order:
            - input: { number: A-1041 }
              output: { kind: kettle, status: on its way, arrives: Thursday }
            - input: { number: A-1077 }
              output: { kind: headphones, status: delivered, arrived: eight days ago }
            - input: { number: A-1102 }
              output: { kind: lamp, status: delivered, arrived: three days ago }
            - input: { number: A-1130 }
              output: { kind: backpack, status: waiting for the parcel service, arrives: not known yet }
          return_terms:
            - input: { kind: kettle }
              output: { days: 30, paid_by: shop }
            - input: { kind: headphones }
              output: { days: 14, paid_by: customer }
            - input: { kind: lamp }
              output: { days: 30, paid_by: shop }
            - input: { kind: backpack }
              output: { days: 30, paid_by: customer }
      # The planner is told of these orders, so that customers ask for what there is.
      grounding:
        sample_size: 2
        tools:
          find_order:
            fields: [number, kind]

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-5-mini
  generation:
    # This model thinks before it writes; what it thinks counts too.
    max_new_tokens: 2048
    temperature: 1.0
`;

export const agentWithToolsSample = JSON.stringify({
  wish: 'where',
  manner: 'clear',
  conversation: {
    messages: [
      { content: 'You are the support agent of an online shop.', role: 'system' },
      { content: 'Hello, where is my order A-1041?', role: 'user' },
      {
        content: null,
        role: 'assistant',
        tool_calls: [{ id: 'call_1', function: { name: 'find_order', arguments: '{"number": "A-1041"}' } }],
      },
      {
        content: '{"kind": "kettle", "status": "on its way", "arrives": "Thursday"}',
        role: 'tool',
        tool_call_id: 'call_1',
      },
      { content: 'Your kettle is on its way and arrives on Thursday.', role: 'assistant' },
    ],
  },
});
