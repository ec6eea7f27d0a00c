import { readRecipe } from '@/lib/recipe/read-recipe';
import { encodeJson } from '@/lib/dataset/json';
import { describe, expect, test } from 'vitest';
import { comparePlans } from '../compare-plans';
import { compileRecipe, type CompiledRecipe } from '../compile';
import { estimateRun } from '../estimate';
import { AnswerError, type Ask, type Reply } from '../exchange';
import { planRow } from '../plan-row';
import { previewRows } from '../preview';
import { textOf } from '../preview-prompt';
import { exchangeOf, finishRow } from '../row';
import { writeRow, type Asked } from '../testing/walk-exchange';
import { triedKey, type TriedAnswers } from '../tried';
import { messagesOfRow } from './compile-conversation';
import { parsePlan } from './parse-plan';

const text = `num_samples: 40
strategy_params:
  sampled_attributes:
    - id: mood
      name: Mood
      description: How the customer feels
      possible_values:
        - { id: calm, name: Calm, description: At ease }
        - { id: cross, name: Cross, description: Not at ease }
  generated_attributes:
    - id: issue
      instruction_messages: [{ role: USER, content: "An issue of a {mood} customer" }]
  multiturn_attributes:
    - id: talk
      min_turns: 1
      max_turns: 3
      conversation_planner: "End well after {target_turns} messages."
      output_system_prompt: "  Help with {issue}. "
      role_instruction_messages:
        USER: "You are {mood} about {issue} {{x}}. Message {current_turn:02d} of {target_turns}."
        ASSISTANT: You help in message {current_turn}.
        SYSTEM: The shop opens at nine.
inference_config: { engine: ECHO, model: { model_name: echo } }
`;

function compiledOf(yaml: string): CompiledRecipe {
  const { recipe, diagnostics } = readRecipe(yaml);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileRecipe(recipe);
}

const compiled = compiledOf(text);
const seed = 7;

/** A plan for as many messages as anybody has. */
const plan = JSON.stringify({
  turns: Array.from({ length: 6 }, (_, at) => ({ turn: at + 1, instruction: `step ${at + 1} of the plan` })),
});

function answerTo({ step }: Ask): string {
  if (step === 'plan') return plan;
  return step === 'answer' ? 'a lost card' : ` said in ${step}\n`;
}

function write(row: number, of: CompiledRecipe = compiled, answerOf: (ask: Ask) => string = answerTo) {
  const values = planRow(of, seed, row);
  const asked = writeRow(of, { row, seed, values }, answerOf);
  return { asked, values };
}

const talkStep = compiled.steps.at(-1);
if (talkStep?.type !== 'conversation') throw new Error('the conversation comes last');
const talk = talkStep;
const { conversation } = talk;
/** A row of each length. */
const rowOf = (messages: number) =>
  Array.from({ length: 40 }, (_, row) => row).find(
    (row) => messagesOfRow(conversation, seed, row) === messages,
  ) ?? 0;

const contents = ({ ask }: Asked) =>
  ask.messages.map(({ role, content }) => `${role}: ${content}`).join('\n');

describe('T1 length', () => {
  test('turns are drawn evenly between their bounds, the same for the same seed and row', () => {
    const counts = new Map<number, number>();
    for (let row = 0; row < 3000; row++) {
      const messages = messagesOfRow(conversation, 11, row);
      expect(messagesOfRow(conversation, 11, row)).toBe(messages);
      counts.set(messages, (counts.get(messages) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual([2, 4, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
  test('another attribute in the recipe changes none of them', () => {
    const more = text.replace(
      '  multiturn_attributes:\n',
      `  multiturn_attributes:
    - { id: other, min_turns: 1, max_turns: 9, role_instruction_messages: { USER: a, ASSISTANT: b } }
`,
    );
    const step = compiledOf(more).steps.at(-1);
    if (step?.type !== 'conversation') throw new Error('no conversation');
    for (let row = 0; row < 50; row++) {
      expect(messagesOfRow(step.conversation, seed, row)).toBe(messagesOfRow(conversation, seed, row));
    }
  });
});

describe('T2 the planner', () => {
  const { asked } = write(rowOf(4));
  const planning = asked.find(({ ask }) => ask.step === 'plan');
  const prompt = planning === undefined ? '' : contents(planning);
  test('is asked first, and it alone is held to a shape', () => {
    expect(asked.map(({ ask }) => ask.step)).toEqual([
      'answer',
      'plan',
      'turn:1',
      'turn:2',
      'turn:3',
      'turn:4',
    ]);
    expect(asked.filter(({ ask }) => ask.shape).map(({ ask }) => ask.step)).toEqual(['plan']);
  });
  test('is told of all roles, the turns and the instructions', () => {
    expect(prompt).toContain('Turn 1: USER, Turn 2: ASSISTANT, Turn 3: USER, Turn 4: ASSISTANT');
    expect(prompt).toContain('[ASSISTANT]\nYou help in message N.');
    expect(prompt).toContain('[SYSTEM]\nThe shop opens at nine.');
    expect(prompt).toContain('Additional instructions: End well after 4 messages.');
  });
  test('sees single braces, and N for the number that no plan has', () => {
    expect(prompt).toMatch(/You are (Calm|Cross) about a lost card \{x\}\. Message N of 4\./);
    expect(prompt).toContain('(N stands for the number of the turn.)');
  });
});

describe('T3 a plan', () => {
  test.each([
    ['{"turns":[{"turn":1,"instruction":" one "},{"turn":2,"instruction":"two"}]}', ['one', 'two']],
    ['```json\n{"turns":[{"turn":"2","instruction":"two"}]}\n```', ['', 'two']],
    ['Here: {"turns":[{"turn":1,"instruction":5}]} Good luck', ['5', '']],
    ['{"turns":[{"turn":3,"instruction":"late"},{"turn":0},{"turn":"x"},{"turn":1.5}]}', ['', '']],
    ['{"turns":[{"turn":1}]}', ['', '']],
    ['{"turns":[{"turn":1,"instruction":null}], "note": "{"}', ['', '']],
    ['{"turns":[]}', ['', '']],
    ['```\nno json\n``` {"turns":[{"turn":1,"instruction":"after"}]}', ['after', '']],
    ['[{"turn":1,"instruction":"bare list"}]', null],
    ['{"turns":{"1":"a"}}', null],
    ['{"turns":["a",{"turn":2,"instruction":"two"}]}', ['', 'two']],
    ['{"turns":', null],
    ['', null],
    ['nothing of the kind', null],
  ])('%j', (answer, instructions) => {
    expect(parsePlan(answer, 2)?.instructions ?? null).toEqual(instructions);
  });
  test('that is none is asked for twice more, under numbers of their own; then it goes on without', () => {
    const { asked, values } = write(rowOf(2), compiled, (ask) =>
      ask.step === 'plan' ? 'no' : answerTo(ask),
    );
    const planning = asked.filter(({ ask }) => ask.step === 'plan');
    expect(planning.map(({ ask }) => [ask.attempt, ask.asksAgain?.code])).toEqual([
      [0, undefined],
      [1, 'unusable-plan'],
      [2, 'unusable-plan'],
    ]);
    expect(values.get('talk_plan')).toBe('');
    expect(asked.map(contents).join()).not.toContain('In this turn');
  });
  test('that is right the second time is taken', () => {
    const { asked, values } = write(rowOf(2), compiled, (ask) =>
      ask.step === 'plan' ? (ask.attempt === 0 ? 'no' : ` ${plan}\n`) : answerTo(ask),
    );
    expect(asked.filter(({ ask }) => ask.step === 'plan')).toHaveLength(2);
    expect(values.get('talk_plan')).toBe(plan);
  });
});

describe('T10 the plan in the texts of its own conversation', () => {
  const named = compiledOf(
    text
      .replace('You are {mood}', '<{conversation_plan}> <{parsed_turn_plans[1]}> {mood}')
      .replace('Help with {issue}.', '{parsed_turn_plans}'),
  );
  test('is empty while it is made, then its text and the list of what it tells each message', () => {
    const { asked, values } = write(rowOf(2), named);
    const [, planning, first] = asked.map(contents);
    expect(planning).toContain('[USER]\n<> <> ');
    expect(first).toContain(`system: <${plan}> <step 2 of the plan> `);
    expect(encodeJson(values.get('talk') as Parameters<typeof encodeJson>[0])).toContain(
      `"['step 1 of the plan', 'step 2 of the plan']"`,
    );
  });
  test('is empty where there is none, and pending in the preview', () => {
    const { asked } = write(rowOf(2), named, (ask) => (ask.step === 'plan' ? 'no' : answerTo(ask)));
    expect(asked.map(contents).at(-2)).toContain('system: <> <> ');
    const [row] = previewRows(named, { seed, start: rowOf(2), rows: 1 });
    const turn = row?.prompts.find(({ step }) => step === 'turn:1');
    expect(turn?.messages[0]?.segments.filter(({ type }) => type === 'pending')).toMatchObject([
      { name: 'talk_plan' },
      { name: 'talk_plan' },
      { name: 'issue' },
    ]);
  });
});

describe('T4 the messages', () => {
  const { asked, values } = write(rowOf(4));
  const turn = (number: number) => {
    const found = asked.find(({ ask }) => ask.step === `turn:${number}`);
    if (found === undefined) throw new Error(`no turn ${number}`);
    return found.ask.messages;
  };
  test('each speaker has its own persona and all that was said, and is told its part of the plan', () => {
    expect(turn(1).map(({ role }) => role)).toEqual(['system', 'user']);
    expect(turn(1)[0]?.content).toContain('Message 01 of 4.');
    expect(turn(4)[0]?.content).toBe('You help in message 4.');
    expect(turn(4).slice(1, -1)).toEqual([
      { role: 'user', content: 'said in turn:1' },
      { role: 'assistant', content: ' said in turn:2\n' },
      { role: 'user', content: 'said in turn:3' },
    ]);
    expect(turn(4).at(-1)?.content).toContain('turn 4 of 4');
    expect(turn(4).at(-1)?.content).toContain('step 4 of the plan');
  });
  test('what the user says is stripped, what the assistant says is not; the system message comes first', () => {
    expect(
      encodeJson(values.get('talk') as Parameters<typeof encodeJson>[0])
        .replaceAll(': ', ':')
        .replaceAll(', ', ','),
    ).toBe(
      JSON.stringify({
        messages: [
          { content: 'Help with a lost card.', role: 'system' },
          { content: 'said in turn:1', role: 'user' },
          { content: ' said in turn:2\n', role: 'assistant' },
          { content: 'said in turn:3', role: 'user' },
          { content: ' said in turn:4\n', role: 'assistant' },
        ],
      })
        .replaceAll(': ', ':')
        .replaceAll(', ', ','),
    );
  });
  test('T4 a system message may be empty', () => {
    const of = compiledOf(text.replace('"  Help with {issue}. "', '" {mood!s:.0} "'));
    const [cell] = finishRow(of, seed, 0, write(0, of).values).slice(2);
    expect(encodeJson(cell ?? null)).toContain('{"messages":[{"content":"","role":"system"},');
  });
  test('columns stand between the generated and the transformed ones', () => {
    expect(compiled.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'mood sampled',
      'issue generated',
      'talk conversation',
      'talk_plan generated',
    ]);
    expect(finishRow(compiled, seed, 0, values)).toHaveLength(4);
  });
});

describe('T5 a message without text', () => {
  const reply = (text: string, finishReason: Reply['finishReason'] = 'stop'): Reply => ({
    text,
    finishReason,
    completionTokens: 9,
    toolCalls: [],
  });
  function drive(row: number, answer: (ask: Ask) => Reply) {
    const values = planRow(compiled, seed, row).set('issue', 'a lost card');
    const exchange = exchangeOf(compiled, talk, {
      row,
      seed,
      values,
      firstAttempt: 0,
      emptyRetries: 2,
    });
    const asks: Ask[] = [];
    let next = exchange.next();
    while (next.done !== true) {
      if (next.value.type !== 'ask') throw new Error('no tools here');
      asks.push(next.value);
      next = exchange.next(answer(next.value));
    }
    return { asks, values };
  }
  test('is asked for again', () => {
    const { asks } = drive(rowOf(2), (ask) =>
      reply(ask.step === 'turn:2' && ask.attempt < 2 ? ' \n' : answerTo(ask)),
    );
    expect(asks.map(({ step, attempt }) => `${step}/${attempt}`)).toEqual([
      'plan/0',
      'turn:1/0',
      'turn:2/0',
      'turn:2/1',
      'turn:2/2',
    ]);
  });
  test('fails the row with its reason when it stays so', () => {
    const failing = (finishReason: Reply['finishReason']) => () =>
      drive(rowOf(2), (ask) => (ask.step === 'turn:1' ? reply('', finishReason) : reply(answerTo(ask))));
    expect(failing('stop')).toThrow(AnswerError);
    expect(failing('stop')).toThrow('The answer was empty.');
    expect(failing('length')).toThrow('it was cut off after 9 tokens');
    expect(failing('content_filter')).toThrow('content filter');
  });
});

describe('T6 the preview', () => {
  const row = rowOf(4);
  const { asked, values } = write(row);
  const tried = (until: number): TriedAnswers =>
    new Map(
      asked.slice(0, until).map(({ attributeId, ask: { step, messages }, text: answer }) => {
        const one = { row, attributeId, step, messages, text: answer };
        return [triedKey(one), one];
      }),
    );
  const preview = (until: number) => {
    const [shown] = previewRows(compiled, { seed, start: row, rows: 1, tried: tried(until) });
    if (shown === undefined) throw new Error('no row');
    return shown;
  };
  test('shows what the run sends, call by call', () => {
    const shown = preview(asked.length);
    expect(
      shown.prompts.map(({ step, messages }) => ({
        step,
        messages: messages.map(({ role, segments }) => ({ role, content: textOf(segments) })),
      })),
    ).toEqual(asked.map(({ ask: { step, messages } }) => ({ step, messages })));
    expect(shown.values.every(({ state }) => state === 'known')).toBe(true);
    expect(shown.values.find(({ name }) => name === 'talk_plan')?.text).toBe(values.get('talk_plan'));
  });
  test('before anything is tried, what was said and the plan are pending', () => {
    const { prompts } = preview(1);
    expect(prompts.map(({ step, pending }) => `${step}: ${pending.join()}`)).toEqual([
      'answer: ',
      'plan: ',
      'turn:1: talk_plan',
      'turn:2: talk,talk_plan',
      'turn:3: talk,talk_plan',
      'turn:4: talk,talk_plan',
    ]);
    expect(
      prompts
        .at(-1)
        ?.messages.map(({ segments }) => textOf(segments))
        .slice(1, -1),
    ).toEqual(['{turn 1}', '{turn 2}', '{turn 3}']);
    expect(textOf(prompts.at(-1)?.messages.at(-1)?.segments ?? [])).toContain('In this turn: {plan}');
  });
  test('tried answers come in one by one', () => {
    const { prompts } = preview(4);
    expect(prompts.map(({ answer }) => answer !== undefined)).toEqual([true, true, true, true, false, false]);
    expect(prompts[4]?.pending).toEqual([]);
    expect(prompts[5]?.pending).toEqual(['talk']);
  });
  test('a persona that changes lets go of what was tried with it', () => {
    const changed = compiledOf(text.replace('You help in', 'You sell in'));
    const [shown] = previewRows(changed, { seed, start: row, rows: 1, tried: tried(asked.length) });
    expect(shown?.prompts.map(({ answer }) => answer !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('T7 the estimate', () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const calls = rows.reduce((sum, row) => sum + 2 + messagesOfRow(conversation, seed, row), 0);
  test('counts the calls of each row, and prompts that grow with what was said', () => {
    const price = null;
    const whole = estimateRun(compiled, { seed, rows: 40, price });
    expect(whole.calls).toBe(calls);
    const longer = compiledOf(text.replace('min_turns: 1', 'min_turns: 3'));
    const long = estimateRun(longer, { seed, rows: 40, price });
    expect(long.calls).toBe(40 * 8);
    const perCall = (one: { promptTokens: number; calls: number }) => one.promptTokens / one.calls;
    expect(perCall(long)).toBeGreaterThan(perCall(whole));
  });
  test('comes near to what the prompts and answers are', () => {
    const all = rows.flatMap((row) => write(row).asked.map((one) => ({ row, ...one })));
    const tried = new Map(
      all.map(({ row, attributeId, ask: { step, messages }, text: answer }) => {
        const one = { row, attributeId, step, messages, text: answer };
        return [triedKey(one), one];
      }),
    );
    const estimate = estimateRun(compiled, { seed, rows: 40, price: null, tried });
    const characters = all.reduce((sum, { ask }) => sum + contents({ ask } as Asked).length, 0);
    const perToken = characters / estimate.promptTokens;
    expect(perToken).toBeGreaterThan(3);
    expect(perToken).toBeLessThan(5.5);
    expect(estimate.triedRows).toBe(40);
  });
});

test('T8 two recipes differ by the calls of a conversation whose prompts changed', () => {
  const compare = (to: string) => {
    const walk = comparePlans(compiled, compiledOf(to), { seed, rows: 40 });
    for (let next = walk.next(); ; next = walk.next()) if (next.done === true) return next.value.calls;
  };
  const ofTalk = Array.from({ length: 40 }, (_, row) => 1 + messagesOfRow(conversation, seed, row));
  expect(compare(text)).toBe(0);
  // The system message of the result is part of no prompt.
  expect(compare(text.replace('  Help with', '  Be of help with'))).toBe(0);
  expect(compare(text.replace('You help in', 'You sell in'))).toBe(ofTalk.reduce((a, b) => a + b, 0));
});
