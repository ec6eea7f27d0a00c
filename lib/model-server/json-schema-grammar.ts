/** A JSON Schema in the words that the grammar maker takes. */
type GrammarSchema = Readonly<Record<string, unknown>>;

/** Keywords that say what something may be and that a grammar holds the model to. */
const heldKeywords = new Set([
  'type',
  'const',
  'enum',
  'oneOf',
  'properties',
  'additionalProperties',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minLength',
  'maxLength',
  'format',
  '$ref',
  '$defs',
]);

/** Keywords without which the schema would mean something else; a grammar can't hold the model to them. */
const refusedKeywords = ['not', 'if', 'allOf', 'patternProperties', 'dependentSchemas', 'pattern'];

const heldFormats = new Set(['date', 'time', 'date-time']);

/**
 * Words a JSON Schema for the grammar maker: `anyOf` becomes `oneOf`, descriptions and limits of numbers fall
 * away. A keyword that can't be kept is named.
 */
export function grammarSchemaOf(
  schema: unknown,
): { ok: true; schema: GrammarSchema } | { ok: false; keyword: string } {
  try {
    return { ok: true, schema: convert(schema) };
  } catch (error) {
    if (error instanceof UnsupportedKeyword) return { ok: false, keyword: error.message };
    throw error;
  }
}

class UnsupportedKeyword extends Error {}

function convert(schema: unknown): GrammarSchema {
  if (schema === true) return {};
  if (!isObject(schema)) throw new UnsupportedKeyword(JSON.stringify(schema));
  const refused = refusedKeywords.find((keyword) => keyword in schema);
  if (refused !== undefined) throw new UnsupportedKeyword(refused);
  const converted: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const name = keyword === 'anyOf' ? 'oneOf' : keyword === 'definitions' ? '$defs' : keyword;
    if (!heldKeywords.has(name)) continue;
    if (name === 'format' && !heldFormats.has(String(value))) continue;
    converted[name] = convertKeyword(name, value);
  }
  return converted;
}

function convertKeyword(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case 'oneOf':
    case 'prefixItems':
      return Array.isArray(value) ? value.map(convert) : value;
    case 'properties':
    case '$defs':
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, convert(child)]))
        : value;
    case 'items':
    case 'additionalProperties':
      return typeof value === 'boolean' ? value : convert(value);
    case '$ref':
      return typeof value === 'string' ? value.replace('#/definitions/', '#/$defs/') : value;
    default:
      return value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
