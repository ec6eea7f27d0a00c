import { expect, test } from 'vitest';
import { parseTemplate } from '@/lib/template/parse-template';
import { pending, renderSegments } from '@/lib/template/render-segments';
import { renderTemplate } from '@/lib/template/render-template';
import type { SampledValue } from '@/lib/template/sampled-value';
import type { Template } from '@/lib/template/template';
import { Float, type Value } from '@/lib/util/value';

const tone: SampledValue = {
  kind: 'sampled-value',
  id: 'formal',
  name: 'Formal',
  description: 'Very formal',
  attribute: { id: 'tone', name: 'Tone', description: 'The tone' },
};
const row = new Map<string, Value | SampledValue>([
  ['tone', tone],
  ['name', 'Al'],
  ['n', 3],
  ['five', new Float(5)],
  ['nul', null],
  ['br', 'a {n} b'],
  ['few', [dict({ q: 'Q0', a: dict({ b: 'deep' }) }), dict({ q: 'Q1' })]],
  ['d', dict({ k: 'v', '0': 'zero', '-1': 'minus', constructor: 'c' })],
  ['kind', dict({ kind: 'sampled-value' })],
]);

function dict(values: Record<string, Value>): Value {
  return new Map(Object.entries(values));
}

function template(text: string): Template {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(`not a template: ${text}`);
  return parsed.template;
}

function rendered(text: string): string {
  return renderTemplate(template(text), (name) => row.get(name));
}

test.each([
  ['Use {tone} tone', 'Use Formal tone'],
  ['{tone.name}', 'Formal'],
  ['{tone.description}!', 'Very formal!'],
  ['{tone.id}', 'formal'],
  ['{tone.attribute_id}', 'tone'],
  ['{tone.parent} {tone.parent.name}', 'Tone Tone'],
  ['{tone.parent.description}', 'The tone'],
  ['{tone!s:>8} {tone!r} {tone.name:<7}|', "  Formal 'Formal' Formal |"],
])('T8 %s of a sampled attribute is %j', (text, expected) => {
  expect(rendered(text)).toBe(expected);
});

test.each([
  ['{few[0].q} {few[1].q} {few[-1].q}', 'Q0 Q1 Q1'],
  ['{few[0][q]}', 'Q0'],
  ['{few[0].a[b]}', 'deep'],
  ['{d[k]} {d[0]} {d[-1]}', 'v zero minus'],
  ['{name[0]}', 'A'],
  ['{few[1]}', "{'q': 'Q1'}"],
])('T9 %s is %j', (text, expected) => {
  expect(rendered(text)).toBe(expected);
});

test('T6 values are not templates', () => {
  expect(rendered('{br}')).toBe('a {n} b');
});

test('T10 values print as in Python', () => {
  expect(rendered('{n} {five} {nul} {n:03d} {five:.2f}')).toBe('3 5.0 None 003 5.00');
});

test.each([
  ['{missing}', 'missing-value', 'missing'],
  ['{missing.x}', 'missing-value', 'missing'],
  ['{__proto__}', 'missing-value', '__proto__'],
  ['{constructor}', 'missing-value', 'constructor'],
  ['{tone.value}', 'unknown-property', '.value'],
  ['{tone.attribute}', 'unknown-property', '.attribute'],
  ['{tone[name]}', 'unknown-property', '[name]'],
  ['{tone.parent.id}', 'unknown-property', '.parent.id'],
  ['{tone.constructor}', 'unknown-property', '.constructor'],
  ['{tone:>8}', 'spec-needs-conversion', '{tone!s:>8}'],
  ['{tone.parent:>8}', 'spec-needs-conversion', '{tone.parent!s:>8}'],
  ['{name.upper}', 'unknown-property', '.upper'],
  ['{name.length}', 'unknown-property', '.length'],
  ['{n.toFixed}', 'unknown-property', '.toFixed'],
  ['{five.value}', 'unknown-property', '.value'],
  ['{nul.x}', 'unknown-property', 'None'],
  ['{few.length}', 'unknown-property', '.length'],
  ['{d.k}', 'unknown-property', '[k]'],
  ['{d.size}', 'unknown-property', '[size]'],
  ['{kind.name}', 'unknown-property', '[name]'],
  ['{few[0].a.b}', 'unknown-property', '[b]'],
  ['{few[0].Q}', 'unknown-property', 'did you mean "q"?'],
  ['{few[0].get}', 'unknown-property', '.get'],
  ['{few[2].q}', 'unknown-item', '2 items'],
  ['{few[-3].q}', 'unknown-item', '[-3]'],
  ['{few[x].q}', 'unknown-item', 'must be a number'],
  ['{few[1.5]}', 'unknown-item', 'must be a number'],
  ['{d[zz]}', 'unknown-item', 'zz'],
  ['{d[__proto__]}', 'unknown-item', '__proto__'],
  ['{n[0]}', 'unknown-item', 'a number'],
  ['{name:d}', 'bad-format', 'a text'],
  ['{few:5}', 'bad-format', 'a list'],
  ['{d:5}', 'bad-format', 'a dict'],
  ['{nul:5}', 'bad-format', 'None'],
])('T9 %s fails as %s and the message names %j', (text, code, named) => {
  const attempt = () => rendered(text);
  expect(attempt).toThrow(expect.objectContaining({ name: 'TemplateError', code, field: text.slice(1, -1) }));
  expect(attempt).toThrow(named);
});

test.each([
  ['00123', '{x:06d}|{x:.2f}|{x:,}|{x:>6}', '000123|123.00|123| 00123'],
  ['-2.50', '{x:.1f}|{x:+}|{x:.0%}|{x!s:>6}', '-2.5|-2.5|-250%| -2.50'],
  ['1e3', '{x:.1f}', '1000.0'],
])('R151 a text that is a number, %j, takes the format of one', (x, text, expected) => {
  expect(renderTemplate(template(text), () => x)).toBe(expected);
});

test.each([
  ['2.5', '{x:d}', 'a float'],
  ['0x1F', '{x:d}', 'a text'],
  ['', '{x:d}', 'a text'],
  ['5 kg', '{x:.1f}', 'a text'],
  ['5', '{x!s:d}', 'a text'],
])('R151 %j does not take %s', (x, text, named) => {
  expect(() => renderTemplate(template(text), () => x)).toThrow(named);
});

test.each([
  ['{name:>{n}}|{name:{fill}^{n}}', 5, '  Ada|*Ada*'],
  ['{five:.{n}f}', 2, '5.00'],
  ['{few[0].q:>{d[k]}}', '4', '  Q0'],
  ['{cell:0{n}d}', 4, '0007'],
  ['{name:{n!s}}|', 5, 'Ada  |'],
  ['{name:>{tone!s}}', 1, 'bad-format'],
  ['{name:>{missing}}', 1, 'missing-value'],
])('T7 the format of %s is put together for the row', (text, n, expected) => {
  const values = new Map<string, Value>([
    ['name', 'Ada'],
    ['n', n],
    ['fill', '*'],
    ['cell', '7'],
    ['d', new Map([['k', n]])],
  ]);
  const lookup = (name: string) => values.get(name) ?? row.get(name);
  if (expected.includes('-'))
    expect(() => renderTemplate(template(text), lookup)).toThrow(expect.objectContaining({ code: expected }));
  else expect(renderTemplate(template(text), lookup)).toBe(expected);
});

test('T11 a width is bounded', () => {
  expect(rendered('{name:>10000}')).toHaveLength(10_000);
});

test('T12 segments are the pieces of the rendered text, and tell what is still to come', () => {
  const text = 'A {tone.description} {{and}} {answer!r:>5}.';
  const lookup = (name: string) => (name === 'answer' ? pending : row.get(name));
  expect(renderSegments(template(text), lookup)).toEqual([
    { type: 'text', text: 'A ' },
    { type: 'value', name: 'tone', field: 'tone.description', text: 'Very formal' },
    { type: 'text', text: ' {and} ' },
    { type: 'pending', name: 'answer', field: 'answer!r:>5' },
    { type: 'text', text: '.' },
  ]);
  expect(renderSegments(template('{n:>{answer}}'), lookup)).toEqual([
    { type: 'pending', name: 'n', field: 'n:>{answer}' },
  ]);
});
