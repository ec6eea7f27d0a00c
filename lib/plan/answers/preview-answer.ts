import type { AnswerStep } from '../compile';
import { answerStep } from '../exchange';
import { waitingFor } from '../preview-condition';
import {
  renderPreview,
  withTried,
  type OpenRow,
  type PreviewMessage,
  type PreviewPrompt,
} from '../preview-prompt';
import { applyAnswer } from '../row';
import type { TriedAnswers } from '../tried';
import { repairStep, wordsOfRepair } from './ask-for-answer';

/**
 * The prompt of an attribute in a row and, where tried answers did not fit, those that asked for them again. What fits is
 * taken over into the row.
 */
export function previewAnswer(
  row: OpenRow,
  step: AnswerStep,
  { tried, waitsFor }: { tried: TriedAnswers | undefined; waitsFor: readonly string[] },
): PreviewPrompt[] {
  const { attributeId, messages, form } = step;
  const about = { attributeId, kind: 'generated' as const };
  const asked = renderPreview(row, { ...about, step: answerStep, messages });
  const prompts = [withTried(row, waitingFor(asked, waitsFor), tried)];
  for (let last = prompts[0]; last?.answer !== undefined; last = prompts.at(-1)) {
    const read = form.type === 'text' ? null : form.read(last.answer);
    if (read === null || read.ok) {
      applyAnswer(step, row.values, last.answer);
      break;
    }
    if (form.type !== 'json' || prompts.length > form.maxRepairs) break;
    const said = [
      ...last.messages,
      spoken('assistant', last.answer),
      spoken('user', wordsOfRepair(read.message)),
    ];
    const repair = { ...about, step: repairStep(prompts.length), messages: said, pending: [] };
    prompts.push(withTried(row, repair, tried));
  }
  return prompts;
}

function spoken(role: 'assistant' | 'user', text: string): PreviewMessage {
  return { role, segments: [{ type: 'text', text }] };
}
