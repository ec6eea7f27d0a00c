/** Augmentation: records that are there are said anew in other ways. */
export const rewordedReviewsYaml = `# More examples out of those that you have: each is said anew, and keeps its label.
# The examples below stand for your own. To take them from a file, add a source with the columns text and label,
# and delete these.

strategy: GENERAL
num_samples: 60

strategy_params:
  input_examples:
    - examples:
        - { text: "The kettle boils fast and stays quiet.", label: positive }
        - { text: "It came with a dent in the lid.", label: negative }
        - { text: "Works. Nothing to add.", label: neutral }
        - { text: "My third one, and still the best for the price.", label: positive }
        - { text: "The handle gets too hot to hold.", label: negative }
        - { text: "Bigger than I thought from the picture.", label: neutral }

  sampled_attributes:
    - id: voice
      name: Voice
      description: Who says it
      possible_values:
        - id: brief
          name: brief
          description: Somebody in a hurry who leaves words out
        - id: chatty
          name: chatty
          description: Somebody who tells a little story around it
        - id: formal
          name: formal
          description: Somebody who writes as in a letter

  generated_attributes:
    - id: reworded
      instruction_messages:
        - role: SYSTEM
          content: You say a text anew. What it means and how content its writer is stays the same.
        - role: USER
          content: |
            Review ({label}): {text}

            Say it anew in a {voice} voice: {voice.description}. Answer with the new review only.
      postprocessing_params:
        id: review
        keep_original_text_attribute: false

  passthrough_attributes: [review, label, voice, text]

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-4o-mini
  generation:
    max_new_tokens: 160
    temperature: 0.9
`;

export const rewordedReviewsSample = JSON.stringify({
  review: 'Quick kettle, hardly a sound.',
  label: 'positive',
  voice: 'brief',
  text: 'The kettle boils fast and stays quiet.',
});
