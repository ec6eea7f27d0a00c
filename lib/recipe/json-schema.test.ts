import { expect, test } from 'vitest';
import { z } from 'zod';
import { recipeJsonSchema } from './json-schema';

type Node = { [key: string]: Node | undefined };
const node: z.ZodType<Node> = z.lazy(() =>
  z.record(
    z.string(),
    z.unknown().transform((value) => node.catch({}).parse(value)),
  ),
);

test('the JSON schema completes the spellings that all readers take', () => {
  const text = JSON.stringify(recipeJsonSchema());
  expect(text).toContain('"enum":["SYSTEM","USER","ASSISTANT","TOOL"]');
  expect(text).toContain('draft-07');
  expect(text).not.toContain('noEffect');
});

test('every field has help', () => {
  const missing: string[] = [];
  const visit = (schema: Node, path: string) => {
    for (const [key, field] of Object.entries(schema['properties'] ?? {})) {
      if (field === undefined) continue;
      if (!('description' in field)) missing.push(`${path}${key}`);
      visit(field, `${path}${key}.`);
      if (field['items']) visit(field['items'], `${path}${key}.`);
    }
  };
  visit(node.parse(recipeJsonSchema()), '');
  expect(missing).toEqual([]);
});

test('a mapping of YAML is an object', () => {
  const text = JSON.stringify(recipeJsonSchema());
  expect(text).toContain('"additionalProperties":{"type":"string"}');
  expect(text).toContain('"additionalProperties":{"type":"number"}');
});
