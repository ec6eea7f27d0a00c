import { toolsKey } from '@/lib/environments/tools-key';
import type { ChatRole } from '@/lib/llm/message';
import { inferenceOf } from '@/lib/recipe/attribute-inference';
import { fakerTypes } from '@/lib/recipe/samplers/sampler-keys';
import { pending, renderSegments } from '@/lib/template/render-segments';
import { TemplateError } from '@/lib/template/template-error';
import type { Template } from '@/lib/template/template';
import type { Value } from '@/lib/util/value';
import type { CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { factsOfRow, messagesOfRow } from './conversation/compile-conversation';
import { likelyHabits } from './conversation/estimate-tools';
import { planPrompt } from './conversation/plan-prompt';
import { noPlan } from './conversation/parse-plan';
import { turnPrompt, turnValues, wholeValues } from './conversation/turn-prompt';
import { planAsFar } from './plan-row';

/** What a run of the second recipe would ask again although the first one's answers are there. */
export type PlanComparison = {
  /** Rows of which at least one answer has to be asked for anew. */
  rows: number;
  /** Answers that have to be asked for anew. */
  calls: number;
  /** How many planned rows were looked at; the figures are scaled from these to all. */
  looked: number;
  of: number;
};

/** More rows than these sharpen the share by nothing that matters. */
const mostLooked = 1000;

/**
 * Compares the calls of two recipes for one seed, row by row: a call is the same when its prompt, model and
 * parameters are, and all the answers that it uses; values of files that are not at hand are the same where the sources are. At most 1,000 rows are planned, spread over the range.
 * Yields after each row, so that a page can draw in between; the value is the comparison.
 */
export function* comparePlans(
  before: CompiledRecipe,
  after: CompiledRecipe,
  { seed, rows }: { seed: number; rows: number },
): Generator<undefined, PlanComparison> {
  const looked = Math.min(rows, mostLooked);
  const sameSettings = new Set(
    after.steps.flatMap(({ attributeId: id }) =>
      settingsOf(before, id) === settingsOf(after, id) ? [id] : [],
    ),
  );
  const sameTools = new Set(
    after.steps.flatMap(({ attributeId: id }) => (toolsOf(before, id) === toolsOf(after, id) ? [id] : [])),
  );
  let changedRows = 0;
  let calls = 0;
  for (let position = 0; position < looked; position++) {
    yield;
    const index = Math.floor((position * rows) / looked);
    const changed = changedCalls(before, after, { seed, index, sameSettings, sameTools });
    calls += changed;
    if (changed > 0) changedRows += 1;
  }
  const scale = looked === 0 ? 0 : rows / looked;
  return { rows: Math.round(changedRows * scale), calls: Math.round(calls * scale), looked, of: rows };
}

/** All that goes with the calls of an attribute beside the prompt. */
function settingsOf({ recipe }: CompiledRecipe, attributeId: string): string {
  const { engine, model, generation, remote_params: remote } = inferenceOf(recipe, attributeId);
  return JSON.stringify([
    engine,
    model.model_name,
    { ...generation, logit_bias: [...generation.logit_bias] },
    remote.api_url ?? null,
  ]);
}

/** The tools of an attribute with all that decides what they give. */
function toolsOf({ steps, recipe }: CompiledRecipe, attributeId: string): string {
  const step = steps.find((one) => one.attributeId === attributeId);
  if (step?.type !== 'conversation' || step.conversation.tools === null) return '';
  const { tools, mostToolRounds } = step.conversation;
  return `${mostToolRounds} ${toolsKey(tools, recipe.environment_config?.environments ?? [])}`;
}

/** The calls of a row that must be made again. */
function changedCalls(
  before: CompiledRecipe,
  after: CompiledRecipe,
  place: Place & { sameSettings: ReadonlySet<string>; sameTools: ReadonlySet<string> },
): number {
  const then = rowOf(before, place);
  const now = rowOf(after, place);
  const changed = new Set<string>();
  let calls = 0;
  for (const step of after.steps) {
    const old = before.steps.find(({ attributeId }) => attributeId === step.attributeId);
    const isSame =
      old !== undefined &&
      old.when?.source === step.when?.source &&
      place.sameSettings.has(step.attributeId) &&
      !step.needs.some((need) => changed.has(need)) &&
      promptKey(step, now, place) === promptKey(old, then, place);
    if (isSame && place.sameTools.has(step.attributeId)) continue;
    changed.add(step.attributeId);
    // The plan and the first words of the user know nothing of tools.
    calls += callsOf(step, place) - (isSame ? 2 : 0);
  }
  return calls;
}

function rowOf(compiled: CompiledRecipe, { seed, index }: Place): Row {
  return {
    values: planAsFar(compiled, seed, index).values,
    written: writersOf(compiled),
    files: filesOf(compiled),
  };
}

type Place = { seed: number; index: number };

function callsOf(step: GeneratedStep, { seed, index }: Place): number {
  if (step.type === 'answer') return 1;
  const { conversation } = step;
  const messages = messagesOfRow(conversation, seed, index);
  const { rounds, simulated } = likelyHabits(conversation, { rows: 1 });
  return 1 + messages + Math.round((messages / 2) * (rounds + simulated));
}

/** Names of values that an answer gives, with how it is cut to shape. */
function writersOf({ steps }: CompiledRecipe): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const step of steps) {
    for (const name of step.columns) names.set(name, name);
    if (step.type === 'answer' && step.postprocessing !== null) {
      names.set(step.postprocessing.id, JSON.stringify(step.postprocessing));
    }
  }
  return names;
}

/** What is known of values without having them: where they are from and how they are drawn; '' where all are at hand. */
function filesOf({ recipe: { strategy_params: params }, chance: { samplers } }: CompiledRecipe): string {
  const fetched = samplers.filter(({ sampler: { type } }) => type === 'file' || fakerTypes.has(type));
  if (params.input_data.length + params.input_documents.length + fetched.length === 0) return '';
  const data = params.input_data.map((source) => [source, [...source.attribute_map]]);
  const samplersOf = fetched.map(({ id, sampler }) => [id, sampler]);
  return JSON.stringify([data, params.input_documents, samplersOf]);
}

type Row = { values: RowValues; written: ReadonlyMap<string, string>; files: string };

/** All prompts of a step with what isn't known yet by what will be known. */
function promptKey(step: GeneratedStep, { values, written, files }: Row, place: Place): string {
  const missing = files === '' ? undefined : pending;
  try {
    return JSON.stringify(
      promptsOf(step, place).map(({ messages, own }) => {
        const lookup = (name: string) => {
          if (own?.has(name)) return own.get(name);
          if (written.has(name)) return pending;
          return values.has(name) ? values.get(name) : missing;
        };
        return messages.map(({ role, template }) => [
          role,
          renderSegments(template, lookup).map((segment) =>
            segment.type === 'pending' ? [segment.field, written.get(segment.name) ?? files] : segment.text,
          ),
        ]);
      }),
    );
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

type Prompt = {
  messages: readonly { role: ChatRole; template: Template }[];
  own?: ReadonlyMap<string, Value>;
};

/** What is said meanwhile in a conversation follows from its plan and from what its personas are told. */
function promptsOf(step: GeneratedStep, { seed, index }: Place): Prompt[] {
  if (step.type === 'answer') return [{ messages: step.messages }];
  const { conversation } = step;
  const messages = messagesOfRow(conversation, seed, index);
  const turns = Array.from({ length: messages }, (_, at): Prompt => {
    const turn = { number: at + 1, messages };
    const { system, request } = turnPrompt(conversation, turn, true);
    return {
      messages: [
        { role: 'system', template: system },
        { role: 'user', template: request },
      ],
      own: turnValues(turn, noPlan(messages)),
    };
  });
  return [
    {
      messages: planPrompt(conversation, messages, factsOfRow(conversation, seed, index)),
      own: wholeValues(messages, noPlan(messages)),
    },
    ...turns,
  ];
}
