import { compileCondition, type Condition } from '@/lib/condition/condition';
import { compileFacts, type FactSource } from '@/lib/environments/grounding';
import type { Column } from '@/lib/dataset/column';
import { compileQuality, type Quality } from '@/lib/quality/quality';
import { answerParts, partColumn } from '@/lib/recipe/answer-parts';
import { factsColumn } from '@/lib/recipe/environments/facts-column';
import { planColumn } from '@/lib/recipe/conversation/personas';
import type { GeneratedAttribute, Recipe } from '@/lib/recipe/schema';
import { noTables, type SourceTables } from '@/lib/sources/source-table';
import type { SampledValue } from '@/lib/template/sampled-value';
import { references } from '@/lib/template/template';
import { compilePostprocessing, type CompiledPostprocessing } from '@/lib/transform/postprocess';
import { compileTransform, type CompiledTransform } from '@/lib/transform/transform';
import type { Value } from '@/lib/util/value';
import { partOf, takePart, type Part } from './parts';
import { specimensOf } from './specimens';
import { planSources, type PlannedSource } from './sources';
import { answerFormOf, promptOf, type AnswerForm, type PromptMessage } from './answers/answer-form';
import { compileChance, type Chance } from './chance';
import {
  compileConversation,
  namesOfConversation,
  type Conversation,
} from './conversation/compile-conversation';

/** The values of one row that are known so far, by column name. */
export type RowValues = Map<string, Value | SampledValue>;

/** One attribute that models write, in as many calls as its exchange takes. */
export type GeneratedStep = AnswerStep | ConversationStep;

type StepOfRow = {
  attributeId: string;
  /** Attributes whose values must be there before this one can begin. */
  needs: readonly string[];
  /** The columns that it fills, its own first. */
  columns: readonly string[];
  /** Null: written in each row, but where something is skipped that it uses. */
  when: Condition | null;
  /** The names of made values that its texts use. */
  uses: readonly string[];
};

/** A text that is written in one call, or an answer in parts. */
export type AnswerStep = StepOfRow & {
  type: 'answer';
  messages: readonly PromptMessage[];
  form: AnswerForm;
  postprocessing: CompiledPostprocessing | null;
};

/** A conversation of several turns: a call for its plan, then one for each message. */
export type ConversationStep = StepOfRow & { type: 'conversation'; conversation: Conversation };

/** A recipe made ready: nothing is parsed again for a row. Never changed after it is made. */
export type CompiledRecipe = {
  recipe: Recipe;
  /** All columns of a row, in the order of the output. */
  columns: readonly Column[];
  /** Generated attributes, then conversations: in an order in which they can be written. */
  steps: readonly GeneratedStep[];
  transforms: readonly CompiledTransform[];
  chance: Chance;
  /** What rows are told of the worlds of their tools; a column of its own where there is any. */
  facts: readonly FactSource[];
  sources: readonly PlannedSource[];
  /**
   * Names whose values the recipe itself makes, other than sources: null stands there for a value that was skipped.
   * Those that come in parts are marked.
   */
  made: ReadonlyMap<string, 'whole' | 'parts'>;
  /** Parts of values that are columns of their own. */
  parts: readonly Part[];
  /** The rules for accepting rows. */
  quality: Quality;
};

/**
 * Prepares a valid recipe for planning and rendering. Throws AppError `recipe-invalid` for what `readRecipe`
 * would have refused.
 */
export function compileRecipe(recipe: Recipe, tables: SourceTables = noTables): CompiledRecipe {
  const params = recipe.strategy_params;
  const sources = planSources(recipe, tables);
  const steps = compileSteps(recipe);
  const facts = factsOf(recipe, steps);
  const columns = columnsOf(recipe, sources, facts);
  const listed = partsOf(recipe, sources, columns);
  const allColumns = [...columns, ...listed.map((part) => columnOfPart(part, columns))];
  return {
    recipe,
    columns: allColumns,
    sources,
    made: madeNames(recipe, steps),
    parts: [...answerPartsOf(steps), ...listed],
    steps,
    transforms: params.transformed_attributes.map(compileTransform),
    facts,
    chance: compileChance(params.sampled_attributes, params.combination_sampling, tables),
    quality: compileQuality(recipe.quality.rules, allColumns),
  };
}

/** The facts that any conversation is planned with. */
function factsOf({ environment_config: catalogue }: Recipe, steps: readonly GeneratedStep[]): FactSource[] {
  const used = steps.flatMap((step) =>
    step.type === 'conversation' ? step.conversation.facts.map(({ environmentId }) => environmentId) : [],
  );
  return compileFacts((catalogue?.environments ?? []).filter(({ id }) => used.includes(id)));
}

function columnsOf(
  { strategy_params: params }: Recipe,
  sources: readonly PlannedSource[],
  facts: readonly FactSource[],
): Column[] {
  const passed = new Set(params.passthrough_attributes);
  const column = (name: string, kind: Column['kind'], kept = true): Column => ({
    name,
    kind,
    output: kept && (passed.size === 0 || passed.has(name)),
  });
  const columns = [
    ...sources.flatMap((source) => source.columns.map((name) => column(name, 'source'))),
    ...params.sampled_attributes.map(({ id }) => column(id, 'sampled')),
    ...(facts.length > 0 ? [column(factsColumn, 'source')] : []),
    ...params.generated_attributes.flatMap((attribute) => {
      const { id, postprocessing_params: processing } = attribute;
      const parts = answerParts(attribute);
      // All parts in one are given out only where that is asked for.
      const isKept = parts === null ? (processing?.keep_original_text_attribute ?? true) : passed.size > 0;
      return [
        column(id, 'generated', isKept),
        ...(processing ? [column(processing.id, 'generated')] : []),
        ...(parts ?? []).map(({ name }) => column(partColumn(id, name), 'generated')),
      ];
    }),
    ...params.multiturn_attributes.flatMap(({ id }) => [
      column(id, 'conversation'),
      column(planColumn(id), 'generated'),
    ]),
    ...params.transformed_attributes.map(({ id }) => column(id, 'transformed')),
  ];
  // Of two columns with one name the later one writes, at the place of the first.
  return [...new Map(columns.map((one) => [one.name, one])).values()];
}

/** The parts that are given out; what no row can have is left out. */
function partsOf(recipe: Recipe, sources: readonly PlannedSource[], columns: readonly Column[]): Part[] {
  const { strategy_params: params } = recipe;
  const composed = new Set(params.sampled_attributes.filter(({ sampler }) => sampler).map(({ id }) => id));
  return params.passthrough_attributes.flatMap((name) => {
    const part = columns.some((column) => column.name === name) ? null : partOf(name, composed);
    if (part === null || !columns.some((column) => column.name === part.of)) return [];
    const specimens = specimensOf(recipe, sources, part.of);
    const isNowhere = specimens?.every((specimen) => takePart(part, specimen) === undefined) ?? false;
    return isNowhere ? [] : [part];
  });
}

function columnOfPart({ name, of }: Part, columns: readonly Column[]): Column {
  return { name, kind: columns.find((column) => column.name === of)?.kind ?? 'source', output: true };
}

function madeNames(
  { strategy_params: params }: Recipe,
  steps: readonly GeneratedStep[],
): Map<string, 'whole' | 'parts'> {
  const made = new Map<string, 'whole' | 'parts'>();
  for (const { id } of [...params.sampled_attributes, ...params.transformed_attributes])
    made.set(id, 'whole');
  for (const step of steps) {
    const isInParts = step.type === 'answer' && step.form.type !== 'text';
    for (const name of step.columns)
      made.set(name, isInParts && name === step.attributeId ? 'parts' : 'whole');
  }
  return made;
}

function answerPartsOf(steps: readonly GeneratedStep[]): Part[] {
  return steps.flatMap((step) => {
    if (step.type !== 'answer' || step.form.type === 'text') return [];
    return step.form.parts.map((key): Part => ({
      name: partColumn(step.attributeId, key),
      of: step.attributeId,
      path: [{ type: 'item', key }],
    }));
  });
}

function compileSteps({ strategy_params: params, environment_config: catalogue }: Recipe): GeneratedStep[] {
  const environments = catalogue?.environments ?? [];
  /** Which attribute gives a name its value: by its own id, or that of its processed text or its plan. */
  const writers = new Map<string, string>();
  const written = <Step extends GeneratedStep>(step: Step): Step => {
    for (const name of step.columns) writers.set(name, step.attributeId);
    return step;
  };
  const needs = (names: readonly string[]) => [
    ...new Set(names.map((name) => writers.get(name)).filter((id) => id !== undefined)),
  ];
  const sampled = new Set(params.sampled_attributes.map(({ id }) => id));
  const made = (names: readonly string[]) => [
    ...new Set(names.filter((name) => writers.has(name) || sampled.has(name))),
  ];
  return [
    ...params.generated_attributes.map((attribute) => written(answerStepOf(attribute, { needs, made }))),
    ...params.multiturn_attributes.map((attribute) => {
      const conversation = compileConversation(attribute, environments);
      return written({
        type: 'conversation',
        attributeId: attribute.id,
        needs: needs(namesOfConversation(conversation)),
        when: null,
        uses: made(namesOfConversation(conversation)),
        columns: [attribute.id, planColumn(attribute.id)],
        conversation,
      });
    }),
  ];
}

type FindNames = (names: readonly string[]) => string[];

function answerStepOf(
  attribute: GeneratedAttribute,
  { needs, made }: { needs: FindNames; made: FindNames },
): AnswerStep {
  const form = answerFormOf(attribute);
  const messages = promptOf(attribute, form);
  const when = compileCondition(attribute.when);
  const names = messages.flatMap(({ template }) => references(template).map(({ name }) => name));
  const asked = when?.names.map(({ name }) => name) ?? [];
  const processing = attribute.postprocessing_params;
  const parts = form.type === 'text' ? [] : form.parts.map((part) => partColumn(attribute.id, part));
  return {
    type: 'answer',
    attributeId: attribute.id,
    needs: needs([...names, ...asked]),
    columns: [attribute.id, ...(processing ? [processing.id] : []), ...parts],
    when,
    uses: made(names),
    messages,
    form,
    postprocessing: processing ? compilePostprocessing(processing) : null,
  };
}
