import { expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { changed } from '../testing/sample-recipe';
import { applyEdit } from './apply-edit';

const withTools = changed(
  'inference_config:\n  engine: ECHO',
  `  multiturn_attributes:
    - id: chat
      min_turns: 1
      max_turns: 2
      role_instruction_messages: { USER: You ask., ASSISTANT: You help. }
      available_environments: [library] # the only one
      available_tools:
        # looks things up
        - find_book
environment_config:
  environments:
    - id: library # of the town
      env_type: deterministic
      tools:
        - id: find_book
          name: Find a book
          description: Finds a book by its title.
          parameters:
            type: object
            properties:
              title: { type: string } # as printed
            required: [title]
      env_kwargs:
        lookup_table:
          find_book:
            - input: { title: Dune }
              output: { found: true }
            - { input: { title: Emma }, output: { found: false } }
      grounding:
        tools:
          find_book: { fields: [title, found] }
inference_config:
  engine: OPENAI
  generation:
    tool_choice: find_book`,
).replace('model_name: echo', 'model_name: gpt-5-mini');

const environment = ['environment_config', 'environments', 0];

test('R130 an environment and a tool are renamed with all that names them; every other line stays', () => {
  const renamed = applyEdit(withTools, { type: 'rename', path: environment, id: 'town' });
  expect(renamed).toBe(
    withTools
      .replace('- id: library #', '- id: town #')
      .replace('available_environments: [library]', 'available_environments: [town]'),
  );
  const tool = applyEdit(withTools, { type: 'rename', path: [...environment, 'tools', 0], id: 'search' });
  expect(tool).toBe(withTools.replaceAll('find_book', 'search'));
  expect(readRecipe(tool).diagnostics).toEqual(readRecipe(withTools).diagnostics);
});

test('R130 a parameter is renamed with the inputs of its table and the facts that show it', () => {
  const path = [...environment, 'tools', 0, 'parameters'];
  const renamed = applyEdit(withTools, { type: 'rename-part', path, from: 'title', to: 'name' });
  expect(renamed).toBe(
    withTools
      .replace('title: { type: string } # as', 'name: { type: string } # as')
      .replace('required: [title]', 'required: [name]')
      .replaceAll('input: { title:', 'input: { name:')
      .replace('fields: [title, found]', 'fields: [name, found]'),
  );
});

test('R130 a parameter is renamed in the statement that uses it, not in its texts', () => {
  const database = `environment_config:
  environments:
    - id: shop
      tools:
        - id: stock
          parameters: { type: object, properties: { item: { type: string } } }
          sql: |
            -- :item in a comment
            SELECT ':item', amount FROM stock
            WHERE item = :item;
`;
  const path = [...environment, 'tools', 0, 'parameters'];
  expect(applyEdit(database, { type: 'rename-part', path, from: 'item', to: 'article' })).toBe(
    database
      .replace('properties: { item:', 'properties: { article:')
      .replace('item = :item;', 'item = :article;'),
  );
});

test('R130 a copied environment has tools of its own, with its own table', () => {
  const copy = applyEdit(withTools, { type: 'duplicate', path: environment, id: 'library_2' });
  const { draft, diagnostics } = readRecipe(copy);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const second = draft.environment_config?.environments?.[1];
  expect(second?.tools?.[0]?.id).toBe('find_book_2');
  expect(second?.env_kwargs?.lookup_table?.has('find_book_2')).toBe(true);
  expect(draft.strategy_params?.multiturn_attributes?.[0]?.available_tools).toEqual(['find_book']);
});

const inParts = changed(
  '    - id: answer\n',
  `    - id: review
      instruction_messages: [{ role: USER, content: Review it. }]
      response_format:
        schema:
          type: object
          properties:
            stars: { type: integer } # one to five
            text: { type: string }
          required: [stars, text]
    - id: answer
      when: review.stars > 3 && size(review.text) > 0
`,
)
  .replace('Tone: {tone.description}', 'Stars: {review.stars:>3} of {review.stars}, {review.text}')
  .replace(
    'inference_config:',
    `  passthrough_attributes: [question, review.stars]
quality:
  rules:
    - { column: review.stars, min: 2 }
inference_config:`,
  );

test('R130 a property of an answer is renamed with its column wherever it is named', () => {
  const path = ['strategy_params', 'generated_attributes', 1, 'response_format', 'schema'];
  expect(readRecipe(inParts).diagnostics).toEqual([]);
  const renamed = applyEdit(inParts, { type: 'rename-part', path, from: 'stars', to: 'score' });
  expect(renamed).toBe(
    inParts
      .replaceAll('review.stars', 'review.score')
      .replace('stars: { type', 'score: { type')
      .replace('[stars, text]', '[score, text]'),
  );
});

test('R130 a section is renamed with its column', () => {
  const text = inParts.replace(
    /response_format:[\s\S]*?required: \[stars, text\]/,
    'sections: [stars, text] # two',
  );
  const path = ['strategy_params', 'generated_attributes', 1, 'sections'];
  const renamed = applyEdit(text, { type: 'rename-part', path, from: 'text', to: 'why' });
  expect(renamed).toBe(text.replace('[stars, text]', '[stars, why]').replaceAll('review.text', 'review.why'));
});
