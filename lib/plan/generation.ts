import { jsonObject } from '@/lib/environments/tool-set';
import { engineFacts } from '@/lib/llm/engines';
import type { Generation } from '@/lib/llm/model-call';
import { createDraw, drawInt, type Draw } from '@/lib/random/draw';
import { inferenceOf } from '@/lib/recipe/attribute-inference';
import type { Recipe } from '@/lib/recipe/schema';
import { answerStep } from './exchange';

/** How the recipe asks its model to write, or one attribute of it. */
export function generationOf(recipe: Recipe, attributeId?: string): Generation {
  const { generation } =
    attributeId === undefined ? recipe.inference_config : inferenceOf(recipe, attributeId);
  return {
    maxNewTokens: generation.max_new_tokens,
    temperature: generation.temperature,
    frequencyPenalty: generation.frequency_penalty,
    presencePenalty: generation.presence_penalty,
    minP: generation.min_p,
    ...(generation.top_p !== undefined && { topP: generation.top_p }),
    ...(generation.stop_strings &&
      generation.stop_strings.length > 0 && { stopStrings: generation.stop_strings }),
    ...(generation.seed !== undefined && { seed: generation.seed }),
    ...(generation.tool_choice !== undefined && { toolChoice: generation.tool_choice }),
    ...(!generation.parallel_tool_calls && { parallelToolCalls: false }),
    ...(generation.guided_decoding?.json && {
      shape: { name: 'answer', schema: jsonObject(generation.guided_decoding.json) },
    }),
    ...(generation.logit_bias.size > 0 && { logitBias: Object.fromEntries(generation.logit_bias) }),
  };
}

/**
 * The seed that goes with a question of a row: the recipe's own word for word, else one below
 * 2^31 from counted chance. Each further attempt has another: with the same one a model that keeps its word gives
 * the same answer again. Null for engines that take none.
 */
export function requestSeed(
  recipe: Recipe,
  seed: number,
  { rowIndex, attributeId, step, attempt }: RequestPlace,
): number | null {
  const { engine, generation } = inferenceOf(recipe, attributeId);
  if (!engineFacts(engine).acceptsSeed) return null;
  if (attempt === 0 && generation.seed !== undefined) return generation.seed;
  return drawInt(
    requestDraw(recipe, seed, step === answerStep ? attributeId : `${attributeId}/${step}`),
    rowIndex,
    attempt,
    0x8000_0000,
  );
}

/** Which question of which row a seed is for. */
export type RequestPlace = {
  readonly rowIndex: number;
  readonly attributeId: string;
  readonly step: string;
  readonly attempt: number;
};

const drawsOfLastSeed = new WeakMap<Recipe, { seed: number; draws: Map<string, Draw> }>();

/** Making a draw hashes; the ones of the seed that is in use are kept. */
function requestDraw(recipe: Recipe, seed: number, name: string): Draw {
  let last = drawsOfLastSeed.get(recipe);
  if (last?.seed !== seed) {
    last = { seed, draws: new Map() };
    drawsOfLastSeed.set(recipe, last);
  }
  const known = last.draws.get(name);
  if (known !== undefined) return known;
  const draw = createDraw(seed, name, 'request-seed');
  last.draws.set(name, draw);
  return draw;
}
