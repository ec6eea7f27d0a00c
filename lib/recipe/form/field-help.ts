import { z } from 'zod';
import { recipeSchema } from '../schema';
import type { Path } from '../yaml/document';

/**
 * What the schema says about the field at a path: the one home of these words, which the reference and the
 * text editor's hover show too. Positions in lists are any number. Empty where the schema says nothing.
 */
export function fieldHelp(path: Path): string {
  const key = path.map((step) => (typeof step === 'number' ? 0 : step)).join('.');
  let help = known.get(key);
  if (help === undefined) known.set(key, (help = descriptionAt(path)));
  return help;
}

const known = new Map<string, string>();

/** The value that counts where a field is left out; undefined where there is none. */
export function fieldDefault(path: Path): unknown {
  const schema = schemaAt(path);
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** Whether the field at a path takes whole numbers only. */
export function isWholeField(path: Path): boolean {
  const schema = unwrapped(schemaAt(path) ?? recipeSchema);
  return schema instanceof z.ZodNumber && schema.format?.includes('int') === true;
}

function descriptionAt(path: Path): string {
  for (let at = schemaAt(path) ?? null; at !== null; at = innerOf(at)) {
    const description = z.globalRegistry.get(at)?.description;
    if (description !== undefined) return description;
  }
  return '';
}

function schemaAt(path: Path): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType = recipeSchema;
  for (const step of path) {
    const next = child(unwrapped(schema), step);
    if (next === undefined) return undefined;
    schema = next;
  }
  return schema;
}

function child(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const shape: z.core.$ZodShape = schema.def.shape;
    return shape[String(step)];
  }
  if (schema instanceof z.ZodArray) return schema.def.element;
  return schema instanceof z.ZodMap ? schema.def.valueType : undefined;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = innerOf(schema);
  return inner === null ? schema : unwrapped(inner);
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapper ? schema.def.innerType : null;
}
