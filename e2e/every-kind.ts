import { questionRecipe } from './recipes';

/**
 * A recipe with one of everything a form edits, on the mock endpoint: samplers, values with conditions, combinations,
 * examples, an answer of parts, one of a shape, a judge, a conversation with tools, and all four transforms.
 */
export function everyKindRecipe(mockUrl: string): string {
  const inference = questionRecipe(mockUrl).slice(questionRecipe(mockUrl).indexOf('inference_config'));
  return `num_samples: 12
seed: 7
strategy_params:
  input_examples:
    - id: shots
      num_shots: 2
      examples:
        - { text: My card never came, label: card }
        - { text: Why was I charged twice, label: fee }
        - { text: The machine kept my card, label: card }
  sampled_attributes:
    - id: person
      name: Person
      description: Who writes
      sampler: { type: PERSON, locale: de, min_age: 18, max_age: 80 }
    - id: amount
      name: Amount
      description: What was paid, in euros
      sampler: { type: FLOAT, distribution: NORMAL, mean: 60, deviation: 30, min: 5, max: 250, decimals: 2 }
    - id: ordered_on
      name: Day
      description: When it was bought
      sampler: { type: DATETIME, start: 2026-01-01, end: 2026-06-30, format: "%d %B %Y" }
    - id: order
      name: Order
      description: How the shop calls it
      sampler: { type: PATTERN, pattern: "WB-[0-9]{5}[A-F]" }
    - id: department
      name: Department
      description: Where it belongs
      possible_values:
        - { id: garden, name: the garden, description: "Tools and plants", sample_rate: 0.5 }
        - { id: kitchen, name: the kitchen, description: "Pots and machines", sample_rate: 0.3 }
        - { id: toys, name: the toys, description: "Games for all ages", sample_rate: 0.2 }
    - id: product
      name: Product
      description: What was bought
      possible_values:
        - { id: rake, name: a rake, description: "Steel, with a wooden handle" }
        - { id: pan, name: a pan, description: "Cast iron, 28 cm" }
        - { id: puzzle, name: a puzzle, description: "A thousand pieces, a harbour at night" }
      depends_on:
        attribute: department
        weights:
          garden: { rake: 2, pan: 1 }
        values:
          kitchen: [pan]
          toys: [puzzle]
    - id: tone
      name: Tone
      description: How it is said
      possible_values:
        - { id: calm, name: calm, description: Patient }
        - { id: loud, name: loud, description: In capitals }
    - id: length
      name: Length
      description: How long it is
      possible_values:
        - { id: short, name: short, description: A few words }
        - { id: long, name: long, description: Several sentences }
  combination_sampling:
    - combination: { tone: loud, length: short }
      sample_rate: 0.1
  generated_attributes:
    - id: complaint
      when: 'tone == "loud"'
      instruction_messages:
        - role: SYSTEM
          content: You write to a shop.
        - role: USER
          content: "{person.name} bought {product} for {amount:.2f} on {ordered_on}, order {order}. Like {shots[0].text}: complain."
      postprocessing_params:
        id: complaint_text
        cut_prefix: "Complaint:"
        strip_whitespace: true
    - id: pair
      instruction_messages:
        - role: USER
          content: "A question about {product} and its answer, {length}."
      sections: [Question, Answer]
    - id: facts
      instruction_messages:
        - role: USER
          content: "What does the shop know about {product} in {department}?"
      response_format:
        schema:
          type: object
          properties:
            title: { type: string }
            stars: { type: integer }
          required: [title, stars]
    - id: grade
      judge:
        rubric: "Is the answer correct? 1: wrong. 3: partly. 5: right and complete."
      instruction_messages:
        - role: USER
          content: "Question: {pair.Question} Answer: {pair.Answer}"
  multiturn_attributes:
    - id: talk
      min_turns: 1
      max_turns: 2
      role_instruction_messages:
        USER: "You have bought {product} and are {tone}."
        ASSISTANT: You help the customers of a shop.
      conversation_planner: The customer gives the order only when asked.
      output_system_prompt: You help with {product}.
      available_tools: [find_order]
  transformed_attributes:
    - id: line
      transformation_strategy: { type: STRING, string_transform: "{product} for {amount}" }
    - id: parts
      transformation_strategy: { type: LIST, list_transform: ["{product}", "{tone}"] }
    - id: record
      transformation_strategy: { type: DICT, dict_transform: { what: "{product}", how: "{tone}" } }
    - id: chat
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - { role: USER, content: "{pair.Question}" }
            - { role: ASSISTANT, content: "{pair.Answer}" }
environment_config:
  environments:
    - id: shop
      name: Shop
      description: The orders of a shop
      env_type: deterministic
      tools:
        - id: find_order
          name: Find an order
          description: Tells what was ordered.
          parameters: { type: object, properties: { order: { type: string } } }
      env_kwargs:
        lookup_table:
          find_order:
            - { input: { order: WB-1 }, output: { what: a rake } }
quality:
  rules:
    - column: grade.score
      min: 4
    - column: pair.Question
      min_length: 8
      max_length: 300
      max_similarity: 0.8
${inference}`;
}

/** Rows from an uploaded file with the columns `city` and `age`. */
export function peopleRecipe(mockUrl: string, upload: string): string {
  const question = 'What does somebody of {age} in {city} ask about {topic}?';
  return questionRecipe(mockUrl, { question }).replace(
    'strategy_params:\n',
    `strategy_params:\n  input_data:\n    - path: ${upload}\n`,
  );
}

const long = 'a_name_that_goes_on_for_longer_than_any_column_of_a_table_is_wide_and_then_some';

/** What people call things once in a while. */
export const wildNames = {
  recipe: `Ünïcödé 👩‍👩‍👧‍👦 مجموعة بيانات البنك ${'and a name that doesn’t end '.repeat(4)}`,
  /** Has no place to break. */
  attribute: long,
  value: `بطاقة ضائعة 💳 ${long}`,
} as const;

/** Short prompts on the names above; with `wildScript` the answers are long, right to left, and emoji. */
export function wildRecipe(mockUrl: string): string {
  const inference = questionRecipe(mockUrl).slice(questionRecipe(mockUrl).indexOf('inference_config'));
  return `num_samples: 12
seed: 7
strategy_params:
  sampled_attributes:
    - id: topic
      name: ${JSON.stringify(wildNames.value)}
      description: ${JSON.stringify(wildNames.recipe)}
      possible_values:
        - { id: huge, name: "كبير جدا", description: Huge }
        - { id: emoji, name: "👩🏽‍🚀🏳️‍🌈🧑‍🧑‍🧒‍🧒", description: Pictures }
        - { id: ${long}, name: ${JSON.stringify(wildNames.value)}, description: Long }
  generated_attributes:
    - id: ${long}
      instruction_messages:
        - { role: USER, content: "Write about {topic.id}. {topic.description}" }
    - id: answer
      instruction_messages:
        - { role: USER, content: "Answer {topic}" }
${inference}`;
}

/** Answers of the mock endpoint to the prompts of `wildRecipe`. */
export const wildScript = [
  { contains: 'Write about huge', answer: 'unbreakable'.repeat(9_500) },
  { contains: 'Write about emoji', answer: '👩🏽‍🚀🏳️‍🌈🧑‍🧑‍🧒‍🧒'.repeat(200) },
  { contains: 'Write about', answer: `هل وصلت بطاقتي الجديدة؟ ${'نعم '.repeat(300)}` },
];
