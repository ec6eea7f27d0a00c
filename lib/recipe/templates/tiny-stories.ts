/** A recipe worded for a model of 135 million parameters: short prompts, one thing asked at a time. */
export const tinyStoriesYaml = `# Two-sentence stories, each with a title. Runs on this computer with the small local model:
# no key, no account, nothing leaves the machine.

strategy: GENERAL
num_samples: 20

strategy_params:
  # Drawn by chance for each row. Every row gets one value of each.
  sampled_attributes:
    - id: setting
      name: Setting
      description: Where the story takes place
      possible_values:
        - id: lighthouse
          name: an old lighthouse
          description: A lighthouse on a rock, with waves all around
        - id: market
          name: a busy market
          description: Stalls, voices and the smell of fruit
        - id: forest
          name: a snowy forest
          description: Tall trees, deep snow and no other sound
        - id: train
          name: a night train
          description: A sleeping car that rolls through the dark
        - id: library
          name: a dusty library
          description: High shelves and books that nobody has opened for years

    - id: mood
      name: Mood
      description: How the story feels
      possible_values:
        # sample_rate is the share of the rows. Values without one share the rest.
        - id: funny
          name: funny
          description: It makes the reader smile
          sample_rate: 0.4
        - id: mysterious
          name: mysterious
          description: Something stays unexplained
          sample_rate: 0.3
        - id: warm
          name: warm
          description: It ends with a kindness

    - id: character
      name: Character
      description: Who the story is about
      possible_values:
        - id: fox
          name: a clever fox
          description: It notices everything
        - id: baker
          name: a young baker
          description: Always with flour on the sleeves
        - id: robot
          name: a small robot
          description: It is new and asks many questions
        - id: captain
          name: a retired captain
          description: With more tales than teeth

  # Written by the model, one call each, from top to bottom.
  generated_attributes:
    - id: story
      instruction_messages:
        - role: SYSTEM
          content: You write very short stories in simple words.
        # A question with its answer shows how long a story is; a small model follows that better than words.
        - role: USER
          content: Write a warm story in two sentences about an old gardener in a small harbour.
        - role: ASSISTANT
          content: >-
            The old gardener planted sunflowers along the harbour so that the fishermen could find their way home.
            On the first foggy morning every boat came back, and each fisherman brought her a flower.
        - role: USER
          content: Write a {mood} story in two sentences about {character} in {setting}.

    - id: title_answer
      instruction_messages:
        - role: USER
          content: |
            The clever cat hid the last fish under the stove and told everybody that it had swum away. That
            evening the whole house smelled of fish.

            Give this story a title of three to five words. Answer with the title only.
        - role: ASSISTANT
          content: The Fish Under the Stove
        - role: USER
          content: |
            {story}

            Give this story a title of three to five words. Answer with the title only.
      # Small models like to add quotes and a second line: keep the first line only.
      postprocessing_params:
        id: title
        keep_original_text_attribute: false
        regex: '[^"\\n]+'

  # The columns of the dataset. Without this list all of them are given out.
  passthrough_attributes:
    - title
    - story
    - setting
    - mood
    - character

inference_config:
  engine: LLAMACPP
  model:
    model_name: HuggingFaceTB/SmolLM2-135M-Instruct
  generation:
    temperature: 0.8
    # Enough for most stories; one that goes on is cut off, and another takes its place.
    max_new_tokens: 240
    stop_strings: ["\\n\\n"]
`;

export const tinyStoriesSample = JSON.stringify({
  setting: 'lighthouse',
  mood: 'warm',
  character: 'captain',
  story:
    'The retired captain climbed the old lighthouse every evening to light the lamp for ships that no longer came. One night a small boat blinked back, and he cooked soup for two.',
  title: 'The Lamp That Waited',
});
