/** Dynamic few-shot: each row shows the model other examples. */
export const moreLikeTheseYaml = `# New examples in the manner of those that you have: each row draws three of them by chance and shows them to the model.
# The examples below stand for your own. To draw from a file, add a source with the columns said and done, called
# shots, and delete these.

strategy: GENERAL
num_samples: 100

strategy_params:
  input_examples:
    - id: shots
      num_shots: 3
      examples:
        - { said: "Wake me at six on weekdays.", done: "alarm set 06:00 mon-fri" }
        - { said: "How warm is it in the nursery?", done: "sensor read nursery temperature" }
        - { said: "Turn everything off downstairs.", done: "lights off floor:ground" }
        - { said: "Play something calm in the kitchen.", done: "music play mood:calm room:kitchen" }
        - { said: "Remind me to water the plants on Sunday.", done: "reminder add sun water the plants" }
        - { said: "Make the living room a bit cosier.", done: "lights scene cosy room:living" }

  sampled_attributes:
    - id: area
      name: Area
      description: What the new request is about
      possible_values:
        - { id: heating, name: heating, description: "Rooms, temperatures and times" }
        - { id: music, name: music, description: "Rooms, moods and volume" }
        - { id: blinds, name: blinds, description: "Windows, sun and privacy" }
        - { id: timers, name: timers, description: "Cooking, laundry and breaks" }

  generated_attributes:
    - id: request
      instruction_messages:
        - role: SYSTEM
          content: You invent what people say to their home. No two are alike.
        - role: USER
          content: |
            Requests as they come:
            1. {shots[0].said}
            2. {shots[1].said}
            3. {shots[2].said}

            Write one more, about {area} ({area.description}). Answer with the request only.
    - id: command
      instruction_messages:
        - role: SYSTEM
          content: You translate requests into commands of the same form as the examples. Answer with the command only.
        - { role: USER, content: "{shots[0].said}" }
        - { role: ASSISTANT, content: "{shots[0].done}" }
        - { role: USER, content: "{shots[1].said}" }
        - { role: ASSISTANT, content: "{shots[1].done}" }
        - { role: USER, content: "{shots[2].said}" }
        - { role: ASSISTANT, content: "{shots[2].done}" }
        - { role: USER, content: "{request}" }

  passthrough_attributes: [request, command, area]

inference_config:
  engine: OPENAI
  model:
    model_name: gpt-4o-mini
  generation:
    max_new_tokens: 100
    temperature: 1.0
`;

export const moreLikeTheseSample = JSON.stringify({
  request: 'Let some light in on the street side, but keep the bedroom dark.',
  command: 'blinds open side:street except:bedroom',
  area: 'blinds',
});
