import { simulationPrompt } from '@/lib/environments/simulate';
import type { ToolSet } from '@/lib/environments/tool-set';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import type { TriedAnswers } from '../tried';
import type { Conversation } from './compile-conversation';

/** How an assistant is likely to use its tools, on the mean of its turns. */
export type ToolHabits = {
  /** How often the model is asked again because it called some. */
  readonly rounds: number;
  /** How often the model stands in for one. */
  readonly simulated: number;
};

/** The tokens of a call of a tool as the model writes it: a name and a few arguments. */
export const callTokens = { low: 10, likely: 40, high: 150 } as const;

/** What a round adds to all prompts after it: the call, what the tool gave, and what chat formats put around them. */
export const roundTokens = 120;

/**
 * Habits in a run of so many rows, as in trials. Without any trial: one round in each turn, by any of the tools. Equal
 * questions to a tool that is asked once a run count once.
 */
export function likelyHabits(
  { attributeId, tools, minTurns, maxTurns }: Conversation,
  { tried, rows }: { tried?: TriedAnswers | undefined; rows: number },
): ToolHabits {
  if (tools === null) return { rounds: 0, simulated: 0 };
  let [turns, rounds, ownUses, sharedUses] = [0, 0, 0, 0];
  const sharedQuestions = new Set<string>();
  for (const answer of tried?.values() ?? []) {
    if (answer.attributeId !== attributeId) continue;
    const turn = /^turn:(\d+)(\/round:)?/.exec(answer.step);
    if (isSharedSimulation(answer.step)) {
      sharedUses += 1;
      sharedQuestions.add(JSON.stringify([answer.step, answer.messages]));
    } else if (isSimulation(answer.step)) ownUses += 1;
    else if (turn?.[2] !== undefined) rounds += 1;
    else if (turn !== null && Number(turn[1]) % 2 === 0) turns += 1;
  }
  if (turns > 0) {
    const turnsOfRun = (rows * (minTurns + maxTurns)) / 2;
    const seen = { uses: sharedUses, distinct: sharedQuestions.size };
    const shared = likelyDistinct(seen, (sharedUses / turns) * turnsOfRun);
    return {
      rounds: rounds / turns,
      simulated: ownUses / turns + (turnsOfRun === 0 ? 0 : shared / turnsOfRun),
    };
  }
  const all = [...tools.tools.values()];
  const standIns = all.filter(({ source }) => source.type === 'model').length;
  return { rounds: 1, simulated: standIns / all.length };
}

/**
 * How many different questions so many uses are likely to hold, if all are drawn from as many as make what was seen
 * likely. Where nothing was seen twice, nothing is expected to be.
 */
function likelyDistinct({ uses, distinct }: { uses: number; distinct: number }, ofUses: number): number {
  if (distinct >= uses) return ofUses;
  const expected = (pool: number, draws: number) => pool * (1 - (1 - 1 / pool) ** draws);
  // What is expected of a pool grows with it, from at most `distinct` towards `uses`.
  let [low, high] = [distinct, distinct * uses ** 2];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (expected(middle, uses) < distinct) low = middle;
    else high = middle;
  }
  return Math.min(ofUses, expected(high, ofUses));
}

/** Whether a step is asked once a run for equal arguments. */
function isSharedSimulation(step: string): boolean {
  return step.startsWith('tool:');
}

/** Whether a step asks the model to stand in for a tool. */
export function isSimulation(step: string): boolean {
  return /(?:^|\/)tool:/.test(step);
}

/** The tokens that tools put into prompts. */
export type ToolTokens = {
  /** Of all definitions, which go with each question that offers the tools. */
  readonly definitions: number;
  /** Of the prompt that asks the model to stand in for one, on the mean. */
  readonly simulation: number;
};

const tokensOfSet = new WeakMap<ToolSet, ToolTokens>();

/** Counted once for a set. */
export function toolTokens(tools: ToolSet): ToolTokens {
  const known = tokensOfSet.get(tools);
  if (known !== undefined) return known;
  const prompts = [...tools.tools.values()]
    .filter(({ source }) => source.type === 'model')
    .map((tool) =>
      simulationPrompt(tool, new Map())
        .messages.map(({ content }) => content)
        .join('\n'),
    );
  const simulation = prompts.reduce((sum, prompt) => sum + estimateTokens(prompt), 0);
  const counted = {
    definitions: estimateTokens(JSON.stringify(tools.definitions)),
    simulation: prompts.length === 0 ? 0 : simulation / prompts.length,
  };
  tokensOfSet.set(tools, counted);
  return counted;
}
