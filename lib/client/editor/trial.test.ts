import { expect, test } from 'vitest';
import type { WireTrialEvent } from '@/lib/api/event-wire';
import {
  applyTrialEvent,
  beginTrial,
  isBeingAnswered,
  noTrials,
  stopTrial,
  type PromptOf,
  type TrialState,
} from './trial';

// The answer's prompt shows the question once it is there.
const promptOf: PromptOf = ({ row, attributeId }, answers) => {
  if (attributeId === 'question') return [{ role: 'user', content: `ask ${row}` }];
  const question = answers.get(`${row}/question/answer`);
  return question === undefined ? null : [{ role: 'user', content: question.text }];
};

test('answers stream in, each with the prompt that it answers', () => {
  const state = fold(beginTrial(noTrials, 0, 3), [
    delta(0, 'question', 'Why does '),
    delta(0, 'question', 'bread rise?'),
    delta(0, 'answer', 'Yeast.'),
  ]);
  expect(state.answers.get('0/question/answer')).toEqual({
    row: 0,
    attributeId: 'question',
    step: 'answer',
    messages: [{ role: 'user', content: 'ask 0' }],
    text: 'Why does bread rise?',
  });
  expect(state.answers.get('0/answer/answer')?.messages).toEqual([
    { role: 'user', content: 'Why does bread rise?' },
  ]);
  expect(isBeingAnswered(state, { row: 0, attributeId: 'answer' })).toBe(true);
});

test('the finished row has the last word', () => {
  const state = fold(beginTrial(noTrials, 0, 3), [
    delta(0, 'question', 'Why do'),
    row(0, [{ attribute_id: 'question', kind: 'generated', answer: 'Why does bread rise?' }]),
  ]);
  expect(state.answers.get('0/question/answer')?.text).toBe('Why does bread rise?');
  expect(isBeingAnswered(state, { row: 0, attributeId: 'question' })).toBe(false);
});

test('what stood in for a tool is kept with what it was asked, which the preview does not render', () => {
  const call = (step: string) => ({
    step,
    answer: '{"hits":1}',
    messages: [{ role: 'user', content: `input of ${step}` }],
  });
  const calls = ['tool:search', 'turn:2/tool:1'].map(call);
  const state = applyTrialEvent(
    beginTrial(noTrials, 0, 1),
    row(0, [{ attribute_id: 'talk', kind: 'conversation', calls }]),
    () => null,
  );
  expect([...state.answers.values()].map(({ step, messages }) => [step, messages[0]?.content])).toEqual([
    ['tool:search', 'input of tool:search'],
    ['turn:2/tool:1', 'input of turn:2/tool:1'],
  ]);
});

test('trying a row again replaces its answers instead of adding to them', () => {
  const first = fold(beginTrial(noTrials, 0, 1), [
    delta(0, 'question', 'One'),
    row(0, [{ attribute_id: 'question', kind: 'generated', answer: 'One' }]),
    end(0.01),
  ]);
  const second = fold(beginTrial(first, 0, 1), [delta(0, 'question', 'Two'), end(0.02)]);
  expect(second.answers.has('0/question/answer')).toBe(false);
  expect(
    fold(beginTrial(first, 0, 1), [delta(0, 'question', 'Two')]).answers.get('0/question/answer')?.text,
  ).toBe('Two');
  expect(second.costUsd).toBeCloseTo(0.03);
});

test('a failure takes the half answer away and stays until the row is tried again', () => {
  const failed = fold(beginTrial(noTrials, 0, 2), [
    delta(1, 'question', 'Wh'),
    { event: 'failure', data: { row: 1, attribute_id: 'question', code: 'timeout', message: 'No answer.' } },
  ]);
  expect(failed.answers.size).toBe(0);
  expect(failed.failures).toHaveLength(1);
  expect(beginTrial(failed, 1, 1).failures).toEqual([]);
  expect(beginTrial(failed, 5, 3).failures).toHaveLength(1);
});

test('a stopped trial keeps whole rows and drops half ones', () => {
  const stopped = stopTrial(
    fold(beginTrial(noTrials, 0, 2), [
      delta(0, 'question', 'Why?'),
      row(0, [{ attribute_id: 'question', kind: 'generated', answer: 'Why?' }]),
      delta(1, 'question', 'Wh'),
    ]),
  );
  expect([...stopped.answers.keys()]).toEqual(['0/question/answer']);
  expect(stopped.status).toEqual({ kind: 'idle' });
});

function fold(state: TrialState, events: readonly WireTrialEvent[]): TrialState {
  return events.reduce((before, event) => applyTrialEvent(before, event, promptOf), state);
}

function delta(index: number, attributeId: string, text: string): WireTrialEvent {
  return { event: 'delta', data: { row: index, attribute_id: attributeId, step: 'answer', text } };
}

function row(
  index: number,
  lineage: Extract<WireTrialEvent, { event: 'row' }>['data']['lineage'],
): WireTrialEvent {
  return { event: 'row', data: { index, values: {}, lineage } };
}

function end(costUsd: number): WireTrialEvent {
  return {
    event: 'end',
    data: {
      seed: 1,
      status: 'completed',
      cost_usd: costUsd,
      saved_usd: 0,
      calls: 1,
      reused_calls: 0,
      prompt_tokens: 1,
      completion_tokens: 1,
    },
  };
}
