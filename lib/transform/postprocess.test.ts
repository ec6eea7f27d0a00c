import { expect, test } from 'vitest';
import { compilePostprocessing, postprocess, type PostprocessingParams } from '@/lib/transform/postprocess';

type Steps = Omit<Partial<PostprocessingParams>, 'id'>;

function processed(answer: string, steps: Steps): string {
  const params = { id: 'clean', keep_original_text_attribute: true, strip_whitespace: true, ...steps };
  return postprocess(compilePostprocessing(params), answer);
}

test.each<[string, string, Steps, string]>([
  [
    'both ends are cut, then both are added',
    'Response: Here is the text [END]',
    { cut_prefix: 'Response: ', cut_suffix: ' [END]', added_prefix: 'New: ', added_suffix: ' (done)' },
    'New: Here is the text (done)',
  ],
  ['the regex gives its whole match, not a group', 'a b12 c', { regex: 'b(\\d+)' }, 'b12'],
  [
    'a regex without a match leaves the text',
    'No digits',
    { regex: '\\d+', added_prefix: 'N: ' },
    'N: No digits',
  ],
  ['the first prefix counts', 'x Q: a Q: b', { cut_prefix: 'Q:' }, 'a Q: b'],
  ['the last suffix counts', 'A: x\n\nB\n\nC', { cut_prefix: 'A:', cut_suffix: '\n\n' }, 'x\n\nB'],
  [
    'a suffix before the prefix is gone after the cut',
    'x END y Q: z',
    { cut_prefix: 'Q:', cut_suffix: 'END' },
    'z',
  ],
  [
    'the regex comes before the cuts',
    'Noise [A: 1 B] A: 2 B',
    { regex: '\\[A:.*?\\]', cut_prefix: 'A:', cut_suffix: 'B' },
    '1',
  ],
  ['inline flags of the regex work', 'START a\nb END tail', { regex: '(?s)START.*?END' }, 'START a\nb END'],
  ['white space is that of Python', '\u0085\u00a0 x \u001f', {}, 'x'],
  ['white space can stay', 'P:  x  ', { cut_prefix: 'P:', strip_whitespace: false }, '  x  '],
  ['what is added is not stripped', 'x', { added_prefix: ' ', added_suffix: '\n' }, ' x\n'],
  [
    'markers that are absent change nothing but white space',
    '  plain  ',
    { cut_prefix: 'Q:', cut_suffix: 'END' },
    'plain',
  ],
  [
    'empty texts are no steps',
    ' a ',
    { cut_prefix: '', cut_suffix: '', regex: '', added_prefix: '', added_suffix: '' },
    'a',
  ],
])('%s', (_, answer, steps, expected) => {
  expect(processed(answer, steps)).toBe(expected);
});

test('a regex that is not supported is refused when compiled', () => {
  expect(() => processed('', { regex: '(' })).toThrow(expect.objectContaining({ code: 'bad-pattern' }));
});
