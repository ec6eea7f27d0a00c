import type { Generated } from './generator';

/** What all parts of one answer share. */
export type AnswerHead = { id: string; createdAtSeconds: number; model: string };

/** The whole answer as OpenAI's API gives it. */
export function completionBody(head: AnswerHead, answer: Generated): string {
  return JSON.stringify({
    ...headOf(head, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.text },
        logprobs: null,
        finish_reason: answer.finishReason,
      },
    ],
    usage: usageOf(answer),
  });
}

/** The first event of a stream: whose turn it is. */
export function openingEvent(head: AnswerHead): string {
  return chunkEvent(head, [choice({ role: 'assistant', content: '' }, null)]);
}

/** Some more text. */
export function textEvent(head: AnswerHead, text: string): string {
  return chunkEvent(head, [choice({ content: text }, null)]);
}

/**
 * The end of a stream. The usage is in an event of its own when the client asked for one, else beside the
 * reason why it ended, where clients that don't look for it aren't disturbed.
 */
export function closingEvents(head: AnswerHead, answer: Generated, usageEvent: boolean): string {
  const end = [choice({}, answer.finishReason)];
  const usage = { usage: usageOf(answer) };
  const events = usageEvent
    ? chunkEvent(head, end) + chunkEvent(head, [], usage)
    : chunkEvent(head, end, usage);
  return `${events}data: [DONE]\n\n`;
}

function chunkEvent(head: AnswerHead, choices: readonly unknown[], more: object = {}): string {
  return `data: ${JSON.stringify({ ...headOf(head, 'chat.completion.chunk'), choices, ...more })}\n\n`;
}

function choice(delta: object, finishReason: string | null): object {
  return { index: 0, delta, logprobs: null, finish_reason: finishReason };
}

function headOf({ id, createdAtSeconds, model }: AnswerHead, object: string): object {
  return { id, object, created: createdAtSeconds, model };
}

function usageOf({ promptTokens, completionTokens }: Generated): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
