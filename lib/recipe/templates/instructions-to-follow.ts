/** Instruction following: a task with a constraint, and an answer that keeps it. */
export const instructionsToFollowYaml = `# Tasks with a constraint and answers that keep it, to train a model on following instructions.
# Some pairs come together in an exact share of the rows; all others are drawn freely.

strategy: GENERAL
num_samples: 100

strategy_params:
  sampled_attributes:
    - id: task
      name: Task
      description: What has to be done
      possible_values:
        - id: explain
          name: explain something
          description: How or why something works, for somebody who doesn't know it
        - id: write
          name: write something
          description: A short text for an occasion, such as an invitation or a notice
        - id: compare
          name: compare two things
          description: What they have in common, what sets them apart, and when to take which
        - id: plan
          name: plan something
          description: Steps to get something done, in an order that works

    - id: constraint
      name: Constraint
      description: What the answer has to keep to
      possible_values:
        - id: short
          name: at most 50 words
          description: The answer counts 50 words or fewer
        - id: list
          name: a list of exactly five points
          description: Five lines that begin with a dash, and nothing else
        - id: plain
          name: words that a child of ten knows
          description: No technical terms, short sentences
        - id: no_letter
          name: no exclamation marks and no questions
          description: Every sentence ends with a full stop

    - id: setting
      name: Setting
      description: Where it comes up
      possible_values:
        - { id: home, name: at home, description: "Cooking, mending, living together" }
        - { id: work, name: at work, description: "Meetings, messages, handing things over" }
        - { id: school, name: at school, description: "Learning and teaching" }

  combination_sampling:
    # Plans are lists more often than chance would have it.
    - combination: { task: plan, constraint: list }
      sample_rate: 0.2

  generated_attributes:
    - id: instruction
      instruction_messages:
        - role: SYSTEM
          content: You write instructions as people give them to an assistant. One instruction, nothing around it.
        - role: USER
          content: |
            Write one instruction {setting}: {task} ({task.description}).
            It asks for {constraint} in its own words. {constraint.description}.

    - id: answer
      instruction_messages:
        - role: SYSTEM
          content: You follow instructions to the letter.
        - role: USER
          content: "{instruction}"

  transformed_attributes:
    - id: conversation
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - { role: USER, content: "{instruction}" }
            - { role: ASSISTANT, content: "{answer}" }

  passthrough_attributes: [conversation, task, constraint, setting]

quality:
  rules:
    - { column: answer, required: true }
    - { column: instruction, unique: true }

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-4o-mini
  generation:
    max_new_tokens: 400
    temperature: 0.9
`;

export const instructionsToFollowSample = JSON.stringify({
  task: 'plan',
  constraint: 'list',
  setting: 'home',
  conversation: {
    messages: [
      { content: 'Plan how I defrost my freezer this weekend. Give me exactly five points.', role: 'user' },
      {
        content:
          '- Eat or move what is inside\n- Pull the plug and lay out towels\n- Put a bowl of hot water in\n- Take the ice out as it loosens\n- Dry it and plug it in again',
        role: 'assistant',
      },
    ],
  },
});
