import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseTemplate } from '@/lib/template/parse-template';
import { pythonFormat } from '@/lib/template/python-format';
import { pythonAscii, pythonRepr, pythonStr } from '@/lib/template/python-str';
import { renderTemplate } from '@/lib/template/render-template';
import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';

const outcome = z.string().nullable();
const tables = z
  .object({
    context: z.array(z.tuple([z.string(), z.unknown()])),
    texts: z.array(z.tuple([z.unknown(), z.string(), z.string(), z.string()])),
    formats: z.array(z.tuple([z.unknown(), z.string(), outcome])),
    templates: z.array(z.tuple([z.string(), outcome])),
  })
  .parse(JSON.parse(readFileSync(new URL('python-tables.json', import.meta.url), 'utf8')));

describe('T10 str, repr and ascii are those of CPython', () => {
  test.each(tables.texts)('%j', (value, str, repr, ascii) => {
    expect(pythonStr(untagged(value))).toBe(str);
    expect(pythonRepr(untagged(value))).toBe(repr);
    expect(pythonAscii(untagged(value))).toBe(ascii);
  });
});

describe('T11 format is that of CPython', () => {
  test.each(tables.formats)('%j with %j', (value, spec, expected) => {
    expect(orNull(() => pythonFormat(untagged(value), spec))).toBe(expected);
  });
});

describe('T1 templates render as in CPython', () => {
  const context = new Map(tables.context.map(([name, value]) => [name, untagged(value)]));
  test.each(tables.templates)('%j', (text, expected) => {
    const rendered = orNull(() => {
      const parsed = parseTemplate(text);
      return parsed.ok ? renderTemplate(parsed.template, (name) => context.get(name)) : null;
    });
    expect(rendered).toBe(expected);
  });
});

function orNull(action: () => string | null): string | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

const stringValue = z.tuple([z.enum(['none', 'bool', 'int', 'float', 'str']), z.string()]);
const listValue = z.tuple([z.literal('list'), z.array(z.unknown())]);
const dictValue = z.tuple([z.literal('dict'), z.array(z.tuple([z.string(), z.unknown()]))]);

function untagged(value: unknown): Value {
  const [type, content] = z.union([stringValue, listValue, dictValue]).parse(value);
  switch (type) {
    case 'none':
      return null;
    case 'bool':
      return content === 'True';
    case 'str':
      return content;
    case 'int': {
      const integer = Number(content);
      return Number.isSafeInteger(integer) ? integer : BigInt(content);
    }
    case 'float': {
      const float = Number(content.replace('inf', 'Infinity'));
      return Number.isInteger(float) ? new Float(float) : float;
    }
    case 'list':
      return content.map(untagged);
    case 'dict':
      return new Map(content.map(([key, item]) => [key, untagged(item)]));
  }
}
