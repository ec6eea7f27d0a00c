import { describe, expect, test } from 'vitest';
import { createDraw, drawInt } from '@/lib/random/draw';
import { createJsonCheck } from '@/lib/json-schema/schema-subset';
import { readJsonAnswer } from './read-json-answer';
import { readSections } from './read-sections';

const check = createJsonCheck({
  type: 'object',
  properties: { title: { type: 'string' }, stars: { type: 'integer', maximum: 5 }, note: { type: 'string' } },
  required: ['title', 'stars'],
});
const parts = ['title', 'stars', 'note'];
const good = '{"title": "Sea", "stars": 4}';

describe('R95 a JSON answer is read as models write it', () => {
  test.each([
    ['alone', good],
    ['in a fence', `\`\`\`json\n${good}\n\`\`\``],
    ['with words around it', `Here you are:\n${good}\nI hope this helps!`],
    ['with a property that was not asked for', '{"title": "Sea", "stars": 4, "more": [1]}'],
  ])('%s', (_, text) => {
    const read = readJsonAnswer(text, { parts, check });
    expect(read.ok && [...read.value]).toEqual([
      ['title', 'Sea'],
      ['stars', 4],
      ['note', null],
    ]);
  });

  test.each([
    ['', 'holds no JSON object'],
    ['I can not do that.', 'holds no JSON object'],
    ['{"title": "Sea", "stars": 4', 'not valid JSON'],
    ['{"title": "Sea"}', 'required property "stars"'],
    ['{"title": "Sea", "stars": 9}', 'stars (9) is greater than 5.'],
    ['{title: Sea}', 'not valid JSON'],
  ])('%j is told what is wrong with it', (text, message) => {
    const read = readJsonAnswer(text, { parts, check });
    expect(read).toMatchObject({ ok: false });
    expect(!read.ok && read.message).toContain(message);
  });
});

const keys = ['Question', 'Answer'];

describe('R96 parts of an answer stand behind their keys', () => {
  test.each([
    ['[Question] Why?\n[Answer] So.', ['Why?', 'So.']],
    ['[Question]\nWhy?\n\nReally?\n[Answer]\nSo.', ['Why?\n\nReally?', 'So.']],
    ['Sure!\n**[Question]** Why?\n**[answer]**: So.', ['Why?', 'So.']],
    ['[Answer] So.\n[Question] Why?', ['Why?', 'So.']],
    ['[Question] Why? [Answer] So.', ['Why?', 'So.']],
    ['[Question] See [1] and [Answer] here?\n[Answer] So.', ['See [1] and [Answer] here?', 'So.']],
    ['[Question] Why?\n[Answer] So.\n[Answer] Again.', ['Why?', 'So.']],
  ])('%j', (text, expected) => {
    const read = readSections(text, keys);
    expect(read.ok && [...read.value.values()]).toEqual(expected);
  });

  test.each([
    ['[Question] Why?', 'The answer has no [Answer].'],
    ['Question: Why? Answer: So.', 'The answer has no [Question], [Answer].'],
    ['[Question]\n[Answer] So.', 'The answer has no [Question].'],
  ])('%j lacks some', (text, message) => {
    expect(readSections(text, keys)).toEqual({ ok: false, message });
  });

  test('what is written in parts is read back, whatever the texts', () => {
    const draw = createDraw(5, 'sections', 'test');
    const letters = 'ab c]*#\n[x:'.split('');
    for (let round = 0; round < 300; round += 1) {
      const texts = keys.map((_, at) => {
        const length = 1 + drawInt(draw, round, at * 100, 20);
        const text = Array.from(
          { length },
          (__, place) => letters[drawInt(draw, round, at * 100 + place + 1, letters.length)],
        );
        return `w${text.join('')}w`;
      });
      const read = readSections(keys.map((key, at) => `[${key}]\n${texts[at] ?? ''}`).join('\n'), keys);
      expect(read.ok && [...read.value.values()]).toEqual(texts);
    }
  });
});
