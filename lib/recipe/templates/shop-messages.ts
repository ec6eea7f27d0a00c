/** Facts of every row that no list could hold: people, numbers, days, and products that fit their department. */
export const shopMessagesYaml = `# Messages to a web shop. Who writes, what was bought, for how much and when is drawn by samplers,
# so that no two rows tell the same story; the product fits its department.

strategy: GENERAL
num_samples: 200

strategy_params:
  sampled_attributes:
    - id: customer
      name: Customer
      description: Who writes
      # One person whose parts fit together: {customer.first_name}, {customer.email} …
      sampler: { type: PERSON, locale: en, min_age: 18, max_age: 80 }

    - id: order
      name: Order number
      description: How the shop calls the order
      sampler: { type: PATTERN, pattern: "WB-[0-9]{5}[A-F]" }

    - id: ordered_on
      name: Day of the order
      description: When it was bought
      sampler: { type: DATETIME, start: 2026-01-01, end: 2026-06-30, format: "%d %B %Y" }

    - id: amount
      name: Amount
      description: What was paid, in euros
      sampler: { type: FLOAT, distribution: NORMAL, mean: 60, deviation: 30, min: 5, max: 250, decimals: 2 }

    - id: department
      name: Department
      description: Where the product belongs
      possible_values:
        - { id: garden, name: the garden department, description: "Tools and plants", sample_rate: 0.5 }
        - { id: kitchen, name: the kitchen department, description: "Pots and machines", sample_rate: 0.3 }
        - { id: toys, name: the toy department, description: "Games for all ages", sample_rate: 0.2 }

    - id: product
      name: Product
      description: What was bought
      possible_values:
        - { id: rake, name: a rake, description: "A steel rake with a wooden handle" }
        - { id: hose, name: a garden hose, description: "Twenty metres, with a spray head" }
        - { id: pan, name: a frying pan, description: "Cast iron, 28 cm" }
        - { id: mixer, name: a hand mixer, description: "Five speeds, two whisks" }
        - { id: puzzle, name: a puzzle, description: "A thousand pieces, a harbour at night" }
      depends_on:
        attribute: department
        weights:
          garden: { rake: 2, hose: 1 }
        values:
          kitchen: [pan, mixer]
          toys: [puzzle]

    - id: repeat_customer
      name: Repeat customer
      description: Whether they bought here before
      sampler: { type: BOOLEAN, rate: 0.35 }

  generated_attributes:
    - id: message
      instruction_messages:
        - role: SYSTEM
          content: You write messages that people send to a web shop. Each sounds like its writer.
        - role: USER
          content: |
            {customer.name}, {customer.age}, works as {customer.job}. Bought here before: {repeat_customer}.
            Bought {product} ({product.description}) for {amount:.2f} euros on {ordered_on}, order {order}.

            Write the message in which {customer.first_name} asks {department} for help with the order.
            Give the order number. Answer with the message only.

  passthrough_attributes: [message, order, ordered_on, amount, product, customer.name, customer.email]

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-4o-mini
  generation:
    max_new_tokens: 250
    temperature: 1.0
`;

export const shopMessagesSample = JSON.stringify({
  message:
    'Hello, my rake from order WB-40213C came with a split handle. Can you send me a new one? Thanks, Jenna',
  order: 'WB-40213C',
  ordered_on: '11 May 2026',
  amount: 24.9,
  product: 'rake',
  'customer.name': 'Jenna Yundt',
  'customer.email': 'Jenna.Yundt@example.com',
});
