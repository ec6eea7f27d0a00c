/** Question answering over documents: each row takes the next passage. */
export const questionsOnDocumentsYaml = `# Questions that a passage answers, with answers that rest on it alone.
# The passages below stand for your own. To take yours, add a source of documents, cut it into segments called
# passage, and delete these.

strategy: GENERAL
num_samples: 40

strategy_params:
  input_examples:
    - examples:
        - passage: |
            Sourdough rises by wild yeast and bacteria that live in the starter. At 24 degrees a dough takes four to
            six hours to double; at 18 degrees it takes twice as long and tastes more sour.
        - passage: |
            A bicycle chain lasts about three thousand kilometres. A worn chain is longer than a new one: when twelve
            links measure more than 30.7 centimetres, it should be replaced, or it wears out the sprockets too.
        - passage: |
            Swifts sleep on the wing. A young swift that leaves its nest may fly for three years before it lands for
            the first time, to breed.
        - passage: |
            To return an article, write to us within 30 days of delivery. We send a label for the parcel. The money
            comes back within five working days after the parcel has reached our store.

  sampled_attributes:
    - id: kind
      name: Kind of question
      description: What the question asks for
      possible_values:
        - id: fact
          name: a fact
          description: A number, a name or a date that stands in the passage
        - id: reason
          name: a reason
          description: Why something is as it is
        - id: advice
          name: advice
          description: What somebody should do in a case that the passage covers

  generated_attributes:
    - id: question
      instruction_messages:
        - role: SYSTEM
          content: You write questions that can be answered from a passage alone, without naming the passage.
        - role: USER
          content: |
            Passage:
            {passage}

            Write one question that asks for {kind} ({kind.description}). Answer with the question only.
    - id: answer
      instruction_messages:
        - role: SYSTEM
          content: You answer from the passage alone, in one or two sentences.
        - role: USER
          content: |
            Passage:
            {passage}

            Question: {question}

  transformed_attributes:
    - id: messages
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - { role: USER, content: "{passage}\\n\\n{question}" }
            - { role: ASSISTANT, content: "{answer}" }

  passthrough_attributes: [passage, kind, question, answer, messages]

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-4o-mini
  generation:
    max_new_tokens: 200
    temperature: 0.7
`;

const passage =
  'Swifts sleep on the wing. A young swift that leaves its nest may fly for three years before it lands for the first time, to breed.';
const question = 'How long may a young swift fly before it lands for the first time?';
const answer = 'It may fly for three years, until it lands to breed.';

export const questionsOnDocumentsSample = JSON.stringify({
  passage,
  kind: 'fact',
  question,
  answer,
  messages: {
    conversation_id: 'messages-1f6b2a52-9c1f-4c62-8a53-0d9b5f0f5c1e',
    messages: [
      { content: `${passage}\n\n${question}`, role: 'user' },
      { content: answer, role: 'assistant' },
    ],
    metadata: {},
  },
});
