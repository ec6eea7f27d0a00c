import { z } from 'zod';

/** What the schema asks for at a place, in the form that the walk over a document needs. */
export type Shape =
  | { type: 'object'; fields: ReadonlyMap<string, Field> }
  | { type: 'list'; item: Shape; minItems: number }
  /** `keys`: what they are called when each is one of a choice, as roles are. */
  | { type: 'dict'; value: Shape; keys: readonly string[] | null }
  | { type: 'text'; minLength: number }
  | { type: 'number'; integer: boolean; min: Bound | null; max: Bound | null }
  | { type: 'boolean' }
  /** `spellings` are those that every reader of the language takes. */
  | { type: 'choice'; values: readonly string[]; spellings: readonly string[] }
  /** Any value, which is read as it is. */
  | { type: 'value' }
  /** Any value, which nothing reads. */
  | { type: 'free' };

/** `hasDefault`: what is left out has a value all the same. */
export type Field = { shape: Shape; required: boolean; hasDefault: boolean; noEffect: boolean };

export type Bound = { value: number; inclusive: boolean };

/** The shape of a schema. Schemas with transforms have none: the recipe's has no such part. */
export function shapeOf(schema: z.core.$ZodType): Shape {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return shapeOf(schema.def.innerType);
  }
  if (schema instanceof z.ZodObject) {
    const shape: z.core.$ZodShape = schema.def.shape;
    return {
      type: 'object',
      fields: new Map(Object.entries(shape).map(([key, field]) => [key, fieldOf(field)])),
    };
  }
  if (schema instanceof z.ZodArray) {
    return { type: 'list', item: shapeOf(schema.def.element), minItems: lengthBound(schema) };
  }
  if (schema instanceof z.ZodMap) {
    const keys = keysOf(schema);
    return { type: 'dict', value: shapeOf(schema.def.valueType), keys: keys && Object.keys(keys) };
  }
  if (schema instanceof z.ZodString) return { type: 'text', minLength: schema.minLength ?? 0 };
  if (schema instanceof z.ZodNumber) return numberShape(schema);
  if (schema instanceof z.ZodBoolean) return { type: 'boolean' };
  if (schema instanceof z.ZodEnum) {
    return { type: 'choice', values: schema.options.map(String), spellings: spellingsOf(schema) };
  }
  if (schema instanceof z.ZodCustom) return { type: 'value' };
  return { type: 'free' };
}

/** The keys that a mapping is marked to have, in the spelling that every reader takes, with what they mean. */
export function keysOf(schema: z.ZodMap): Record<string, string> | null {
  const marked = keyMarks.safeParse(z.globalRegistry.get(schema)?.['keys']);
  return marked.data ?? null;
}

const keyMarks = z.record(z.string(), z.string());

/** Names of choices are upper case in the language, but for the few that are marked. */
export function spellingsOf(schema: z.ZodEnum): string[] {
  const isLowerCase = z.globalRegistry.get(schema)?.['isLowerCase'] === true;
  return schema.options.map((option) => (isLowerCase ? String(option) : String(option).toUpperCase()));
}

function fieldOf(schema: z.core.$ZodType): Field {
  const optional =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  const meta = z.globalRegistry.get(schema);
  return {
    shape: shapeOf(schema),
    required: !optional,
    hasDefault: schema instanceof z.ZodDefault,
    noEffect: meta?.['noEffect'] === true,
  };
}

function lengthBound(schema: z.ZodArray): number {
  const check = schema.def.checks?.find((candidate) => candidate instanceof z.core.$ZodCheckMinLength);
  return check?._zod.def.minimum ?? 0;
}

function numberShape(schema: z.ZodNumber): Shape {
  const checks = schema.def.checks ?? [];
  const least = checks.find((check) => check instanceof z.core.$ZodCheckGreaterThan)?._zod.def;
  const most = checks.find((check) => check instanceof z.core.$ZodCheckLessThan)?._zod.def;
  return {
    type: 'number',
    integer: schema.format === 'safeint',
    min: least === undefined ? null : { value: Number(least.value), inclusive: least.inclusive },
    max: most === undefined ? null : { value: Number(most.value), inclusive: most.inclusive },
  };
}
