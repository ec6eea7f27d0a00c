import type { ChatMessage } from '@/lib/llm/message';
import { planColumn, planNames } from '@/lib/recipe/conversation/personas';
import { TemplateError } from '@/lib/template/template-error';
import type { ConversationStep } from '../compile';
import {
  pendingIn,
  renderPreview,
  withTried,
  type OpenRow,
  type PreviewMessage,
  type PreviewPrompt,
} from '../preview-prompt';
import type { TriedAnswers } from '../tried';
import { factsOfRow, messagesOfRow, speakerOf, type Conversation } from './compile-conversation';
import { finishConversation, planStep, turnStep, userMessage } from './converse';
import { noPlan, parsePlan, type Plan } from './parse-plan';
import { planPrompt } from './plan-prompt';
import { messageOf, previewRounds, type PreviewedTurn } from './preview-rounds';
import { instructionName, turnPrompt, turnValues, wholeValues } from './turn-prompt';

/**
 * The calls of a row's conversation with the prompts that they will send: the plan's, then one for each message. What
 * is said before a message stands in its prompt as far as it was tried. Once all is there, the row gets the conversation.
 */
export function previewConversation(
  row: OpenRow,
  { conversation }: ConversationStep,
  { seed, tried }: { seed: number; tried: TriedAnswers | undefined },
): PreviewPrompt[] {
  const messages = messagesOfRow(conversation, seed, row.index);
  const asked = renderPreview(row, {
    ...callOf(conversation, planStep),
    messages: planPrompt(conversation, messages, factsOfRow(conversation, seed, row.index)),
    own: wholeValues(messages, noPlan(messages)),
  });
  const planning = withTried(row, asked, tried);
  const plan = planIn(planning, messages);
  const prompts = [planning];
  const said: (readonly ChatMessage[] | null)[] = [];
  for (let number = 1; number <= messages; number += 1) {
    const prompt = withTried(row, turnOf(row, conversation, { number, messages, plan, said }), tried);
    const turn = turnAsTried(row, prompt, { number, conversation, tried });
    prompts.push(...turn.prompts);
    said.push(turn.said);
  }
  finish(row, conversation, { messages, plan, said });
  return prompts;
}

function callOf({ attributeId }: Conversation, step: string) {
  return { attributeId, kind: 'conversation', step } as const;
}

/** The plan as the run takes it; null while it isn't known. */
function planIn({ answer }: PreviewPrompt, messages: number): Plan | null {
  return answer === undefined ? null : (parsePlan(answer, messages) ?? noPlan(messages));
}

/** What a turn was asked and has said, as far as it was tried. */
function turnAsTried(
  row: OpenRow,
  prompt: PreviewPrompt,
  {
    number,
    conversation,
    tried,
  }: { number: number; conversation: Conversation; tried: TriedAnswers | undefined },
): PreviewedTurn {
  const { answer } = prompt;
  if (speakerOf(number) === 'user') {
    return { prompts: [prompt], said: answer === undefined ? null : [userMessage(answer)] };
  }
  const { tools } = conversation;
  if (tools !== null) return previewRounds(row, { ...prompt, tools: tools.definitions }, tried);
  return { prompts: [prompt], said: answer === undefined ? null : [{ role: 'assistant', content: answer }] };
}

type TurnToShow = {
  number: number;
  messages: number;
  plan: Plan | null;
  said: readonly (readonly ChatMessage[] | null)[];
};

function turnOf(
  row: OpenRow,
  conversation: Conversation,
  { number, messages, plan, said }: TurnToShow,
): PreviewPrompt {
  const instruction = plan?.instructions[number - 1] ?? '';
  const { system, request } = turnPrompt(
    conversation,
    { number, messages },
    plan === null || instruction !== '',
  );
  const own = new Map(turnValues({ number, messages }, plan ?? noPlan(messages)));
  const fromPlan = [instructionName(number), ...planNames];
  const isUnknown = plan === null;
  if (isUnknown) for (const name of fromPlan) own.delete(name);
  const rendered = renderPreview(isUnknown ? withPending(row, fromPlan) : row, {
    ...callOf(conversation, turnStep(number)),
    messages: [
      { role: 'system', template: system },
      { role: 'user', template: request },
    ],
    own,
  });
  if (rendered.error !== undefined) return rendered;
  const [persona, asked] = rendered.messages.map((message): PreviewMessage => ({
    ...message,
    segments: message.segments.map((segment) =>
      segment.type !== 'text' && fromPlan.includes(segment.name)
        ? { ...segment, name: planColumn(conversation.attributeId), field: 'plan', kind: 'generated' }
        : segment,
    ),
  }));
  if (persona === undefined || asked === undefined) return rendered;
  const history = said.flatMap((turn, at) => saidBefore(conversation, at + 1, turn));
  const all = [persona, ...history, asked];
  return { ...rendered, messages: all, pending: pendingIn(all) };
}

/** A row in which more names are known to come. */
function withPending(row: OpenRow, names: readonly string[]): OpenRow {
  return { ...row, kinds: new Map([...row.kinds, ...names.map((name) => [name, 'generated'] as const)]) };
}

function saidBefore(
  { attributeId }: Conversation,
  number: number,
  turn: readonly ChatMessage[] | null,
): PreviewMessage[] {
  const about = { name: attributeId, field: `turn ${number}`, kind: 'conversation' } as const;
  if (turn !== null) return turn.map((message) => messageOf(message, about));
  return [{ role: speakerOf(number), segments: [{ type: 'pending', ...about }] }];
}

function finish(
  { values }: OpenRow,
  conversation: Conversation,
  { messages, plan, said }: Pick<TurnToShow, 'messages' | 'plan' | 'said'>,
): void {
  const turns = said.filter((turn) => turn !== null);
  if (plan === null || turns.length < messages) return;
  try {
    finishConversation(conversation, { messages, plan, said: turns.flat(), values });
  } catch (error) {
    // The run fails this row by what stands in the output's system message; the prompts are not concerned.
    if (!(error instanceof TemplateError)) throw error;
  }
}
