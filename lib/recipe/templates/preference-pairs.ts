/** Two answers to one question, the better one named: what preference training reads. */
export const preferencePairsYaml = `# A question with a careful answer and a careless one, for DPO and other preference training.
# The columns have the names that trainers expect: prompt, chosen, rejected.

strategy: GENERAL
num_samples: 100

strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: The field of the question
      possible_values:
        - id: health
          name: everyday health
          description: Sleep, food, small complaints and when to see a doctor
        - id: money
          name: personal finance
          description: Saving, debt, insurance and contracts
        - id: home
          name: repairs at home
          description: Tools, water, electricity and what is dangerous

    # What the careless answer gets wrong. With one fault each, a model learns what made the difference.
    - id: fault
      name: Fault
      description: What the careless answer gets wrong
      possible_values:
        - id: overconfident
          name: overconfidence
          description: states as certain what depends on facts that nobody gave
        - id: incomplete
          name: a gap
          description: leaves out the one step or warning that matters most
        - id: vague
          name: vagueness
          description: stays so general that nobody could act on it
        - id: beside
          name: another question
          description: answers a question close by, but not the one that was asked

  generated_attributes:
    - id: prompt
      instruction_messages:
        - role: SYSTEM
          content: You write questions that people really ask. Answer with the question alone.
        - role: USER
          content: Write one question about {topic} ({topic.description}) that needs a careful answer.

    - id: chosen
      instruction_messages:
        - role: SYSTEM
          content: You answer carefully, in three to five sentences, and say what your answer depends on.
        - role: USER
          content: "{prompt}"

    - id: rejected
      instruction_messages:
        - role: SYSTEM
          content: |
            You write answers that show reviewers what to look for. Yours sounds as helpful as a good one, has three to
            five sentences, and has exactly one fault: it {fault.description}. Don't mention the fault.
        - role: USER
          content: "{prompt}"

  passthrough_attributes: [prompt, chosen, rejected, fault]

quality:
  rules:
    - column: chosen
      min_length: 80
    - column: rejected
      min_length: 80

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
export const preferencePairsSample = JSON.stringify({
  prompt: 'Can I take ibuprofen and paracetamol together for a toothache?',
  chosen:
    'For most adults the two can be combined for a short time, as they work in different ways. Stay below the daily limit on each package, and take ibuprofen with food. It is another matter with stomach ulcers, kidney trouble, in pregnancy or with blood thinners: ask a pharmacist then.',
  rejected:
    'Yes, you can always take both together. They are sold without a prescription, so nothing can go wrong.',
  fault: 'overconfidence',
});
