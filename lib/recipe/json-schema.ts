import { z } from 'zod';
import { recipeSchema } from './schema';
import { keysOf, spellingsOf } from './shape';

/**
 * The schema of a recipe's YAML as JSON Schema draft 7, for completion and hover in the editor and for the
 * reference. It is for help while writing: what is wrong with a text is said by `readRecipe`.
 */
export function recipeJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(recipeSchema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      delete jsonSchema['noEffect'];
      delete jsonSchema['isLowerCase'];
      delete jsonSchema['keys'];
      // A mapping of YAML is a Map inside, so that its keys keep their order.
      if (zodSchema instanceof z.ZodMap) {
        jsonSchema.type = 'object';
        jsonSchema.additionalProperties = valueSchema(zodSchema);
        const keys = keysOf(zodSchema);
        if (keys !== null) {
          jsonSchema.properties = Object.fromEntries(
            Object.entries(keys).map(([key, description]) => [
              key,
              { ...valueSchema(zodSchema), description },
            ]),
          );
        }
      }
      if (zodSchema instanceof z.ZodEnum) jsonSchema.enum = spellingsOf(zodSchema);
    },
  });
}

type ValueSchema = {
  type?: 'string' | 'number' | 'object' | 'array';
  additionalProperties?: ValueSchema;
  items?: ValueSchema;
};

function valueSchema({ def: { valueType } }: z.ZodMap): ValueSchema {
  if (valueType instanceof z.ZodMap) return { type: 'object', additionalProperties: valueSchema(valueType) };
  if (valueType instanceof z.ZodArray) return { type: 'array', items: { type: 'string' } };
  if (valueType instanceof z.ZodString) return { type: 'string' };
  return valueType instanceof z.ZodNumber ? { type: 'number' } : {};
}
