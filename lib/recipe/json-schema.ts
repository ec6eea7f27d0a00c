import { z } from 'zod';
import { recipeSchema } from './schema';

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
      // A mapping of YAML is a Map inside, so that its keys keep their order.
      if (zodSchema instanceof z.ZodMap) {
        jsonSchema.type = 'object';
        jsonSchema.additionalProperties = valueSchema(zodSchema);
      }
      // Upper case is the spelling that every reader of the language takes.
      if (zodSchema instanceof z.ZodEnum) {
        jsonSchema.enum = zodSchema.options.map((option) => String(option).toUpperCase());
      }
    },
  });
}

function valueSchema(map: z.ZodMap): { type?: 'string' | 'number' } {
  if (map.def.valueType instanceof z.ZodCustom) return {};
  return { type: map.def.valueType instanceof z.ZodNumber ? 'number' : 'string' };
}
