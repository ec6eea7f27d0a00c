import type { Column } from '@/lib/dataset/column';
import type { ChatRole } from '@/lib/llm/message';
import { compileQuality, type Quality } from '@/lib/quality/quality';
import { planColumn } from '@/lib/recipe/conversation/personas';
import type { GeneratedAttribute, Recipe } from '@/lib/recipe/schema';
import { noTables, type SourceTables } from '@/lib/sources/source-table';
import { parseTemplate } from '@/lib/template/parse-template';
import type { SampledValue } from '@/lib/template/sampled-value';
import { references, type Template } from '@/lib/template/template';
import { compilePostprocessing, type CompiledPostprocessing } from '@/lib/transform/postprocess';
import { compileTransform, type CompiledTransform } from '@/lib/transform/transform';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { partOf, takePart, type Part } from './parts';
import { listOfSource, planSources, type PlannedSource } from './sources';
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
};

/** A text that is written in one call. */
export type AnswerStep = StepOfRow & {
  type: 'answer';
  messages: readonly { role: ChatRole; template: Template }[];
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
  sources: readonly PlannedSource[];
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
  const columns = columnsOf(recipe, sources);
  const parts = partsOf(recipe, sources, columns);
  const allColumns = [...columns, ...parts.map((part) => columnOfPart(part, columns))];
  return {
    recipe,
    columns: allColumns,
    sources,
    parts,
    steps: compileSteps(params),
    transforms: params.transformed_attributes.map(compileTransform),
    chance: compileChance(params.sampled_attributes, params.combination_sampling),
    quality: compileQuality(recipe.quality.rules, allColumns),
  };
}

function columnsOf({ strategy_params: params }: Recipe, sources: readonly PlannedSource[]): Column[] {
  const passed = new Set(params.passthrough_attributes);
  const column = (name: string, kind: Column['kind'], kept = true): Column => ({
    name,
    kind,
    output: kept && (passed.size === 0 || passed.has(name)),
  });
  const columns = [
    ...sources.flatMap((source) => source.columns.map((name) => column(name, 'source'))),
    ...params.sampled_attributes.map(({ id }) => column(id, 'sampled')),
    ...params.generated_attributes.flatMap(({ id, postprocessing_params: processing }) => [
      column(id, 'generated', processing?.keep_original_text_attribute ?? true),
      ...(processing ? [column(processing.id, 'generated')] : []),
    ]),
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
function partsOf(
  { strategy_params: params }: Recipe,
  sources: readonly PlannedSource[],
  columns: readonly Column[],
): Part[] {
  return params.passthrough_attributes.flatMap((name) => {
    const part = columns.some((column) => column.name === name) ? null : partOf(name);
    if (part === null || !columns.some((column) => column.name === part.of)) return [];
    const drawn = sources.find((source) => source.shots > 0 && source.id === part.of);
    const example = drawn && listOfSource(drawn);
    return example && takePart(part, example) === undefined ? [] : [part];
  });
}

function columnOfPart({ name, of }: Part, columns: readonly Column[]): Column {
  return { name, kind: columns.find((column) => column.name === of)?.kind ?? 'source', output: true };
}

function compileSteps(params: Recipe['strategy_params']): GeneratedStep[] {
  /** Which attribute gives a name its value: by its own id, or that of its processed text or its plan. */
  const writers = new Map<string, string>();
  const written = <Step extends GeneratedStep>(step: Step): Step => {
    for (const name of step.columns) writers.set(name, step.attributeId);
    return step;
  };
  const needs = (names: readonly string[]) => [
    ...new Set(names.map((name) => writers.get(name)).filter((id) => id !== undefined)),
  ];
  return [
    ...params.generated_attributes.map((attribute) => written(answerStepOf(attribute, needs))),
    ...params.multiturn_attributes.map((attribute) => {
      const conversation = compileConversation(attribute);
      return written({
        type: 'conversation',
        attributeId: attribute.id,
        needs: needs(namesOfConversation(conversation)),
        columns: [attribute.id, planColumn(attribute.id)],
        conversation,
      });
    }),
  ];
}

function answerStepOf(
  attribute: GeneratedAttribute,
  needs: (names: readonly string[]) => string[],
): AnswerStep {
  const messages = attribute.instruction_messages.map(({ role, content }) => ({
    role,
    template: parsed(content),
  }));
  const names = messages.flatMap(({ template }) => references(template).map(({ name }) => name));
  const processing = attribute.postprocessing_params;
  return {
    type: 'answer',
    attributeId: attribute.id,
    needs: needs(names),
    columns: processing ? [attribute.id, processing.id] : [attribute.id],
    messages,
    postprocessing: processing ? compilePostprocessing(processing) : null,
  };
}

function parsed(text: string): Template {
  const result = parseTemplate(text);
  if (result.ok) return result.template;
  throw new AppError('recipe-invalid', result.problems[0]?.message ?? 'A prompt cannot be read');
}
