import type { ChatMessage } from '@/lib/llm/message';
import type { Usage } from '@/lib/llm/model-call';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';

/** A recipe as a model should write one; a test reads it. */
export const exampleRecipe = `# Questions on health, with answers
strategy: GENERAL
num_samples: 100
strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: What the question is about
      possible_values:
        - { id: sleep, name: sleep, description: Falling asleep and staying asleep, sample_rate: 0.5 }
        - { id: food, name: food, description: What to eat and how much of it, sample_rate: 0.5 }
    - id: tone
      name: Tone
      description: How the person writes
      possible_values:
        - { id: calm, name: calm, description: Polite and in whole sentences }
        - { id: worried, name: worried, description: Short and anxious }
  generated_attributes:
    - id: question
      instruction_messages:
        - role: SYSTEM
          content: You write questions as real people ask them.
        - role: USER
          content: |
            Write one question about {topic}: {topic.description}.
            The person sounds {tone}. Answer with the question only.
    - id: answer
      instruction_messages:
        - role: USER
          content: |
            {question}

            Answer in three sentences at most.
  transformed_attributes:
    - id: conversation
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - { role: USER, content: "{question}" }
            - { role: ASSISTANT, content: "{answer}" }
  passthrough_attributes: [conversation, question, answer, topic, tone]
`;

const system = `You write recipes for synthetic data. A recipe is a YAML document that a program runs: for each row it draws values by chance, puts them into prompts, and asks a language model.

Keys of a recipe:
- strategy: always GENERAL.
- num_samples: how many rows, a whole number.
- strategy_params.sampled_attributes: what varies from row to row, drawn by chance. Each has id, name, description and possible_values, a list of { id, name, description }; sample_rate (0 to 1) is the share of the rows, and those of one attribute add up to 1 at most. Without it all are equally likely.
- strategy_params.generated_attributes: texts that the model writes, one call each. Each has id and instruction_messages, a list of { role, content } with the roles SYSTEM, USER and ASSISTANT; the last one is USER.
- strategy_params.transformed_attributes: made from the others without a call. Each has id and transformation_strategy: { type: CHAT, chat_transform: { messages: [{ role, content }] } } for a conversation, or { type: STRING, string_transform: "a text" }.
- strategy_params.passthrough_attributes: the ids that become columns of the dataset.

Placeholders: {id} in a content is the value of that attribute; of a sampled attribute {id} is the value's name and {id.description} its description. Only ids of this recipe may stand in braces. Write every other brace twice: {{ and }}.
Ids are lower case letters, digits and _, each used once. Quote a value that holds a colon, # or begins with a brace.
Write no other keys: no model, no inference_config, no files.

A recipe needs a sampled attribute; a good one has two to five whose values make the rows really different, prompts that say exactly what is wanted and that nothing else is answered, and a CHAT transform where the data is for training a chat model. Where the task names labels or values, use all of them and no others. Begin with one comment line that names the recipe in a few words.

Example:
\`\`\`yaml
${exampleRecipe}\`\`\`

Answer with one YAML recipe in a \`\`\`yaml block and with nothing else.`;

/** What a model is told that shall write a recipe for a task. */
export function draftMessages(task: string): readonly ChatMessage[] {
  return [
    { role: 'system', content: system },
    { role: 'user', content: `Write a recipe for this task:\n\n${task}` },
  ];
}

/**
 * What a draft takes where the first answer is a recipe, about twice as long as the example. One that isn't is asked for
 * again, and what a model thinks comes on top.
 */
export function draftUsage(task: string): Usage {
  const prompt = draftMessages(task).map(({ content }) => content);
  return {
    promptTokens: estimateTokens(prompt.join('\n')),
    completionTokens: 2 * estimateTokens(exampleRecipe),
  };
}

/** What the smallest models can do for a task: list what the rows may be about. */
export function listMessages(task: string): readonly ChatMessage[] {
  const content = `List eight short topics for this task, one on each line, and write nothing else.\n\nTask: ${task}`;
  return [{ role: 'user', content }];
}

/** At most so many problems are told at once: the first ones often bring the others with them. */
const mostProblems = 12;

/** How a recipe is asked for again. */
export function wordsOfProblems(problems: readonly string[]): string {
  const told = problems.slice(0, mostProblems).map((problem) => `- ${problem}`);
  return `That is not a valid recipe yet:\n${told.join('\n')}\n\nAnswer with the whole mended recipe in one \`\`\`yaml block and with nothing else.`;
}
