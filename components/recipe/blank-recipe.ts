/** What a new recipe begins with: small, valid, and free to run on the local model. */
export const blankRecipe = `strategy: GENERAL
num_samples: 20

strategy_params:
  # What varies from row to row
  sampled_attributes:
    - id: topic
      name: Topic
      description: What the text is about
      possible_values:
        - id: sea
          name: the sea
          description: Waves, ships and far coasts
        - id: kitchen
          name: a kitchen
          description: Cooking and what goes wrong
        - id: train
          name: a night train
          description: Travelling while others sleep

  # What a model writes
  generated_attributes:
    - id: text
      instruction_messages:
        - role: USER
          content: |
            Write two sentences about {topic}.

inference_config:
  engine: NATIVE_TEXT
  model:
    model_name: HuggingFaceTB/SmolLM2-135M-Instruct
  generation:
    max_new_tokens: 240
    temperature: 0.8
`;
