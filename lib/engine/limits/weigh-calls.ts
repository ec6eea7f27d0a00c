import type { ChatMessage } from '@/lib/llm/message';
import type { Usage } from '@/lib/llm/model-call';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';

/** A call as far as its weight goes. */
export type WeighedCall = {
  readonly attributeId: string;
  readonly messages: readonly ChatMessage[];
  readonly maxNewTokens: number;
};

/** Says how many tokens a call is likely to use: of what its attribute's calls used before. */
export type CallScales = {
  weigh(call: WeighedCall): Usage;
  /** A call was answered. */
  learn(call: WeighedCall, used: Usage): void;
};

/** What the answers of an attribute taught: how many there were, and the means of them. */
type Facts = { answers: number; tokensPerEstimate: number; completionTokens: number };

/** Of so many answers the mean is made, the newest counting most. */
const rememberedAnswers = 32;

/** Makes scales that know nothing: until the first answer of an attribute, answers are taken to be as long as they may be. */
export function createCallScales(): CallScales {
  const known = new Map<string, Facts>();

  return {
    weigh(call) {
      const facts = known.get(call.attributeId);
      const estimate = estimatePrompt(call.messages);
      if (facts === undefined) return { promptTokens: estimate, completionTokens: call.maxNewTokens };
      return {
        promptTokens: Math.ceil(estimate * facts.tokensPerEstimate),
        completionTokens: Math.min(call.maxNewTokens, likelyLength(facts, call.maxNewTokens)),
      };
    },
    learn(call, { promptTokens, completionTokens }) {
      const tokensPerEstimate = promptTokens / Math.max(1, estimatePrompt(call.messages));
      const facts = known.get(call.attributeId);
      if (facts === undefined) {
        known.set(call.attributeId, { answers: 1, tokensPerEstimate, completionTokens });
        return;
      }
      facts.answers += 1;
      const share = 1 / Math.min(facts.answers, rememberedAnswers);
      facts.tokensPerEstimate += (tokensPerEstimate - facts.tokensPerEstimate) * share;
      facts.completionTokens += (completionTokens - facts.completionTokens) * share;
    },
  };
}

/** Few answers say little of how long one is, and short ones come first: a part of the longest is added, soon gone. */
function likelyLength({ answers, completionTokens }: Facts, longest: number): number {
  return Math.ceil(completionTokens + Math.max(0, longest - completionTokens) / (answers + 1) ** 2);
}

/** Chat templates add a few tokens to each message. */
const tokensAroundMessage = 4;

function estimatePrompt(messages: readonly ChatMessage[]): number {
  let tokens = 0;
  for (const { content } of messages) tokens += tokensAroundMessage + estimateTokens(content);
  return tokens;
}
