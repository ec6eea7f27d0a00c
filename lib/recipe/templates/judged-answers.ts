/** Answers in two sections, judged by a rubric: rows with a low score are replaced. */
export const judgedAnswersYaml = `# Questions with answers that a judge found good.
# One call writes both, a second one scores them; rows below 4 are replaced by others.

strategy: GENERAL
num_samples: 100

strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: The field of knowledge
      possible_values:
        - id: cooking
          name: cooking
          description: Ingredients, techniques and why they work
        - id: gardening
          name: gardening
          description: Soil, seeds, water and the seasons
        - id: first-aid
          name: first aid
          description: What to do before help arrives

  generated_attributes:
    - id: pair
      instruction_messages:
        - role: SYSTEM
          content: You write questions that people really ask, with short and correct answers.
        - role: USER
          content: |
            Write one question about {topic} ({topic.description}) and its answer in two or three sentences.
      sections: [Question, Answer]

    # The judge may be another model than the writer: name it in an inference_config here.
    - id: grade
      judge:
        rubric: |
          Is the answer correct, complete and easy to follow?
          1: wrong or harmful. 3: right but with gaps. 5: right, complete and clear.
      instruction_messages:
        - role: USER
          content: |
            Question: {pair.Question}
            Answer: {pair.Answer}
      inference_config:
        generation:
          max_new_tokens: 1024

  passthrough_attributes: [topic, pair.Question, pair.Answer, grade.score, grade.reasons]

quality:
  rules:
    - column: grade.score
      min: 4

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-5-mini
  generation:
    # This model thinks before it writes; what it thinks counts too.
    max_new_tokens: 2048
    temperature: 1.0
`;

/** One row as it comes out. */
export const judgedAnswersSample = JSON.stringify({
  topic: 'gardening',
  'pair.Question': 'Why do my tomato leaves curl up on hot afternoons?',
  'pair.Answer':
    'Curling saves water while it is hot. If the leaves are flat again in the morning, the plant is well; water it deeply before the day warms up.',
  'grade.score': 5,
  'grade.reasons': 'The cause is right, and the advice is clear and easy to check.',
});
