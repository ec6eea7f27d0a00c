/** Domain QA: questions of one field, by those who ask them, answered by an expert. */
export const domainQuestionsYaml = `# Questions and answers of one field of knowledge, in two columns that an answer comes in at once.
# Put your own field in the place of gardening: its subjects, who asks, and what an expert must not leave out.

strategy: GENERAL
num_samples: 100

strategy_params:
  sampled_attributes:
    - id: subject
      name: Subject
      description: A part of the field
      possible_values:
        - { id: soil, name: soil and compost, description: "What soil is made of and how to better it" }
        - { id: pests, name: pests and diseases, description: "How to tell them and what helps without poison" }
        - { id: fruit, name: fruit trees, description: "Planting, pruning and harvesting them" }
        - { id: balcony, name: balconies and pots, description: "Growing things where there is little room" }

    - id: asker
      name: Asker
      description: Who asks
      possible_values:
        - id: beginner
          name: a beginner
          description: Has never grown anything and knows no terms
          sample_rate: 0.5
        - id: hobby
          name: a hobby gardener
          description: Has a garden and wants to do better
          sample_rate: 0.35
        - id: grower
          name: a grower
          description: Lives from it, asks about numbers and limits
          sample_rate: 0.15

    - id: season
      name: Season
      description: When it is asked
      possible_values:
        - { id: spring, name: spring, description: March to May }
        - { id: summer, name: summer, description: June to August }
        - { id: autumn, name: autumn, description: September to November }
        - { id: winter, name: winter, description: December to February }

  generated_attributes:
    - id: pair
      instruction_messages:
        - role: SYSTEM
          content: |
            You are an expert in gardening who has answered questions for thirty years. Questions sound like those
            of real people. Answers are true, say what depends on what, and name a risk where there is one.
        - role: USER
          content: |
            Write a question about {subject} ({subject.description}) that {asker} asks in {season}, and your answer.
            About who asks: {asker.description}.
      sections: [Question, Answer]

  transformed_attributes:
    - id: conversation
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - { role: SYSTEM, content: You are an expert in gardening. }
            - { role: USER, content: "{pair.Question}" }
            - { role: ASSISTANT, content: "{pair.Answer}" }

  passthrough_attributes: [conversation, subject, asker, season]

quality:
  rules:
    - { column: pair.Question, max_similarity: 0.8 }

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-4o-mini
  generation:
    max_new_tokens: 500
    temperature: 0.9
`;

export const domainQuestionsSample = JSON.stringify({
  subject: 'balcony',
  asker: 'beginner',
  season: 'spring',
  conversation: {
    messages: [
      { content: 'You are an expert in gardening.', role: 'system' },
      { content: 'Can I grow tomatoes on a balcony that only gets sun in the morning?', role: 'user' },
      {
        content:
          'Five hours of morning sun are enough for cherry tomatoes, not for large ones. Take a pot of ten litres or more and water it daily from June on. In wet summers mould is the risk: keep the leaves dry.',
        role: 'assistant',
      },
    ],
  },
});
