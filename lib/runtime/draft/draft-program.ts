import type { RowProgram } from '@/lib/engine/rows/row-program';
import { engineFacts } from '@/lib/llm/engines';
import { draftRecipe, type Drafted, type DraftRequest } from '@/lib/plan/drafting/draft-exchange';
import { generationOf, requestSeed } from '@/lib/plan/generation';
import type { Recipe } from '@/lib/recipe/schema';

/** What a draft stands under in the journal, in place of an attribute. */
const draftAttribute = 'recipe';

/** A whole recipe needs room, a list of topics doesn't. In tokens. */
const leastTokens = { recipe: 4096, topics: 160 } as const;

type DraftProgram = RowProgram & {
  /** What the draft came to; null until its row is finished. */
  drafted(): Drafted | null;
};

/**
 * A draft as the engine drives it: one row with one attribute, whose exchange asks until there is a recipe. `onAsk` is
 * told of each question what was wrong with the answer before it.
 */
export function createDraftProgram(
  request: DraftRequest,
  recipe: Recipe,
  { seed, onAsk }: { seed: number; onAsk: (problem: string | null) => void },
): DraftProgram {
  const generation = generationOf(recipe);
  const { manner } = request;
  let drafted: Drafted | null = null;
  return {
    drafted: () => drafted,
    steps: [
      {
        attributeId: draftAttribute,
        needs: 0,
        neededBy: [],
        model: 0,
        generation: {
          ...generation,
          // The recipe's own limit is meant for its rows.
          maxNewTokens:
            manner === 'topics' ? leastTokens.topics : Math.max(generation.maxNewTokens, leastTokens.recipe),
        },
      },
    ],
    drawn: [],
    plan: () => new Map(),
    *exchange(_step, place) {
      const asks = draftRecipe(request, place);
      let next = asks.next();
      while (next.done !== true) {
        if (next.value.type === 'ask') onAsk(next.value.asksAgain?.message ?? null);
        next = asks.next(yield next.value);
      }
      drafted = next.value;
    },
    finish: () => [],
    unfinished: () => [],
    requestSeed: (call) =>
      engineFacts(recipe.inference_config.engine).acceptsSeed ? requestSeed(recipe, seed, call) : null,
    check: () => null,
  };
}
