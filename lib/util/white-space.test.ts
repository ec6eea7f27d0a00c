import { expect, test } from 'vitest';
import { pythonStrip } from '@/lib/util/white-space';

test.each([
  ['  a b\t\n', 'a b'],
  ['\u001c\u0085\u00a0\u2003\u3000x\u2029', 'x'],
  ['\ufeffx\u200b', '\ufeffx\u200b'],
  [' \n ', ''],
  ['', ''],
])('%j without the white space of Python is %j', (text, stripped) => {
  expect(pythonStrip(text)).toBe(stripped);
});
