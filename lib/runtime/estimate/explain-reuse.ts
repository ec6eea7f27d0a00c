import type { CompletionFacts } from '@/lib/store/completions';

/** What the journal of a recipe holds for the rows of a run, and why some of it can't be used. */
export type Reuse = {
  /** Places (a row and an attribute) that have an answer. */
  stored: number;
  fitting: number;
  /** Places of which the answers don't fit, by what has changed since. */
  seed: number;
  model: number;
  settings: number;
  prompt: number;
  /** The attribute is no longer written by a model. */
  gone: number;
  /** The runs that the answers may come from, newest first, and whether trials were among them. */
  runIds: readonly number[];
  hasTrials: boolean;
};

export type ReuseQuestion = {
  /** Keys of the answers that the run would take. */
  fitting: ReadonlySet<string>;
  seed: number;
  modelName: string;
  attributeIds: ReadonlySet<string>;
  /** The hash of the prompt that the run would send there, where it is known. */
  promptHashOf: (place: { rowIndex: number; attributeId: string }) => string | undefined;
  writers: { seeds: ReadonlySet<number>; runIds: readonly number[]; hasTrials: boolean };
};

type Reason = 'fitting' | 'seed' | 'model' | 'settings' | 'prompt' | 'gone';

/** Sorts the places of a journal by whether their answers fit. Several answers at one place count as the one that comes closest. */
export function explainReuse(facts: readonly CompletionFacts[], question: ReuseQuestion): Reuse {
  const places = new Map<string, Reason>();
  for (const fact of facts) {
    const place = `${fact.rowIndex}/${fact.attributeId}`;
    const before = places.get(place);
    const now = reasonOf(fact, question);
    if (before === undefined || closeness.indexOf(now) < closeness.indexOf(before)) places.set(place, now);
  }
  const counted = { fitting: 0, seed: 0, model: 0, settings: 0, prompt: 0, gone: 0 };
  for (const reason of places.values()) counted[reason] += 1;
  const { runIds, hasTrials } = question.writers;
  return { stored: places.size, ...counted, runIds, hasTrials };
}

const closeness: readonly Reason[] = ['fitting', 'settings', 'model', 'prompt', 'seed', 'gone'];

function reasonOf(fact: CompletionFacts, question: ReuseQuestion): Reason {
  if (question.fitting.has(fact.key)) return 'fitting';
  if (!question.attributeIds.has(fact.attributeId)) return 'gone';
  if (fact.model !== question.modelName) return 'model';
  // An answer doesn't say which seed it was drawn with; what wrote into the journal does.
  const { seeds } = question.writers;
  if (seeds.size > 0 && !seeds.has(question.seed)) return 'seed';
  return question.promptHashOf(fact) === fact.promptHash ? 'settings' : 'prompt';
}
