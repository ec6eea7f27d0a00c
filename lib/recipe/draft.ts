import type { z } from 'zod';
import type { Value } from '@/lib/util/value';
import type { recipeSchema } from './schema';

/** A value as far as it could be read: whatever was wrong or missing is left out. */
type Draft<T> =
  // A value of any kind is read as a whole.
  [Value] extends [T]
    ? T
    : T extends Map<infer Key, infer Item>
      ? Map<Key, Draft<Item>>
      : T extends readonly (infer Item)[]
        ? (Draft<Item> | undefined)[]
        : T extends object
          ? { [Key in keyof T]?: Draft<T[Key]> }
          : T;

/** A recipe as far as it could be read, for the checks: one mistake must not hide the others. */
export type DraftRecipe = Draft<z.input<typeof recipeSchema>>;

type DraftParams = NonNullable<DraftRecipe['strategy_params']>;
type Item<List extends keyof DraftParams> = NonNullable<NonNullable<DraftParams[List]>[number]>;

export type DraftSampled = Item<'sampled_attributes'>;
export type DraftGenerated = Item<'generated_attributes'>;
export type DraftConversation = Item<'multiturn_attributes'>;
export type DraftTransformed = Item<'transformed_attributes'>;
export type DraftExamples = Item<'input_examples'>;
export type DraftData = Item<'input_data'>;
export type DraftDocuments = Item<'input_documents'>;
export type DraftRule = NonNullable<NonNullable<NonNullable<DraftRecipe['quality']>['rules']>[number]>;
export type DraftEnvironment = NonNullable<
  NonNullable<NonNullable<DraftRecipe['environment_config']>['environments']>[number]
>;
export type DraftTool = NonNullable<NonNullable<DraftEnvironment['tools']>[number]>;
