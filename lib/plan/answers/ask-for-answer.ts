import type { ChatMessage } from '@/lib/llm/message';
import type { Value } from '@/lib/util/value';
import {
  AnswerError,
  answerStep,
  askUntilSaid,
  type ExchangePlace,
  type Reply,
  type Request,
  type Unusable,
} from '../exchange';
import type { AnswerForm } from './answer-form';

/** An answer in parts that lacks some is asked for at most so often. */
export const mostSectionTries = 10;

/** The step of the repair with this number, from 1 on. */
export function repairStep(number: number): string {
  return `repair:${number}`;
}

/** How an answer is asked for again. */
export function wordsOfRepair(wrong: string): string {
  return `${wrong} Answer again with the whole JSON object and nothing else.`;
}

type Steps<Result> = Generator<Request, Result, Reply>;

/**
 * Asks for JSON of a shape. An answer that doesn't fit is told what is wrong with it and asked for again, each time as a
 * step of its own (`repair:1` …) with all that was said before. Throws AnswerError `invalid-answer` after the last.
 */
export function* askForJson(
  form: Extract<AnswerForm, { type: 'json' }>,
  messages: readonly ChatMessage[],
  place: ExchangePlace,
): Steps<ReadonlyMap<string, Value>> {
  let said = messages;
  let asksAgain: Unusable | null = null;
  for (let repair = 0; ; repair += 1) {
    const step = repair === 0 ? answerStep : repairStep(repair);
    const question = { step, messages: said, shape: form.shape, ...(asksAgain && { asksAgain }) };
    const reply: Reply = yield* askUntilSaid(question, place);
    const read = form.read(reply.text);
    if (read.ok) return read.value;
    asksAgain = { code: 'invalid-answer', message: wordsOf(reply, read.message) };
    if (repair >= form.maxRepairs) throw new AnswerError(asksAgain.code, asksAgain.message);
    const again = wordsOfRepair(asksAgain.message);
    said = [...said, { role: 'assistant', content: reply.text }, { role: 'user', content: again }];
  }
}

/**
 * Asks for an answer in parts; one that lacks some is asked for anew, as another try of the same question. Throws
 * AnswerError `missing-section`, or `cut-off` where only the end is missing, after ten.
 */
export function* askForSections(
  form: Extract<AnswerForm, { type: 'sections' }>,
  messages: readonly ChatMessage[],
  { firstAttempt }: ExchangePlace,
): Steps<ReadonlyMap<string, Value>> {
  const question = { type: 'ask', step: answerStep, messages } as const;
  let reply = yield { ...question, attempt: firstAttempt };
  for (let tries = 1; ; tries += 1) {
    if (reply.finishReason === 'content_filter') {
      throw new AnswerError('content-filtered', "The provider's content filter held the answer back.");
    }
    const read = form.read(reply.text);
    const isCutOff = reply.finishReason === 'length';
    if (read.ok && !isCutOff) return read.value;
    const asksAgain = read.ok
      ? { code: 'cut-off', message: wordsOf(reply, 'The last part breaks off.') }
      : { code: 'missing-section', message: wordsOf(reply, read.message) };
    if (tries >= mostSectionTries) throw new AnswerError(asksAgain.code, asksAgain.message);
    reply = yield { ...question, attempt: firstAttempt + tries, asksAgain };
  }
}

/** An answer that was cut off needs fewer words, which is more to the point than where it broke off. */
function wordsOf({ finishReason, completionTokens }: Reply, message: string): string {
  return finishReason === 'length'
    ? `${message} It was cut off after ${completionTokens} tokens: be shorter.`
    : message;
}
