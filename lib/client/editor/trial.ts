import type { WireTrialEvent } from '@/lib/api/event-wire';
import type { ChatMessage } from '@/lib/llm/message';
import { assertNever } from '@/lib/util/assert-never';

/** An answer of a trial with the prompt that it answers. */
export type TriedAnswer = { messages: readonly ChatMessage[]; text: string };

/** Why a row has no answer; `attributeId` is null when the row failed as a whole. */
export type TrialFailure = { row: number; attributeId: string | null; code: string; message: string };

export type TrialStatus =
  | { kind: 'idle' }
  | { kind: 'running'; start: number; rows: number }
  | { kind: 'failed'; code: string; message: string };

/** What the trials of this visit have brought. */
export type TrialState = {
  status: TrialStatus;
  /** By `row/attribute id`. */
  answers: ReadonlyMap<string, TriedAnswer>;
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

/** The key of an answer. */
export function triedKey(row: number, attributeId: string): string {
  return `${row}/${attributeId}`;
}

/** The prompt of a step as the trial sends it, from the answers that are there; null when it isn't known. */
export type PromptOf = (
  row: number,
  attributeId: string,
  answers: ReadonlyMap<string, TriedAnswer>,
) => readonly ChatMessage[] | null;

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
      const { row, attribute_id: attributeId, text } = event.data;
      const key = triedKey(row, attributeId);
      const before = state.live.has(key) ? (state.answers.get(key)?.text ?? '') : '';
      const messages = promptOf(row, attributeId, state.answers);
      if (messages === null) return state;
      const live = state.live.has(key) ? state.live : new Set([...state.live, key]);
      return { ...withAnswer(state, key, { messages, text: before + text }), live };
    }
    case 'row': {
      const { index, lineage } = event.data;
      let next = state;
      for (const { attribute_id: attributeId, answer } of lineage) {
        if (answer === undefined) continue;
        // Our own rendering and not the stored messages: the preview compares with the same renderer.
        const messages = promptOf(index, attributeId, next.answers);
        if (messages !== null)
          next = withAnswer(next, triedKey(index, attributeId), { messages, text: answer });
      }
      return { ...next, doneRows: new Set([...next.doneRows, index]) };
    }
    case 'failure': {
      const { row, attribute_id: attributeId, code, message } = event.data;
      const failure = { row, attributeId, code, message };
      const answers = new Map(state.answers);
      if (attributeId !== null) answers.delete(triedKey(row, attributeId));
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
  const isHalf = (key: string) => state.live.has(key) && !state.doneRows.has(Number.parseInt(key, 10));
  return {
    ...state,
    answers: new Map([...state.answers].filter(([key]) => !isHalf(key))),
    live: new Set(),
    status: failure === undefined ? { kind: 'idle' } : { kind: 'failed', ...failure },
  };
}

function withAnswer(state: TrialState, key: string, answer: TriedAnswer): TrialState {
  return { ...state, answers: new Map([...state.answers, [key, answer]]) };
}

/** Is an answer of this row still being written? */
export function isBeingAnswered(trial: TrialState, row: number, attributeId: string): boolean {
  return (
    trial.status.kind === 'running' && trial.live.has(triedKey(row, attributeId)) && !trial.doneRows.has(row)
  );
}
