import type { LineageEntry } from '@/lib/api/dataset-wire';
import type { WireTrialEvent } from '@/lib/api/event-wire';
import type { ChatMessage } from '@/lib/llm/message';
import { isSimulation } from '@/lib/plan/conversation/estimate-tools';
import { answerStep } from '@/lib/plan/exchange';
import { triedKey, type TriedAnswer, type TriedAnswers } from '@/lib/plan/tried';
import { assertNever } from '@/lib/util/assert-never';

/** Why a row has no answer; `attributeId` is null when the row failed as a whole. */
export type TrialFailure = { row: number; attributeId: string | null; code: string; message: string };

export type TrialStatus =
  | { kind: 'idle' }
  | { kind: 'running'; start: number; rows: number }
  | { kind: 'failed'; code: string; message: string };

/** What the trials of this visit have brought. */
export type TrialState = {
  status: TrialStatus;
  /** By `triedKey`. */
  answers: TriedAnswers;
  /** Answers that the trial under way has begun. */
  live: ReadonlySet<string>;
  failures: readonly TrialFailure[];
  /** Rows with all their answers. */
  doneRows: ReadonlySet<number>;
  costUsd: number;
};

export const noTrials: TrialState = {
  status: { kind: 'idle' },
  answers: new Map(),
  live: new Set(),
  failures: [],
  doneRows: new Set(),
  costUsd: 0,
};

/** The prompt of a question as the trial sends it, from the answers that are there; null when it isn't known. */
export type PromptOf = (question: Question, answers: TriedAnswers) => readonly ChatMessage[] | null;

type Question = Pick<TriedAnswer, 'row' | 'attributeId' | 'step'>;

/** A trial begins: failures of its rows are asked again. */
export function beginTrial(state: TrialState, start: number, rows: number): TrialState {
  const isOther = (row: number) => row < start || row >= start + rows;
  return {
    ...state,
    status: { kind: 'running', start, rows },
    live: new Set(),
    failures: state.failures.filter(({ row }) => isOther(row)),
    doneRows: new Set([...state.doneRows].filter(isOther)),
  };
}

/** Folds one event of a trial. */
export function applyTrialEvent(state: TrialState, event: WireTrialEvent, promptOf: PromptOf): TrialState {
  switch (event.event) {
    case 'delta': {
      const { row, attribute_id: attributeId, step, text } = event.data;
      const question = { row, attributeId, step };
      const key = triedKey(question);
      const before = state.live.has(key) ? (state.answers.get(key)?.text ?? '') : '';
      const messages = promptOf(question, state.answers);
      if (messages === null) return state;
      const live = state.live.has(key) ? state.live : new Set([...state.live, key]);
      return { ...withAnswer(state, { ...question, messages, text: before + text }), live };
    }
    case 'row': {
      const { index, lineage } = event.data;
      let next = state;
      for (const { attributeId, step, text, asked } of lineage.flatMap(callsOf)) {
        const question = { row: index, attributeId, step };
        // Our own rendering and not the stored messages: the preview compares with the same renderer. What tools gave
        // and were asked it can't know by itself.
        const isOfTools = step.includes('/round:') || isSimulation(step);
        const messages = isOfTools ? asked : promptOf(question, next.answers);
        if (messages !== null) next = withAnswer(next, { ...question, messages, text });
      }
      return { ...next, doneRows: new Set([...next.doneRows, index]) };
    }
    case 'failure': {
      const { row, attribute_id: attributeId, code, message } = event.data;
      const failure = { row, attributeId, code, message };
      const isOfFailed = (one: TriedAnswer) => one.row === row && one.attributeId === attributeId;
      const answers = new Map([...state.answers].filter(([, one]) => !isOfFailed(one)));
      return { ...state, answers, failures: [...state.failures, failure] };
    }
    case 'end': {
      const { error, cost_usd: costUsd } = event.data;
      return {
        ...stopTrial(state),
        status: error === undefined ? { kind: 'idle' } : { kind: 'failed', ...error },
        costUsd: state.costUsd + costUsd,
      };
    }
    default:
      return assertNever(event);
  }
}

/** A trial that was stopped leaves no half answers behind: its unfinished rows wait again. */
export function stopTrial(state: TrialState, failure?: { code: string; message: string }): TrialState {
  const isHalf = (key: string, { row }: TriedAnswer) => state.live.has(key) && !state.doneRows.has(row);
  return {
    ...state,
    answers: new Map([...state.answers].filter(([key, answer]) => !isHalf(key, answer))),
    live: new Set(),
    status: failure === undefined ? { kind: 'idle' } : { kind: 'failed', ...failure },
  };
}

function withAnswer(state: TrialState, answer: TriedAnswer): TrialState {
  return { ...state, answers: new Map([...state.answers, [triedKey(answer), answer]]) };
}

/** The answers that a value was made of, in order. */
function callsOf({ attribute_id: attributeId, calls, answer, messages: only }: LineageEntry) {
  const all = calls ?? [{ step: answerStep, answer, messages: only }];
  return all.flatMap(({ step, answer: text, messages }) =>
    text === undefined ? [] : { attributeId, step, text, asked: (messages ?? []).map(chatMessage) },
  );
}

type WireMessage = NonNullable<LineageEntry['messages']>[number];

function chatMessage({
  role,
  content,
  tool_calls: toolCalls,
  tool_call_id: toolCallId,
}: WireMessage): ChatMessage {
  return {
    role: chatRoles.find((known) => known === role) ?? 'user',
    content,
    ...(toolCalls && { toolCalls }),
    ...(toolCallId !== undefined && { toolCallId }),
  };
}

const chatRoles = ['system', 'user', 'assistant', 'tool'] as const;

/** Is an answer of this row still being written? Without a step, any of the attribute's. */
export function isBeingAnswered(
  { status, live, answers, doneRows }: TrialState,
  { row, attributeId, step }: { row: number; attributeId: string; step?: string },
): boolean {
  if (status.kind !== 'running' || doneRows.has(row)) return false;
  return [...live].some((key) => {
    const answer = answers.get(key);
    return (
      answer?.row === row &&
      answer.attributeId === attributeId &&
      (step === undefined || answer.step === step)
    );
  });
}
