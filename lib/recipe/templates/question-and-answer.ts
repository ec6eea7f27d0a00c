/** Questions and answers on topics of two levels, as conversations to train on. */
export const questionAndAnswerYaml = `# Questions with answers, as conversations to train on.
# A question is written first; the answer sees it.

strategy: GENERAL
num_samples: 100

strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: The field of knowledge
      possible_values:
        - id: geography
          name: geography
          description: Countries, rivers, mountains and the people who live there
        - id: biology
          name: biology
          description: Plants, animals and the human body
        - id: history
          name: history
          description: People and events of the past
        - id: physics
          name: physics
          description: Motion, heat, light and matter
        - id: cooking
          name: cooking
          description: Ingredients, techniques and why they work

    - id: difficulty
      name: Difficulty
      description: How much the reader knows already
      possible_values:
        - id: easy
          name: easy
          description: A child of ten can follow it
          sample_rate: 0.5
        - id: medium
          name: medium
          description: It takes what is taught at school
          sample_rate: 0.3
        - id: hard
          name: hard
          description: It makes an expert think for a moment
          sample_rate: 0.2

  generated_attributes:
    - id: question
      instruction_messages:
        - role: SYSTEM
          content: You write quiz questions that have one clear answer.
        - role: USER
          content: |
            Topic: {topic} ({topic.description})
            Difficulty: {difficulty}. {difficulty.description}.

            Write one question. Answer with the question only.
      postprocessing_params:
        id: asked
        # Some models begin with a label all the same.
        cut_prefix: 'Question:'

    - id: answer
      instruction_messages:
        - role: SYSTEM
          content: You answer questions correctly, in two or three sentences.
        - role: USER
          content: '{asked}'

  # Put together from the values above, without a model.
  transformed_attributes:
    - id: conversation
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - role: USER
              content: '{asked}'
            - role: ASSISTANT
              content: '{answer}'
          metadata:
            topic: '{topic.id}'
            difficulty: '{difficulty.id}'

  passthrough_attributes:
    - conversation
    - topic
    - difficulty

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-5-mini
  generation:
    # This model thinks before it writes; what it thinks counts too.
    max_new_tokens: 2048
    temperature: 1.0
`;

export const questionAndAnswerSample = JSON.stringify({
  topic: 'biology',
  difficulty: 'easy',
  conversation: {
    conversation_id: 'conversation-5f0c1c1e-6b7e-4a0e-9d0b-0c2f6a5f7e11',
    messages: [
      { content: 'Which part of a plant takes up water from the soil?', role: 'user' },
      {
        content: 'The roots take up water. Fine root hairs give them a large surface for it.',
        role: 'assistant',
      },
    ],
    metadata: { topic: 'biology', difficulty: 'easy' },
  },
});
