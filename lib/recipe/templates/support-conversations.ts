/** Conversations of several turns between customers and the support of a shop. */
export const supportConversationsYaml = `# Conversations of several turns, to train a support agent on.
# A planner decides what happens, then user and assistant write their messages in turn.

strategy: GENERAL
num_samples: 50

strategy_params:
  sampled_attributes:
    - id: product
      name: Product
      description: What was bought
      possible_values:
        - id: headphones
          name: wireless headphones
          description: They connect to phones and computers; the battery lasts for twenty hours
        - id: kettle
          name: an electric kettle
          description: It holds 1.5 litres and switches off by itself
        - id: backpack
          name: a hiking backpack
          description: 40 litres, with a rain cover in its base
        - id: lamp
          name: a desk lamp
          description: It can be dimmed and has a port for charging

    - id: mood
      name: Mood
      description: How the customer feels
      possible_values:
        - id: friendly
          name: friendly
          description: Patient, explains things in full sentences
          sample_rate: 0.5
        - id: hurried
          name: in a hurry
          description: Writes a few words and wants a quick answer
          sample_rate: 0.3
        - id: annoyed
          name: annoyed
          description: Has asked before and got no answer
          sample_rate: 0.2

  generated_attributes:
    - id: problem
      instruction_messages:
        - role: USER
          content: |
            A customer has bought {product}. {product.description}.

            Say in one sentence which problem they write to the shop about. Answer with the sentence only.

  multiturn_attributes:
    - id: conversation
      # A turn is a message of the user and the answer of the assistant.
      min_turns: 2
      max_turns: 4
      role_instruction_messages:
        USER: |
          You are a customer of an online shop who has bought {product}. {problem}
          You are {mood}: {mood.description}. You write to the support of the shop by chat.
        ASSISTANT: |
          You are the support agent of an online shop. You are polite, ask for what you need to know, and say
          in plain words what the customer can do next. You make up no orders, names or numbers.
      conversation_planner: |
        The first message tells the problem without greeting at length. Somewhere in the middle a detail comes up
        that changes what has to be done. In the last message the agent sums up what was agreed.
      output_system_prompt: You are the support agent of an online shop.

  passthrough_attributes:
    - conversation
    - product
    - mood

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-5-mini
  generation:
    # This model thinks before it writes; what it thinks counts too.
    max_new_tokens: 2048
    temperature: 1.0
`;

export const supportConversationsSample = JSON.stringify({
  product: 'lamp',
  mood: 'hurried',
  conversation: {
    messages: [
      { content: 'You are the support agent of an online shop.', role: 'system' },
      { content: 'Desk lamp flickers at half brightness. What now?', role: 'user' },
      {
        content: 'Sorry about that. Does it also flicker at full brightness, or only when it is dimmed?',
        role: 'assistant',
      },
      { content: 'Only dimmed. It hangs on a power strip with a dimmer.', role: 'user' },
      {
        content:
          'That explains it: two dimmers disturb each other. Please plug the lamp into the wall. If it still flickers there, we replace it.',
        role: 'assistant',
      },
    ],
  },
});
