import type { ChatMessage } from '@/lib/llm/message';
import { plainValueOf } from '@/lib/recipe/edit/plain-value';
import { readDocument } from '@/lib/recipe/yaml/document';
import { repairStep } from '../answers/ask-for-answer';
import {
  AnswerError,
  answerStep,
  askUntilSaid,
  type ExchangePlace,
  type Reply,
  type Request,
  type Unusable,
} from '../exchange';
import { draftMessages, listMessages, wordsOfProblems } from './draft-prompt';
import { mendDraft, problemsOf, readDraft, readDrafted, type ReadDraft } from './read-draft';
import { keptOf, skeletonRecipe } from './skeleton';

/** How a model is asked: for a whole recipe, or, where it could never write one, for a list of topics. */
export type DraftManner = 'recipe' | 'topics';

export type DraftRequest = {
  readonly task: string;
  /** A plain recipe for the task; its `inference_config` is that of the recipe to be. */
  readonly skeleton: string;
  readonly manner: DraftManner;
};

/** A valid recipe, and what a person should know of how it came about. */
export type Drafted = { readonly yaml: string; readonly notes: readonly string[] };

/** How often a recipe that isn't valid is sent back with its problems. */
const mostRepairs = 3;

/**
 * Asks a model for a recipe until there is one: what it writes is mended, checked, and sent back with the problems at
 * most three times. What is never valid becomes a plain recipe with the task as its prompt and the values that were
 * listed. Throws AnswerError for an answer that was held back.
 */
export function* draftRecipe(
  request: DraftRequest,
  place: Pick<ExchangePlace, 'firstAttempt' | 'emptyRetries'>,
): Generator<Request, Drafted, Reply> {
  return request.manner === 'recipe'
    ? yield* askForRecipe(request, place)
    : yield* askForTopics(request, place);
}

type Place = Pick<ExchangePlace, 'firstAttempt' | 'emptyRetries'>;

function* askForRecipe(request: DraftRequest, place: Place): Generator<Request, Drafted, Reply> {
  const first = draftMessages(request.task);
  let messages: readonly ChatMessage[] = first;
  let asksAgain: Unusable | null = null;
  let best: { answer: string; draft: ReadDraft } | null = null;
  for (let repair = 0; repair <= mostRepairs; repair += 1) {
    const step = repair === 0 ? answerStep : repairStep(repair);
    const reply: Reply | null = yield* said({ step, messages, ...(asksAgain && { asksAgain }) }, place);
    if (reply === null) break;
    const draft = readDraft(reply.text, request.skeleton);
    if (best === null || draft.problems.length <= best.draft.problems.length) {
      best = { answer: reply.text, draft };
    }
    const problems: string[] = [...(reply.finishReason === 'length' ? [cutOff] : []), ...draft.problems];
    if (problems.length === 0) return { yaml: draft.yaml, notes: [] };
    asksAgain = { code: 'invalid-answer', message: problems[0] ?? '' };
    // Only the last answer goes along: all of them would not fit the model's memory.
    messages = [
      ...first,
      { role: 'assistant', content: reply.text },
      { role: 'user', content: wordsOfProblems(problems) },
    ];
  }
  const last = best === null ? null : mendedAnyway(best.draft);
  if (last !== null) return last;
  const why = best?.draft.problems[0] ?? 'the answer was empty';
  return plainly(
    request,
    best?.answer ?? '',
    best?.draft ?? null,
    `The model wrote no valid recipe (${why})`,
  );
}

/** The last resort before a plain recipe: what was cut off and is valid all the same, or what any fix makes valid. */
function mendedAnyway({ yaml, problems }: ReadDraft): Drafted | null {
  const mended = mendDraft(yaml, 'all');
  if (problemsOf(readDrafted(mended)).length > 0) return null;
  const what = problems[0] ?? 'it was cut off at its end';
  return {
    yaml: mended,
    notes: [`The model left something wrong, which was mended: ${what}. Read its prompts.`],
  };
}

const cutOff = 'the answer was cut off at its end: write a shorter recipe';

function* askForTopics(request: DraftRequest, place: Place): Generator<Request, Drafted, Reply> {
  const reply = yield* said({ step: answerStep, messages: listMessages(request.task) }, place);
  const why = 'The small local model can not write a recipe by itself';
  return plainly(request, reply?.text ?? '', null, why);
}

/** An answer with words in it; null where there is none after several tries. */
function* said(
  question: Parameters<typeof askUntilSaid>[0],
  place: Place,
): Generator<Request, Reply | null, Reply> {
  try {
    return yield* askUntilSaid(question, place);
  } catch (error) {
    if (error instanceof AnswerError && error.code !== 'content-filtered') return null;
    throw error;
  }
}

function plainly(
  { task, skeleton }: DraftRequest,
  answer: string,
  draft: ReadDraft | null,
  why: string,
): Drafted {
  const varied = keptOf(answer, draft?.read ?? null);
  const model = plainValueOf(
    readDocument(skeleton),
    readDocument(skeleton).at(['inference_config'])?.node ?? null,
  );
  const values = varied.reduce((sum, one) => sum + one.values.length, 0);
  const kept = values > 0 ? `, with the ${values} values that the model listed` : '';
  const note = `${why}. This is a plain one: your description is its prompt${kept}. Another model may write a better one.`;
  return { yaml: skeletonRecipe(task, varied, model), notes: [note] };
}
