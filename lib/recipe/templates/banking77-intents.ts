/** The 77 intents of Banking77 (PolyAI, CC BY 4.0) in the order of its labels, each described in our own words. */
const intents: readonly (readonly [name: string, description: string])[] = [
  ['activate_my_card', 'The customer has a card and wants to make it work'],
  ['age_limit', 'The customer asks how old somebody must be to open an account'],
  ['apple_pay_or_google_pay', 'Paying or topping up with Apple Pay or Google Pay'],
  ['atm_support', 'Which cash machines take the card'],
  ['automatic_top_up', 'Topping up by itself when the balance gets low'],
  ['balance_not_updated_after_bank_transfer', 'A bank transfer was sent but the balance has not changed'],
  [
    'balance_not_updated_after_cheque_or_cash_deposit',
    'A cheque or cash was paid in but the balance has not changed',
  ],
  ['beneficiary_not_allowed', 'A transfer is refused because of who should get it'],
  ['cancel_transfer', 'The customer wants to stop or take back a transfer'],
  ['card_about_to_expire', 'The card runs out soon and a new one is needed'],
  ['card_acceptance', 'Where the card can be used to pay'],
  ['card_arrival', 'A card was ordered and has not come yet'],
  ['card_delivery_estimate', 'How long a new card takes, or whether it can come on a certain day'],
  ['card_linking', 'Adding a card to the app, for instance one that was found again'],
  ['card_not_working', 'The card does not work at all'],
  ['card_payment_fee_charged', 'A card payment had a fee'],
  ['card_payment_not_recognised', 'A card payment that the customer does not remember'],
  ['card_payment_wrong_exchange_rate', 'A card payment abroad used an exchange rate that seems wrong'],
  ['card_swallowed', 'A cash machine kept the card'],
  ['cash_withdrawal_charge', 'Taking out cash had a fee'],
  ['cash_withdrawal_not_recognised', 'A cash withdrawal that the customer did not make'],
  ['change_pin', 'How and where to choose another PIN'],
  ['compromised_card', 'Somebody else may be using the card'],
  ['contactless_not_working', 'Paying without touching the reader fails'],
  ['country_support', 'In which countries the service is offered'],
  ['declined_card_payment', 'A card payment was refused'],
  ['declined_cash_withdrawal', 'A cash machine refused to give money'],
  ['declined_transfer', 'A transfer was refused'],
  ['direct_debit_payment_not_recognised', 'A direct debit that the customer does not know'],
  ['disposable_card_limits', 'How many disposable cards there may be and what they can pay'],
  ['edit_personal_details', 'Changing a name, an address or another detail'],
  ['exchange_charge', 'What it costs to change one currency into another'],
  ['exchange_rate', 'Which exchange rates are used and where they come from'],
  ['exchange_via_app', 'Changing currencies in the app'],
  ['extra_charge_on_statement', 'A small charge on the statement that the customer cannot explain'],
  ['failed_transfer', 'A transfer did not go through'],
  ['fiat_currency_support', 'Which currencies can be held and exchanged'],
  ['get_disposable_virtual_card', 'How to get a virtual card for a single payment'],
  ['get_physical_card', 'How to get a card of plastic, or its PIN'],
  ['getting_spare_card', 'Getting a second card for the same account'],
  ['getting_virtual_card', 'How to get a virtual card'],
  ['lost_or_stolen_card', 'The card is gone or was taken and must be blocked or replaced'],
  ['lost_or_stolen_phone', 'The phone with the app is gone and the account must be made safe'],
  ['order_physical_card', 'Ordering a card of plastic and what it costs'],
  ['passcode_forgotten', 'The customer cannot log in because the passcode is forgotten'],
  ['pending_card_payment', 'A card payment stays pending'],
  ['pending_cash_withdrawal', 'A cash withdrawal stays pending'],
  ['pending_top_up', 'A top-up stays pending'],
  ['pending_transfer', 'A transfer stays pending'],
  ['pin_blocked', 'The PIN is blocked after wrong tries'],
  ['receiving_money', 'Getting money or a salary paid into the account'],
  ['Refund_not_showing_up', 'A shop has paid money back but it cannot be seen'],
  ['request_refund', 'The customer wants money back for something bought'],
  ['reverted_card_payment?', 'A card payment was undone and the customer asks why'],
  ['supported_cards_and_currencies', 'Which cards and currencies can be used to top up'],
  ['terminate_account', 'The customer wants to close the account'],
  ['top_up_by_bank_transfer_charge', 'Whether topping up by bank transfer costs something'],
  ['top_up_by_card_charge', 'Whether topping up by card costs something'],
  ['top_up_by_cash_or_cheque', 'Topping up with cash or a cheque'],
  ['top_up_failed', 'A top-up did not work'],
  ['top_up_limits', 'How much and how often can be topped up'],
  ['top_up_reverted', 'A top-up was undone and the customer asks why'],
  ['topping_up_by_card', 'How to top up with a card, or why such a top-up is missing'],
  ['transaction_charged_twice', 'The same payment was taken twice'],
  ['transfer_fee_charged', 'A transfer had a fee'],
  ['transfer_into_account', 'How to move money from another bank into the account'],
  ['transfer_not_received_by_recipient', 'The other side has not got the money of a transfer'],
  ['transfer_timing', 'How long a transfer takes'],
  ['unable_to_verify_identity', 'Proving who one is does not work'],
  ['verify_my_identity', 'How to prove who one is and what is needed for it'],
  ['verify_source_of_funds', 'Showing where the money comes from'],
  ['verify_top_up', 'Why and how a top-up has to be confirmed'],
  ['virtual_card_not_working', 'A virtual card is refused'],
  ['visa_or_mastercard', 'Whether the card is a Visa or a Mastercard, or which can be chosen'],
  ['why_verify_identity', 'Why one has to prove who one is'],
  ['wrong_amount_of_cash_received', 'A cash machine gave another amount than was asked for'],
  ['wrong_exchange_rate_for_cash_withdrawal', 'Cash taken out abroad used an exchange rate that seems wrong'],
];

const values = intents
  .map(
    ([name, description], index) => `        - id: '${index}'
          name: ${name}
          description: ${description}
          sample_rate: 0.012987`,
  )
  .join('\n');

/** Messages of bank customers, labelled with one of 77 intents. */
export const banking77Yaml = `# Messages of bank customers, each labelled with one of the 77 intents of Banking77,
# a public dataset by PolyAI. The descriptions of the intents are our own words: sharpen them
# where two intents are easily taken for each other, for that is what the model goes by.

strategy: GENERAL
num_samples: 1000

strategy_params:
  sampled_attributes:
    - id: tone
      name: Tone
      description: How the customer writes
      possible_values:
        - id: polite
          name: polite
          description: friendly, in complete sentences
        - id: terse
          name: terse
          description: a few words, no greeting, often without capitals
        - id: annoyed
          name: annoyed
          description: has waited or tried before and says so
        - id: worried
          name: worried
          description: anxious, asks what happens next
        - id: rambling
          name: rambling
          description: tells what happened first and asks at the end

    - id: label
      name: Intent
      description: What the customer wants
      # Rows hold the id of the value, prompts show its name.
      possible_values:
${values}

  generated_attributes:
    - id: user_query
      instruction_messages:
        - role: SYSTEM
          content: >-
            You write what customers of a mobile bank type into the help chat.
            Write exactly one message, in the customer's own words. Never name the intent.
        - role: USER
          content: |
            The customer wants: {label}
            What that covers: {label.description}
            Tone: {tone}, meaning {tone.description}

            Write the message.

  transformed_attributes:
    - id: conversation
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - role: USER
              content: '{user_query}'
            - role: ASSISTANT
              content: '{label}'

  passthrough_attributes:
    - conversation
    - user_query
    - label

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-5-mini
  generation:
    # This model thinks before it writes; what it thinks counts too.
    max_new_tokens: 1024
    temperature: 1.0
  remote_params:
    requests_per_minute: 500
    num_workers: 32
`;

export const banking77Sample = JSON.stringify({
  label: '11',
  user_query: 'Hi, I ordered my card two weeks ago and it still has not come. Can you check where it is?',
  conversation: {
    conversation_id: 'conversation-0d9f2c7a-2f0b-4d38-8a51-3c1b5e0c9a42',
    messages: [
      {
        content: 'Hi, I ordered my card two weeks ago and it still has not come. Can you check where it is?',
        role: 'user',
      },
      { content: 'card_arrival', role: 'assistant' },
    ],
    metadata: {},
  },
});
