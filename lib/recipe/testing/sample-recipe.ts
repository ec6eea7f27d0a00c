/** A valid recipe that tests break in one place. */
export const sampleRecipe = `strategy: GENERAL
num_samples: 3
strategy_params:
  sampled_attributes:
    - id: tone
      name: Tone
      description: How it sounds
      possible_values:
        - {id: calm, name: Calm, description: quiet}
        - {id: loud, name: Loud, description: noisy}
    - id: topic
      name: Topic
      description: What it is about
      possible_values:
        - {id: sea, name: the sea, description: waves}
        - {id: sky, name: the sky, description: clouds}
  generated_attributes:
    - id: question
      instruction_messages:
        - role: USER
          content: Ask a {tone} question about {topic}.
    - id: answer
      instruction_messages:
        - role: SYSTEM
          content: Answer briefly.
        - role: USER
          content: |
            Question: {question}
            Tone: {tone.description}
inference_config:
  engine: ECHO
  model:
    model_name: echo
`;

/** The sample with one text replaced; fails when the text isn't there. */
export function changed(from: string, to: string, text = sampleRecipe): string {
  if (!text.includes(from)) throw new Error(`The recipe has no ${from}`);
  return text.replace(from, () => to);
}
